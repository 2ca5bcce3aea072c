"""Bayes' rule, expectation and moments."""

__all__: list[str] = []
