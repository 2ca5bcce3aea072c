"""Races: every algorithm against its peers, alternately in one process, one thread each."""
