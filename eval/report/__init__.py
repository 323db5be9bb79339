"""Reports of runs: ``terminal`` plain text, ``html`` one file with plots, ``explain`` a question in two lines."""

from eval.report.terminal import failure_list, summary_table

__all__ = ["failure_list", "summary_table"]
