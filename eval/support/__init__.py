"""Scoring of support items and of the matcher against hand-made labels: ``python -m eval.support``.

The format of the labels is in ``eval/gold/support/README.md``.
"""
