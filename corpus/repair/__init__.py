"""Text repair (文本修复): ``repair(raw)`` gives the text as published, with every step recorded."""

from corpus.repair.engine import NAMES_FOR_PEOPLE, RepairOptions, Script, repair
from corpus.repair.records import Certainty, Irreparable, RepairedText, Step, replay

__all__ = [
    "NAMES_FOR_PEOPLE", "Certainty", "Irreparable", "RepairOptions", "RepairedText", "Script", "Step", "repair", "replay",
]
