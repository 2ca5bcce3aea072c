"""The learner's history: an append-only event log in SQLite, and the schedule that is rebuilt from it."""
