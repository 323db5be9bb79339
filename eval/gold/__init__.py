"""Gold sets (金标): questions with what a right answer holds. The format is ``FORMAT.md``; the sets lie beside it.

``item`` the records, ``reading`` a file into records, loudly.
"""

from eval.gold.item import (
    GoldItem,
    GoldValidity,
    Split,
    Style,
    UnanswerableKind,
    gold_digest,
    path_name,
    path_of,
)
from eval.gold.reading import OPTIONAL, REQUIRED, load_gold, read_item

__all__ = [
    "OPTIONAL", "REQUIRED", "GoldItem", "GoldValidity", "Split", "Style", "UnanswerableKind", "gold_digest", "load_gold",
    "path_name", "path_of", "read_item",
]  # fmt: skip
