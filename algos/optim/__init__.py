"""Optimisation: Newton's method for roots and for minima."""

from .newton_method import NewtonResult, newton
from .root_finding import RootResult, newton_root
from .stepping import NewtonStep, newton_step

__all__ = ["NewtonResult", "NewtonStep", "RootResult", "newton", "newton_root", "newton_step"]
