"""Whether a clause decides a question by yes or no (是与否), from the words around the act that is asked about.

要补地价不 is decided by 不再增收土地价款, 能转让吗 by 不得转让, 可以延长吗 by 可延长. A phrase decides only where it names the
act itself, under its own marks (应当, 可以, 不得, 免 …), and stands among the words of the question's subject; an item of a list stands
under the marks of what opens it (不得有下列行为：). A prohibition that holds under a condition only (未经批准不得…), or a question about all
or only some, is left to the reader. 能不能同时享受 is decided by 不得同时 and 只能选择一项 of both things named, 超过12个月还给吗 by a
limit of just that figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.judging.attachment import share
from assistant.understanding.premises import figures_in, same_figure
from assistant.understanding.words_asked import Weights
from corpus.policy import Bound
from index.tokens import fold


class Asks(StrEnum):
    """What a question asks of an act."""

    NEED = "need"  # 要不要, 需要…吗
    MAY = "may"  # 能不能, 可以…吗


@dataclass(frozen=True, slots=True)
class Act:
    """The act a question asks about: ``act`` and ``subject`` are its words, folded; ``negated`` asks whether it is not so (不用…吧),
    ``both`` whether two things may be had at once, ``pays`` whether anything is to be paid."""

    asks: Asks
    act: str
    subject: str
    negated: bool = False
    both: bool = False
    pays: bool = False


_END = r"(?:对不对|对吗|对吧|是吗|是吧)?[吗么吧嘛不没否啊呀呢]*[?？。!！]*$"
_NEED = r"(?P<need>(?:是否|是不是|还)?(?:需不需要|要不要|用不用|须不须|(?=收不收|交不交|缴不缴).不|得不得|需要|必须|无需|无须|不需要|不用|不必|须|需|(?<![不重主需只必想非])要(?!求|件|素|点|领|务|约)|得(?!到|以)))"
_MAY = r"(?P<may>(?:是否|是不是|还)?(?:能不能|可不可以|让不让|许不许|准不准|能否|可否|允不允许|不可以|不能|不得|可以|允许|准许|能够|(?<![不只])能(?!力|源|耗|效|量)|可(?!行|能|靠|持)))"
_AT_ONCE = re.compile(r"(?:同时|两边|两头|两样|双份|重复|一起|兼着?)(?:都|来|去)?")
_NOT_AT_ONCE = re.compile(r"不(?:能|得|可|可以|予|再|允许)?(?:同时|重复|叠加|兼得|兼享|累计|累加)|只能(?:选择|享受|申请|申报|由|按)?(?:其中)?一|就高|从高|择优|取高|择其一|二选一")
_AT_ONCE_TOO = re.compile(r"(?<!不)可(?:以)?(?:同时|叠加|兼得|累计|累加|重复)")
_BOTH_HELD = 0.7  # share of the words of the two things named that the sentence must hold
_PAYS = re.compile(r"(?:另外|额外|再|自己)?(?:[交补缴付掏花出收]|补交|补缴|收取|缴纳|支付)(?:点|些|什么)?(?:钱|费用?|差价)?$")
_PAID = re.compile(r"(?<!免)费(?!率|者)|价款|价差|差价|租金|押金|[金款]额")
_NOT_PAID = r"(?:不得|不准|严禁|禁止)(?:[^，。；]{0,8}(?:收取|加收|收))?"
_OPENS = re.compile(r"(?:(?P<bars>不得|不准|禁止|严禁|不允许)|(?P<requires>应当|必须|应(?!急)|须))[^。；：:]{0,16}(?:下列|以下|如下)[^。；：:]{0,10}[：:]?\s*$")
_ITEM = re.compile(r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}\s*[.．、]|[①-⑳]|[一二三四五六七八九十]{1,3}(?:、|是(?=[\u4e00-\u9fff])))")
_BEYOND = re.compile(r"(?:超过|超出|超|多于|大于|过了?|满了?)$")
_GOES_ON = re.compile(r"还?(?:能不能|可不可以|给不给|有没有|算不算|行不行|补不补|发不发)|还?(?:能|可以|给|补|发|扣|领|算|享受)[^，。；？?]{0,8}(?:吗|么|不|没)[?？]?$")
_ASKS_MORE = re.compile(r"怎|如何|多少|几|什么|哪|谁")
_EXTENDED = re.compile(r"延长|续|但|除外|另有|经[^，。；]{0,10}批准|特殊|原则上|一般")
_ENDS_SO = re.compile(r"(?:可以|允许|行|能行)(?:吗|么|不|吧)|(?:可不可以|行不行|得不得行|允不允许)")
_MODAL = re.compile(rf"{_NEED}|{_MAY}")
_ASKS = re.compile(r"[吗么吧嘛不没][?？。!！]*$|是否|是不是|([\u4e00-\u9fff])不\1|能否|可否")
_NOT = re.compile(r"不(?!不)|无需|无须")
# What a question says of how much or how far, which a clause seldom says in the same words.
_QUANTIFIED = re.compile(r"都|所有|全部|一律|只[能要有需]?|仅|任何|随便|随意|无条件|永久|一直|每个|多少|几|什么|哪|谁|怎|如何|多久|为何|为什么|还是|或者|\d")
_BARS = r"(?:不得|不予|不准|不许|严禁|禁止|不能|不可(?!抗|或缺|逆|分割)以?|不应|不允许)"
_SPARES = r"(?:不再|无需|无须|毋须|不需要?|不必|不用|免于|免予|免除|免收|免征|免缴|免交|免提交|免(?=[\u4e00-\u9fff]{2})|不收取?|不增收|不(?=收|要求|另)|取消)"
_ALLOWS = r"(?:可以|(?<![不认许])可(?!行|能|靠|持|抗|研|视|比|见|操作)|允许|准予|准许|能够|有权|鼓励)"
_REQUIRES = r"(?:应当|必须|应(?!用|急|对|届|聘|税|邀|征)|须|需要?(?!求)|(?<!不)要(?!求|件|素|点))"
# Of support, what is granted may be had, and what is not granted may not.
_BENEFIT = re.compile(r"补贴|补助|奖励|奖金|资助|津贴|扣除|减免|优惠|贷款|贴息|待遇|资金|经费|返还|抵扣")
_WITHHOLDS = r"不享受|不给予|不发放|不纳入|不适用|不再(?:给予|享受|发放)"
_GRANTS = r"给予|予以|享受|发放"
_CONDITIONAL = re.compile(r"未经|未按|未取得|未通过|除[^，。；]{1,20}外|除外|除非|逾期|不符合|未达到|情形|但书|特殊情况|原则上|一般不|确需|必要时")
_ON_CONDITION = re.compile(r"符合|满足|具备|条件|经[^，。；]{1,16}(?:批准|同意|审核|认定|评估)|的，|后(?:可|，)|确需|必要时|特殊|情形|原则上|酌情|视情")
_NO = re.compile(r"不|未|没|无|非")
_EXCEPT = re.compile(r"但|除外|另有")
_EXCEPTED = re.compile(r"[（(]([^（）()]{2,40}?)(?:除外|不在此列)[)）]|(?:不含|不包括|除)([^，。；（）()]{2,30}?)(?:以?外|[，）)])")
_IS_EXCEPTED = 0.6  # share of an exception's words in the question's subject from which on it may be what is excepted
_SENTENCE = re.compile(r"[^。；;\n]+[。；;]?")
_PHRASE = re.compile(r"[^，,：:]+")
_ACT_HELD, _SUBJECT_HELD = 0.75, 0.55
_APART = 0.3  # how much more of the subject a sentence must hold than one that decides the other way
_BEFORE = 14  # characters between the mark and the act


def act_asked(folded: str) -> Act | None:
    """The act that a folded question asks about by yes or no; None where it asks something else, or of all or some.

    >>> asked = act_asked("老厂房加一层要补地价不")
    >>> asked.asks.value, asked.act, asked.subject
    ('need', '补地价', '老厂房加一层')
    >>> act_asked("补贴能转让给别人吗").act, act_asked("补贴多少"), act_asked("所有人都能领吗")
    ('转让给别人', None, None)
    """
    parts = [part for part in re.split(r"[，,。；;？?！!]", folded) if part.strip()]
    at = next((i for i, part in enumerate(parts) if _ASKS.search(part) and not _QUANTIFIED.search(_AT_ONCE.sub("", part))), None)
    if at is None or any(_QUANTIFIED.search(part) or _ASKS.search(part) for part in parts[:at]):
        return None
    asking, subject = parts[at], " ".join(parts[:at])
    at_end = _ENDS_SO.search(asking)
    if at_end is not None and at_end.end() >= len(asking.rstrip("啊呀呢")) - 0 and len(asking[: at_end.start()].strip()) >= 2:
        return Act(Asks.MAY, asking[: at_end.start()], subject)
    at_once = _AT_ONCE.search(asking)
    if at_once is not None:
        asking = f"{asking[: at_once.start()]}{at_once.group().rstrip('都来去')}{asking[at_once.end() :]}"
    found = next((m for m in _MODAL.finditer(asking) if m.end() < len(asking) - 1), None)
    if found is None:
        return None
    act = re.sub(rf"^[再个来]+|{_END}", "", asking[found.end() :]).strip()
    if len(act) < 2:
        return None
    modal = found.group()
    negated = bool(_NOT.search(re.sub(r"([\u4e00-\u9fff])不\1|需不需要|可不可以|允不允许", "", modal.replace("是不是", ""))))
    asks, before = Asks.NEED if found["need"] else Asks.MAY, f"{subject} {asking[: found.start()]}".strip()
    if re.fullmatch(r"[收交缴]不", modal):
        act = modal[0] + act[act.startswith(modal[0]) :]
    return Act(asks, act, before, negated, both=asks is Asks.MAY and at_once is not None, pays=asks is Asks.NEED and _PAYS.fullmatch(act) is not None)


def decided(act: Act, quotes: Sequence[tuple[str, str]], weigh: Callable[[str], Weights]) -> tuple[bool, bool] | None:
    """(the act is needed or allowed, only on conditions), as ``quotes``, each with the headings above it, decide; None where they do not, or
    decide both ways. ``weigh`` gives the words of a stretch of the question."""
    of_act, of_subject = weigh(act.act), weigh(act.subject)
    if act.both:
        return _at_once(of_subject, quotes)
    if not of_act and not act.pays:
        return None
    found: list[tuple[float, float, bool, bool]] = []
    for quote, context in quotes:
        opening: re.Match[str] | None = None
        for sentence in _SENTENCE.findall(fold(quote)):
            opens = _OPENS.search(sentence)
            opening = opens if opens is not None else opening if _ITEM.match(sentence) else None
            if opening is not None and opens is None:  # an item of a list stands under what opens it
                listed = False if opening["bars"] and act.asks is Asks.MAY else True if opening["requires"] and act.asks is Asks.NEED else None
                if listed is not None and not act.pays and share(of_act, sentence) >= _ACT_HELD and not _NO.search(sentence) and not _NO.search(act.subject):
                    row = f"{opening.string}{sentence}"
                    found.append((share(of_subject, row), share(of_subject, f"{fold(context)}\n{row}"), listed, _EXCEPT.search(sentence) is not None))
                    continue
            naming = [m.span() for m in _PHRASE.finditer(sentence) if (_PAID.search(m.group()) if act.pays else share(of_act, m.group()) >= _ACT_HELD)]
            if not naming and not act.pays and share(of_act, sentence) >= _ACT_HELD:  # 不得以更正信息为由，向企业额外收取费用: over a comma
                naming = [(0, len(sentence))]
            last = 0
            for start, end in naming:
                says = _says(act, sentence[start:end], of_act)
                row, last = sentence[last:end], end  # what this phrase says it of: the words since the one before that names the act
                excepted = [weigh("".join(found)) for found in _EXCEPTED.findall(sentence)] if says else []
                if says is None or any(share(words, act.subject) >= _IS_EXCEPTED for words in excepted if words) or (_NO.search(act.subject) and not _NO.search(row)) or (not says and _CONDITIONAL.search(row)):
                    continue
                found.append((share(of_subject, row), share(of_subject, f"{fold(context)}\n{row}"), says, (_ON_CONDITION.search(sentence) if says else _EXCEPT.search(sentence[end:])) is not None))
    in_row, held, holds, conditional = max(found, default=(0.0, 0.0, False, False))
    against = max((other for other, _, says, _ in found if says is not holds), default=-1.0)
    return None if held < _SUBJECT_HELD or in_row - against < _APART else (holds, conditional)


def _at_once(of_both: Weights, quotes: Sequence[tuple[str, str]]) -> tuple[bool, bool] | None:
    """Whether two things may be had at once, by a sentence that holds the words of both; None where none decides it."""
    held = [sentence for quote, _ in quotes for sentence in _SENTENCE.findall(fold(quote)) if of_both and share(of_both, sentence) >= _BOTH_HELD]
    no, yes = (any(says.search(sentence) for sentence in held) for says in (_NOT_AT_ONCE, _AT_ONCE_TOO))
    return None if no is yes else (yes, False)


def beyond_limit(folded: str, quotes: Sequence[tuple[str, str]], weigh: Callable[[str], Weights]) -> bool:
    """True if a question asks whether something goes on beyond a figure (超过12个月还给补贴吗) that a quote gives as the limit of it."""
    for part in re.split(r"[。；;？?！!]", folded):
        for figure in figures_in(part):
            number = re.search(r"[\d零〇一二两三四五六七八九十百千万亿半]", part[figure.span.start : figure.span.end])
            before = part[: figure.span.start + (number.start() if number else 0)]
            after = part[figure.span.end :]
            if not _BEYOND.search(before) or not _GOES_ON.search(after) or _ASKS_MORE.search(after) or figure.upper is not None:
                continue
            of_it = weigh(f"{_BEYOND.sub(' ', before)} {_GOES_ON.sub(' ', after)}")
            for quote, context in quotes:
                for sentence in _SENTENCE.findall(fold(quote)):
                    limit = any(same_figure(given, figure) and given.unit == figure.unit and given.bound is Bound.AT_MOST for given in figures_in(sentence))
                    if limit and of_it and not _EXTENDED.search(sentence) and share(of_it, f"{fold(context)}\n{sentence}") >= _SUBJECT_HELD:
                        return True
    return False


def _says(act: Act, phrase: str, of_act: Weights) -> bool | None:
    """What the mark nearest before the act says of it; None where there is none."""
    paid = _PAID.search(phrase) if act.pays else None
    places = [paid.start()] if paid else [phrase.find(word) for words, _ in of_act for word in words if len(word) > 1 and word in phrase]
    if not places:
        return None
    at = min(places)
    benefit = act.asks is Asks.MAY and _BENEFIT.search(act.act) is not None
    no = rf"{_SPARES}{f'|{_NOT_PAID}' if act.pays else ''}" if act.asks is Asks.NEED else rf"{_BARS}|{_WITHHOLDS}" if benefit else _BARS
    yes = _REQUIRES if act.asks is Asks.NEED else rf"{_ALLOWS}|{_GRANTS}" if benefit else _ALLOWS
    before = phrase[max(0, at - _BEFORE) : at + 2]
    if (act.asks is Asks.NEED and re.match(_SPARES, phrase[at:])) or (benefit and phrase[:at].endswith("不")):
        return False
    marks: list[tuple[int, int, bool | None]] = []
    for pattern, meaning in ((no, False), (yes, True), (rf"{_BARS}|{_SPARES}|不|未|无(?!偿)", None)):
        marks += [(found.end(), found.start(), meaning) for found in re.finditer(pattern, before)]
    if not marks:
        return None
    # Of marks that overlap (不可以, 可以) the longer one counts.
    return max(marks, key=lambda mark: (mark[0], -mark[1], mark[2] is not None))[2]


def in_words(act: Act, *, holds: bool, conditional: bool) -> str:
    """The verdict after the question's own verb.

    >>> in_words(Act(Asks.NEED, "补地价", ""), holds=False, conditional=False)
    '不需要。'
    """
    yes, no = ("需要", "不需要") if act.asks is Asks.NEED else ("可以", "不可以")
    return f"{yes if holds else no}{'，以原文所列条件为准' if conditional else ''}。"
