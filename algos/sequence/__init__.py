"""Hidden Markov models and conditional random fields."""

from .linear_chain import CRFGradient, crf_log_partition, crf_nll_grad
from .random_field import LinearChainCRF

__all__ = ["CRFGradient", "LinearChainCRF", "crf_log_partition", "crf_nll_grad"]
