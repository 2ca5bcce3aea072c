"""Entropy, divergences and mutual information."""

from .cross_entropies import cross_entropy
from .divergences import js_divergence, kl_divergence
from .entropies import conditional_entropy, entropy, joint_entropy
from .gaussians import gaussian_kl
from .mutual import mutual_info_score, mutual_information
from .surprisal import binary_entropy, self_information

__all__ = [
    "binary_entropy",
    "conditional_entropy",
    "cross_entropy",
    "entropy",
    "gaussian_kl",
    "joint_entropy",
    "js_divergence",
    "kl_divergence",
    "mutual_info_score",
    "mutual_information",
    "self_information",
]
