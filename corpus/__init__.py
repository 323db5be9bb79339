"""What a policy says: reading, repair, segmentation, units, validity, and the library on disk.

The door of the room. ``corpus`` imports no other room of ours.
"""

from corpus.errors import (
    BadInput,
    IndexMissing,
    IndexStale,
    LibraryMissing,
    ModelUnavailable,
    NotReady,
    PolicyNotFound,
    UnreadableDocument,
    ZhengceError,
)
from corpus.library import IngestReport, Library, files_in
from corpus.policy import (
    Clause,
    Doubt,
    Measure,
    PartKind,
    Policy,
    Repeal,
    ResponsibleUnits,
    Span,
    Status,
    Validity,
)

__all__ = [
    "BadInput",
    "Clause",
    "Doubt",
    "IndexMissing",
    "IndexStale",
    "IngestReport",
    "Library",
    "LibraryMissing",
    "Measure",
    "ModelUnavailable",
    "NotReady",
    "PartKind",
    "Policy",
    "PolicyNotFound",
    "Repeal",
    "ResponsibleUnits",
    "Span",
    "Status",
    "UnreadableDocument",
    "Validity",
    "ZhengceError",
    "files_in",
]
