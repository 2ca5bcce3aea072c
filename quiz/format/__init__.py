"""The format of decks: YAML with places, card models, and the checks that join their fields."""
