"""Public retrieval sets that lie on disk: loaders by the form of their files, and our search over them.

Nothing is downloaded. ``squad`` CMRC 2018 and DRCD, ``beir`` BEIR folders, ``stard`` STARD folders.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from eval.public_sets.beir import load_beir
from eval.public_sets.records import PublicSet
from eval.public_sets.squad import load_squad
from eval.public_sets.stard import load_stard

LOADERS: Mapping[str, Callable[[Path], PublicSet]] = {"squad": load_squad, "beir": load_beir, "stard": load_stard}

__all__ = ["LOADERS", "PublicSet", "load_beir", "load_squad", "load_stard"]
