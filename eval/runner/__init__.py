"""Runs a gold set against a system and keeps one record per question.

The system is anything that answers like the assistant: ``ask(question, history, as_of) -> Answer``.

``citing`` which cited clause is right, ``scoring`` one answer, ``record`` what is kept of it, ``measures`` totals
and groups, ``run`` all questions, ``parallel`` in several processes, ``stamp`` which system it was, ``store`` runs
on disk, ``compare`` two of them, ``gate`` floors.
"""

from eval.runner.citing import SameDocument, cited_clauses, right_clauses, same_document
from eval.runner.measures import HIDDEN, MEASURES, OPTIONAL, Measure, totals
from eval.runner.record import PROMISES, Record
from eval.runner.run import RUN_FORMAT, Ask, Run, evaluate
from eval.runner.scoring import ClauseText

__all__ = [
    "HIDDEN", "MEASURES", "OPTIONAL", "PROMISES", "RUN_FORMAT", "Ask", "ClauseText", "Measure", "Record", "Run", "SameDocument",
    "cited_clauses", "evaluate", "right_clauses", "same_document", "totals",
]  # fmt: skip
