"""How good it is: gold sets, measures, runs. Always ``from eval import …``: the bare name is a builtin."""

from eval.gold import GoldItem, gold_digest, load_gold
from eval.metrics import Score
from eval.report import failure_list, summary_table
from eval.runner import Record, Run, evaluate

__all__ = [
    "GoldItem", "Record", "Run", "Score", "evaluate", "failure_list", "gold_digest", "load_gold",
    "summary_table",
]  # fmt: skip
