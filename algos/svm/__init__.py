"""Support vector machines: the hinge loss, its subgradient step, and linear classifiers trained by it."""

from .hinge import HingeStep, hinge_loss, hinge_step
from .pegasos import HingeSGDClassifier

__all__ = ["HingeSGDClassifier", "HingeStep", "hinge_loss", "hinge_step"]
