"""How well damaged text is repaired, how much clean text is spared, how fast: ``python -m eval.repair_bench``.

Damage comes from ``eval.damage``, which knows the truth and nothing of the fixers; texts come from the
half that no model saw. Everything goes to ``eval/results/repair.json``, readable tables to
``repair.txt`` beside it. Nothing is asserted here: figures are printed as they are.

What is compared is the text without its layout: white space at the ends of lines and blank lines are
left out on both sides, since no page means anything by them. Everything else counts, each space within
a line and each newline included.

The truth is aligned with the repaired text by edit distance, not by the offsets the engine claims; the
offsets only say to which step an error belongs.
"""
