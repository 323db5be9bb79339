"""What to say: question understanding, evidence, extractive answers, verification, refusal.

The door of the room. ``assistant`` imports ``index`` and ``corpus``.
"""

from assistant.answer import Answer, Citation, Kind, Refusal, RefusalCode, UnitsView, ValidityView
from assistant.answering.desk import AnswerOptions
from assistant.assistant import Assistant
from assistant.settings import Settings, read_settings
from assistant.wiring import build_index, ingest, open_assistant, open_library

__all__ = [
    "Answer",
    "AnswerOptions",
    "Assistant",
    "Citation",
    "Kind",
    "Refusal",
    "RefusalCode",
    "Settings",
    "UnitsView",
    "ValidityView",
    "build_index",
    "ingest",
    "open_assistant",
    "open_library",
    "read_settings",
]
