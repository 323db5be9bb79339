"""What a language model made of an answer: each sentence with its verdict in words and shape, what was dropped and why.

Pure functions from records to HTML; the rules of ``ui/render.py`` hold.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.answer import Answer, Mode, Rewrite
from ui.render import escape, visible_text

_USED = (Mode.VERIFIED, Mode.PARTLY_VERIFIED)
_LONGEST = 200  # characters shown of a sentence that was dropped
# Told apart by sign and word; the colour only repeats them.
PASSED, DROPPED, UNCHECKED = ("✓", "已核对"), ("✗", "未采用"), ("?", "未核对")


def extract_of(answer: Answer) -> str:
    """The answer's text without what a model added above it: the verbatim extract."""
    rewrite = answer.rewrite
    if rewrite is None:
        return answer.text
    _, _, below = answer.text.partition("\n")  # the first line names the state, which is shown as marks
    if rewrite.state in _USED:
        said = "".join(sentence.text for sentence in rewrite.sentences if sentence.shown) + "\n【原文】\n"
        return below.removeprefix(said)
    return below


def rewrite_html(rewrite: Rewrite | None, inline: Callable[[str], str]) -> str:
    """The block above the extract; ``inline`` makes a checked sentence into HTML with its chips. "" without a model."""
    if rewrite is None:
        return ""
    used = rewrite.state in _USED
    rows = "".join(
        f'<li class="zc-s-passed">{_mark("passed", PASSED)}<span>{inline(visible_text(sentence.text))}</span></li>' for sentence in rewrite.sentences if used and sentence.shown
    )
    listed = f'<ol class="zc-sentences">{rows}</ol>' if rows else ""
    if rewrite.state is Mode.NOT_CHECKED:
        why = f"：{escape(rewrite.fault)}" if rewrite.fault else ""
        listed = f'<p class="zc-s-line">{_mark("unchecked", UNCHECKED)}<span>大模型没有给出可以核对的改写{why}。以下为原文摘录。</span></p>'
    elif not used:
        listed = f'<p class="zc-s-line">{_mark("dropped", DROPPED)}<span>大模型的改写没有一句通过核对，以下为原文摘录。</span></p>'
    return f'<div class="zc-rewrite"><p class="zc-rewrite-head">人工智能改写（逐句与所引原文核对）</p>{listed}{_dropped(rewrite)}</div><p class="zc-extract-head">{_mark("quoted", ("“”", "原文"))}<span>逐字摘录</span></p>'


def _dropped(rewrite: Rewrite) -> str:
    """What was left out, one press away, with the reasons; struck through, so that nobody takes it for an answer."""
    gone = [sentence for sentence in rewrite.sentences if not sentence.shown]
    if not gone:
        return ""
    rows = "".join(
        f'<li>{_mark("dropped", DROPPED)}<span><del>{escape(sentence.text[:_LONGEST])}{"…" if len(sentence.text) > _LONGEST else ""}</del>'
        f'<span class="zc-why">原因：{escape("；".join(sentence.problems))}</span></span></li>'
        for sentence in gone
    )
    return f'<details class="zc-dropped"><summary>没有采用的 {len(gone)} 句及原因</summary><ol class="zc-sentences">{rows}</ol></details>'


def _mark(kind: str, mark: tuple[str, str]) -> str:
    sign, word = mark
    return f'<span class="zc-s-mark zc-s-{kind}"><span class="zc-s-sign">{sign}</span>{word}</span>'
