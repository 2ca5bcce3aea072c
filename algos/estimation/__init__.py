"""Maximum likelihood, maximum a posteriori and expectation maximisation."""

from .coin_mixture import BernoulliMixture
from .conjugate import BetaBernoulliMAP, GammaPoissonMAP, beta_bernoulli_map, gamma_poisson_map
from .counting import BernoulliMLE, PoissonMLE, bernoulli_mle, poisson_mle
from .expectation import EMStep, em_step
from .measurements import ExponentialMLE, GaussianMLE, exponential_mle, gaussian_mle
from .normal_mixture import GaussianMixture
from .normal_prior import NormalNormalMAP, normal_normal_map
from .scoring import NewtonMLE, newton_mle

__all__ = [
    "BernoulliMLE",
    "BernoulliMixture",
    "BetaBernoulliMAP",
    "EMStep",
    "ExponentialMLE",
    "GammaPoissonMAP",
    "GaussianMLE",
    "GaussianMixture",
    "NewtonMLE",
    "NormalNormalMAP",
    "PoissonMLE",
    "bernoulli_mle",
    "beta_bernoulli_map",
    "em_step",
    "exponential_mle",
    "gamma_poisson_map",
    "gaussian_mle",
    "newton_mle",
    "normal_normal_map",
    "poisson_mle",
]
