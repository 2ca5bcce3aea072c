"""Decks: the format of cards, reading them from YAML, and the index that makes YAML unnecessary."""
