"""Norms, products, similarities and distances."""

__all__: list[str] = []
