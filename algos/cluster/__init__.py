"""Clustering: k-means and its parts."""

from .descent import KMeans
from .lloyd import LloydStep, lloyd_step
from .seeding import Seeding, kmeans_plusplus

__all__ = ["KMeans", "LloydStep", "Seeding", "kmeans_plusplus", "lloyd_step"]
