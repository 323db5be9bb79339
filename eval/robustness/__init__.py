"""Robustness: ``dirt`` the same questions over damaged documents, ``perturbed`` the same document asked otherwise.

``printing`` makes damage that ``eval.damage`` has no generator for, ``showing`` tables and curves.
"""

from eval.robustness.dirt import LADDER, Rung, drawn, ladder
from eval.robustness.perturbed import PERTURBATIONS, Consistency, consistency, perturbed

__all__ = ["LADDER", "PERTURBATIONS", "Consistency", "Rung", "consistency", "drawn", "ladder", "perturbed"]
