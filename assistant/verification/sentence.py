"""One sentence of a language model against the quotes it cites."""

from __future__ import annotations

import re
import unicodedata

from assistant.verification.ground import Ground
from assistant.verification.names import find_names, name_problems
from assistant.verification.numbers import Figure, read_figures, without_figures
from assistant.verification.wording import word_problems

_LONGEST = 400  # characters; a longer sentence is no summary, and no check has to be quick on it
_MARK = re.compile(r"\[(\d{1,4})\]")
_QUOTED = re.compile(r"[“「『\"]([^“”「」『』\"]*)[”」』\"]")
_TITLE = re.compile(r"《([^《》]*)》")
_UNSAFE = re.compile(r"https?:|www\.|[<>`|{}\\~^$#=_@*]|\]\(|!\[|&#?\w+;", re.IGNORECASE)
_BOUND = re.compile(r"最[高低多少大长]|至[多少]|上限|下限|封顶|[不未]?得?(?:超过|低于|少于|高于|多于|不足|满)|以[上下内]|之内")
_PARTS = re.compile(r"[^，,；;。！？\n]+")


def problems(sentence: str, grounds: tuple[Ground, ...]) -> tuple[str, ...]:
    """Why ``sentence`` may not be shown, each in words for a person; empty if it may.

    Checked against the grounds it cites: marks, figures and dates with what they belong to, quotes, titles,
    names of bodies with their roles, negation and modality, and every other word.

    >>> ground = Ground(1, "对符合条件的企业融资担保费率降至1%以下；")
    >>> problems("企业融资担保费率降至1%以下[1]。", (ground,))
    ()
    >>> problems("企业融资担保费率降至10%以下[1]。", (ground,))
    ('数字或日期不在所引原文中：10%以下',)
    """
    if len(sentence) > _LONGEST:
        return ("句子过长，无法核对",)
    if _UNSAFE.search(sentence) or any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Cn") for c in sentence):
        return ("含有网址、标记或不可见字符",)
    marks = [int(mark) for mark in _MARK.findall(sentence)]
    cited = tuple(ground for ground in grounds if ground.mark in marks)
    if not marks or set(marks) != {ground.mark for ground in cited}:
        return ("没有注明依据" if not marks else "所注依据不存在",)
    said = _MARK.sub("", sentence)
    # ℃ and ㎡ are the quote's own; a tick or a star would be the model's verdict on itself.
    if any(unicodedata.category(c) == "So" and not any(c in ground.quote for ground in cited) for c in said):
        return ("含有原文没有的符号",)
    if re.search(r"[\[\]]", said):
        return ("依据的写法有误",)
    if re.search(r"[？?]", said):
        return ("不是陈述句",)
    figures = read_figures(said)
    wrong = [
        *_quote_problems(said, cited), *_figure_problems(said, figures, cited), *name_problems(said, cited),
        *word_problems(_blanked(said, cited), tuple(_blanked(g.quote, cited) for g in cited), _frame(cited)),
    ]
    return tuple(dict.fromkeys(wrong))


def _quote_problems(said: str, cited: tuple[Ground, ...]) -> list[str]:
    wrong = [f"引语与原文不一字不差：{words}" for words in _QUOTED.findall(said) if not any(words in g.text for g in cited)]
    if re.search(r"[“”「」『』\"]", _QUOTED.sub("", said)):
        wrong.append("引号不成对")
    titles = _TITLE.findall(said)
    if re.search(r"[《》]", _TITLE.sub("", said)):
        wrong.append("书名号不成对")
    return wrong + [f"书名与原文不符：{title}" for title in titles if not any(title in g.text for g in cited)]


def _figure_problems(said: str, figures: tuple[Figure, ...], cited: tuple[Ground, ...]) -> list[str]:
    held = {figure for ground in cited for text in (ground.quote, ground.frame) for figure in read_figures(text)}
    held |= {f for ground in cited for f in read_figures(f"第{ground.number.strip('（）()第条')}条")}
    wrong = [
        f"数字或日期不在所引原文中：{said[figure.start : figure.end]}"
        for figure in figures
        if figure not in held and not (figure.unit == "date" and figure.bound == "" and _day(figure) in map(_day, held))
    ]
    for figure in figures:
        bounds = list(_BOUND.finditer(said, max(0, figure.start - 6), figure.end))
        # 最高不超过 and 最高超过 read as one bound: two words for it must be the quote's own.
        if len(bounds) > 1 and not any(said[bounds[0].start() : figure.end] in ground.quote for ground in cited):
            wrong.append(f"数字的界限与原文不同：{said[bounds[0].start() : figure.end]}")
        if figure in held and not any(_belongs(said, figure, ground.quote) for ground in cited):
            wrong.append(f"数字与原文所指不同：{said[figure.start : figure.end]}")
    return wrong


def _day(figure: Figure) -> tuple[str, str]:
    """A date without what it begins or ends."""
    return figure.number, figure.unit


def _belongs(said: str, figure: Figure, quote: str) -> bool:
    """Whether ``figure`` says in the sentence what it says in the quote, where the quote has rivals to it.

    A rival is another figure of the same unit. The words beside the figure must then stand on its side of
    the rivals; between rivals within one comma part only the very words of the quote will do.
    """
    held = read_figures(quote)
    if figure not in held:
        return figure.unit.startswith("ref:") or not any(f.unit == figure.unit for f in held)
    # 自…起 and 至…止 tell two dates apart already.
    rivals = [f for f in held if f.unit == figure.unit and f != figure and (f.unit != "date" or f.bound == figure.bound)]
    if not rivals:
        return True
    beside = next(m.group() for m in _PARTS.finditer(said) if m.start() <= figure.start < m.end())
    if _bare(beside) in _bare(quote):
        return True
    for own in (f for f in held if f == figure):
        part = next(m for m in _PARTS.finditer(quote) if m.start() <= own.start < m.end())
        if any(part.start() <= rival.start < part.end() for rival in rivals):
            continue
        begin = max((r.end for r in rivals if r.end <= part.start()), default=0)
        side = next((m.end() for m in _PARTS.finditer(quote) if m.start() < begin <= m.end()), 0) if begin else 0
        words = set(re.findall(r"[\u4e00-\u9fff]{2}", without_figures(beside, read_figures(beside))))
        elsewhere = quote[:side] + quote[part.end() :]
        here = quote[side : part.end()]
        if not any(word in elsewhere and word not in here for word in words):
            return True
    return False


def _blanked(text: str, cited: tuple[Ground, ...]) -> str:
    """``text`` with figures and known names blanked: they are checked by their own rules."""
    blank = without_figures(text, read_figures(text))
    for named in find_names(text, cited):
        if named.units:
            blank = blank[: named.start] + "□" * (named.end - named.start) + blank[named.end :]
    return blank


def _frame(cited: tuple[Ground, ...]) -> str:
    return "\n".join(part for g in cited for part in (g.frame, *g.listed, *g.lead, *g.supporting))


def _bare(text: str) -> str:
    return re.sub(r"[\s“”「」『』\"]", "", text)
