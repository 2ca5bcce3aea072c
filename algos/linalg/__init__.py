"""Norms, products, similarities and distances."""

from .distances import pairwise_distances
from .inner import cosine_similarity, dot
from .norms import norm
from .products import matmul

__all__ = ["cosine_similarity", "dot", "matmul", "norm", "pairwise_distances"]
