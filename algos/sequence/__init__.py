"""Hidden Markov models and conditional random fields."""

__all__: list[str] = []
