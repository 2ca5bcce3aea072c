"""Hidden Markov models and conditional random fields."""

from .categorical import CategoricalHMM
from .decoding import ViterbiPath, viterbi
from .gaussian import GaussianHMM
from .linear_chain import CRFGradient, crf_log_partition, crf_nll_grad
from .random_field import LinearChainCRF
from .reestimation import BaumWelchStep, baum_welch_step
from .smoothing import ForwardBackward, forward_backward

__all__ = [
    "BaumWelchStep",
    "CRFGradient",
    "CategoricalHMM",
    "ForwardBackward",
    "GaussianHMM",
    "LinearChainCRF",
    "ViterbiPath",
    "baum_welch_step",
    "crf_log_partition",
    "crf_nll_grad",
    "forward_backward",
    "viterbi",
]
