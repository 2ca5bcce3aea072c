"""Maximum likelihood, maximum a posteriori and expectation maximisation."""

__all__: list[str] = []
