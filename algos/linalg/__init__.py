"""Norms, products, similarities and distances."""

from .distances import pairwise_distances
from .inner import dot
from .norms import norm
from .products import matmul
from .similarities import cosine_similarity

__all__ = ["cosine_similarity", "dot", "matmul", "norm", "pairwise_distances"]
