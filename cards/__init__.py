"""The decks that come with kernelcards: one YAML file a topic, and their compiled index. Data only."""
