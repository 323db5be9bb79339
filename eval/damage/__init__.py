"""Damage made on purpose: clean text in, damaged text and the whole truth out.

The generator works on causes. Bytes are lost and decoded again by a real codec, lines are wrapped at a
real width, readings come from pypinyin, scripts from OpenCC run forwards; no table here says what a
repair should be, so that ``corpus.repair`` is measured and not mirrored. Nothing of it is imported.

>>> made = damage("支持企业发展。", "gbk_lost", 1.0, seed=3)
>>> made.clean
'支持企业发展。'
>>> all(made.clean[a.clean_end:b.clean_start] == made.raw[a.raw_end:b.raw_start]
...     for a, b in zip(made.spans, made.spans[1:]))
True

``KINDS`` names every kind with its cause, its group and what its rate means. A group says what can be
asked of a repair: ``bytes`` where the bytes or the characters themselves prove what stood there,
``language`` where only the language decides, ``lost`` where nothing can (to be proposed or named, never
claimed). A kind may prepare the text first (indent its paragraphs, print document numbers into it); the
truth is therefore ``Damaged.clean``, not what was passed in.
"""

from eval.damage.kinds import KINDS, damage, damage_mixed
from eval.damage.truth import RATES, Damaged, Kind, Span, is_hanzi, paragraphs

__all__ = ["KINDS", "RATES", "Damaged", "Kind", "Span", "damage", "damage_mixed", "is_hanzi", "paragraphs"]
