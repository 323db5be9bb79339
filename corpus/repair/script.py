"""Traditional characters in a mainland document (繁体转回简体), and Taiwan's words with them.

Cause: a republishing site converted the text, whole, in paragraphs or character by character, with
OpenCC or with a table that knows one Traditional form for each Simplified one; or single characters
(後, 馀) slipped in.
Evidence: a character that the mainland's standard does not have is Traditional and has one Simplified
form: where the document is plainly mainland the characters prove the repair. A character that both scripts
have (著, 乾, 於, 覆, 像 …) is decided by its word or by the language model, with the margin in nats. A word
of Taiwan is turned back only inside converted text, where the model prefers the mainland's word and
the rest of the text shows a converter that changes words.
Left alone: documents and blocks that are genuinely Traditional (``script_region`` weighs the signs); a
title or quotation wholly in Traditional between marks whose surroundings are clean, because damage does not
know where a title begins and ends; names (乾隆, 濛阳, 堃, 昇); Japanese; a Traditional character that stands alone and
does not fit its place in Simplified form either (地面場陷: somebody misread 塌).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import not_, or_

from corpus.repair import language
from corpus.repair.records import Certainty, Edit
from corpus.repair.script_parts import (
    EVIDENCE,
    EVIDENCE_RUN,
    IN_NAMES,
    SHARED,
    SIMPLE,
    Part,
    by_right,
    sentences,
)
from corpus.repair.script_region import mainland_signs
from corpus.repair.script_tables import TAIWAN_WORDS
from corpus.repair.simplified import CHANGEABLE, to_simplified

# In a text that is Simplified otherwise, these places show that 乾, 著, 瞭, 藉, 於 were converted. (Each begins
# with its character, which makes the search quick.)
_PROVEN = re.compile(
    "乾(?=[部燥净旱预扰涉劲线活货洗粮果杯脆警])|著(?=[力眼重手落陆])|著(?<=[随沿接朝伴意味]著)(?![作名])|瞭(?=[解若如然])|瞭(?<=明瞭)"
    "|藉(?=[口此以机故助由])|麽(?=[，。？样])|於(?<![、，。：；（(\\s]於)(?![一-鿿]{0,2}[、，）)])"
    "|昇(?=[级級值降挂掛旗格学學温溫空压壓幅至])|昇(?<=[提上晋晉回攀抬]昇)"
)
# A mainland character that some converter puts for another: 象 → 像, 坐 → 座, 复 → 覆 …
_ODD = {
    "像": "象", "座": "坐", "俱": "具", "哩": "里", "覆": "复", "彷": "仿", "待": "呆", "沈": "沉",
}  # fmt: skip
_SHARED_PLACES = re.compile(f"[{SHARED}覆彷沈俱坏哩甚]")  # the last seven: only in a word that OpenCC knows
_ODD_PLACES = re.compile("[" + "".join(_ODD) + "]")
_ODD_WORDS = re.compile("[颠倾压蔽]覆|覆[盖没灭辙]")  # words that the language model hardly saw
# Characters of names that some converter puts for a common one: only where the model is very sure (列寧, 江蘇).
_ODD_NAMES = {"甦": "苏", "甯": "宁", "澂": "澄"}
_ODD_NAMES_PLACES = re.compile("[" + "".join(_ODD_NAMES) + "]")
# Traditional characters with two Simplified ones: the table's, and these.
_OTHERWISE = {
    "鍊": "链", "鏇": "镟", "讎": "仇", "鉅": "钜", "鯰": "鲇", "顎": "腭", "餘": "馀", "賙": "周", "噁": "恶", "篠": "筱", "鹼": "硷",
}  # fmt: skip
_OTHERWISE_PLACES = re.compile("[" + "".join(_OTHERWISE) + "]")


# --- the language model on one place ----------------------------------------------------------------------


def _fits(text: str, at: int, character: str) -> float:
    """Nats by which ``character`` and what follows are likelier at ``at`` of ``text`` than anywhere."""
    return _likelier(text[max(0, at - 2) : at], character, text[at + 1 : at + 3])


def _prefers(text: str, start: int, end: int, old: str, new: str) -> float:
    """Nats by which ``new`` is likelier than ``old`` in the place of ``text[start:end]``."""
    left, right = text[max(0, start - 2) : start], text[end : end + 2]
    return _behind(left, new + right) - _behind(left, old + right)


@lru_cache(maxsize=1 << 14)
def _likelier(left: str, character: str, right: str) -> float:
    alone = language.added(language.fold(character), 0) + language.added(language.fold(right), 0)
    return _behind(left, character + right) - alone


@lru_cache(maxsize=1 << 14)
def _behind(left: str, rest: str) -> float:
    return language.added(language.fold(left + rest), len(left))


# --- edits -----------------------------------------------------------------------------------------------

_FEW, _MANY = 3, 20  # this many stray characters make a document a damaged one; this many beyond doubt
_SAMPLED = 60  # strays looked at to judge whether strays fit
_FITS = -6.0  # nats: a stray with less does not belong where it stands in Simplified form either
_TIE = 1.5  # nats: two words as near as this are both possible, and the better one is only proposed
_ONE_FORM = "繁体字只有一个简体形式"
_LOOKS_CONVERTED = "繁体字只有一个简体形式；全文像是大陆文件转换而成"
_STRAY = "简体文件中的零星繁体字"
_BY_WORD = "按所在的词，此处应为简体字"
_BY_LANGUAGE = "两种写法简体都有，语言模型选定"
_EITHER = "台湾与大陆用词在此处都通，无法断定原文用的是哪一个"
_TAIWAN = "转换时换成的台湾用词，语言模型选定"


@dataclass(slots=True)
class _Piece:
    """What one stretch of the text becomes, and why."""

    start: int
    end: int
    after: str
    certainty: Certainty
    note: str
    margin: float | None = None
    other: tuple[str, ...] = ()


def simplify_mainland(text: str) -> list[Edit]:
    """Turn what was converted of a mainland document back into Simplified characters and mainland words.

    >>> [(e.start, e.after) for e in simplify_mainland("市政府審定後報送國務院。")]
    [(3, '审'), (5, '后报'), (8, '国务')]
    """
    return _edits(text, everything=False)


def simplify_everything(text: str) -> list[Edit]:
    """Turn all Traditional characters into Simplified ones, also those of a genuine Traditional document."""
    return _edits(text, everything=True)


def _edits(text: str, *, everything: bool) -> list[Edit]:
    if not (EVIDENCE.search(text) or _PROVEN.search(text) or (everything and CHANGEABLE.search(text))):
        return []
    document = _Document(text, everything)
    words = [] if everything else list(_words(document))
    pieces = sorted([*_without(words, document.runs()), *words], key=lambda piece: piece.start)
    return [_edit(run) for run in _touching(pieces)]


class _Document:
    """A text with its Simplified reading, its parts, and what of it may be changed."""

    def __init__(self, text: str, everything: bool) -> None:
        self.text = text
        self.simple = to_simplified(text)
        self.everything = everything
        self.parts = sentences(text)
        traditional = sum(part.traditional for part in self.parts)
        simplified = sum(part.simplified for part in self.parts)
        mostly = traditional > simplified
        self.open = bytearray(b"\x01") * len(text)  # 0 where the text is Traditional by right
        if not everything:
            for start, end in by_right(text, self.simple, self.parts):
                self.open[start:end] = bytes(end - start)
        # Sentences in which Traditional is the rule, not the slip.
        self.converted: list[Part] = []
        inside = mostly
        for part in self.parts:
            if part.traditional or part.simplified:
                inside = part.converted and (mostly or part.traditional >= 4)
            if inside and self.open[part.start]:
                self.converted.append(part)
        self.solid = bytearray(len(text))
        for part in self.converted:
            self.solid[part.start : part.end] = b"\x01" * (part.end - part.start)
        self.damage = sum(1 for match in EVIDENCE.finditer(text) if self.open[match.start()]) if not mostly else traditional
        # A document of our own: the characters prove the rest. Else it only looks like one.
        self.plain = not mostly or everything or mainland_signs(text, self.simple) >= 4.0

    def runs(self) -> list[_Piece]:
        """Every change of a character, unbroken runs of the same kind of evidence together, sorted."""
        singles = sorted((*self._shared(), *self._odd(), *self._otherwise()), key=lambda piece: piece.start)
        taken = {piece.start for piece in singles}
        found = singles
        certainty = Certainty.CERTAIN if self.plain else Certainty.LIKELY
        note = _ONE_FORM if self.plain else _LOOKS_CONVERTED
        accept = self._strays()
        text, simple = self.text, self.simple
        # Places that the quick way over whole runs must not take.
        slow = bytearray(len(text))
        for at in taken:
            slow[at] = 1
        for match in EVIDENCE.finditer(simple):
            slow[match.start()] = 1
        if 0 in self.open:
            slow = bytearray(map(or_, slow, map(not_, self.open)))
        if accept is not None:
            slow = bytearray(map(or_, slow, map(not_, self.solid)))
        for run in EVIDENCE_RUN.finditer(text):
            start, end = run.span()
            if slow.find(1, start, end) < 0:
                found.append(_Piece(start, end, simple[start:end], certainty, note))
                continue
            for at in range(start, end):
                if not self.open[at] or at in taken or text[at] == simple[at]:
                    continue
                if accept is None or self.solid[at]:
                    found.append(_Piece(at, at + 1, simple[at], certainty, note))
                elif (margin := accept(at)) is not None:
                    found.append(_Piece(at, at + 1, simple[at], Certainty.LIKELY, _STRAY, margin))
        found.sort(key=lambda piece: piece.start)
        return found

    def _strays(self) -> Callable[[int], float | None] | None:
        """What a stray character needs to be changed: None for nothing, else its margin, None for no."""
        if self.everything or self.damage >= _MANY:
            return None
        strays = [m.start() for m in EVIDENCE.finditer(self.text) if self.open[m.start()] and not self.solid[m.start()]]
        if self.damage >= _FEW and strays:
            step = max(1, len(strays) // _SAMPLED)
            sampled = strays[::step]
            fitting = sum(1 for at in sampled if self._fits(at) > _FITS)
            if fitting >= 0.8 * len(sampled):
                return None

        def margin(at: int) -> float | None:
            found = self._fits(at)
            return found if found > _FITS else None

        return margin

    def _fits(self, at: int) -> float:
        return _fits(self.simple, at, self.simple[at])

    def _shared(self) -> Iterator[_Piece]:
        """Characters of both scripts whose word says that they were converted."""
        text, simple = self.text, self.simple
        proven = {match.start() for match in _PROVEN.finditer(text)}
        for match in _SHARED_PLACES.finditer(text):
            at = match.start()
            if not self.open[at] or text[at] == simple[at]:
                continue
            named = text[at] in IN_NAMES
            if self.everything or (self.solid[at] and (not named or at in proven)):
                yield _Piece(at, at + 1, simple[at], Certainty.LIKELY, _BY_WORD)
                continue
            margin = self._fits(at)
            if self.solid[at]:
                needed = 1.0  # only names come here
            elif at in proven:
                needed = -3.0
            elif self.damage >= _FEW:
                needed = 3.0 if named or text[at] == "著" else -2.0
            else:
                needed = 6.0 if self.damage and not named and text[at] != "著" else 99.0
            if margin > needed:
                yield _Piece(at, at + 1, simple[at], Certainty.LIKELY, _BY_WORD, margin)

    def _odd(self) -> Iterator[_Piece]:
        """Mainland characters put for other mainland characters (對像, 座標, 恢覆)."""
        if self.everything or self.damage < _FEW:
            return
        text, simple = self.text, self.simple
        words = {at for match in _ODD_WORDS.finditer(simple) for at in range(*match.span())}
        found: dict[tuple[str, bool], list[tuple[int, float]]] = {}
        for match in _ODD_PLACES.finditer(simple):
            at = match.start()
            if self.open[at] and simple[at] == text[at] and at not in words:
                margin = _prefers(simple, at, at + 1, text[at], _ODD[text[at]])
                found.setdefault((text[at], bool(self.solid[at])), []).append((at, margin))
        for (character, solid), places in found.items():
            # A table puts one character for another everywhere: what is clear at two places and nowhere
            # contradicted holds for the rest.
            clear = sum(1 for _, margin in places if margin > 4.0)
            against = sum(1 for _, margin in places if margin < -3.0)
            needed = (-1.5 if clear > 1 and not against else 2.0) if solid else 3.5
            for at, margin in places:
                if margin > needed:
                    yield _Piece(at, at + 1, _ODD[character], Certainty.LIKELY, _BY_LANGUAGE, margin)
        for match in _ODD_NAMES_PLACES.finditer(simple):
            at, other = match.start(), _ODD_NAMES[match.group()]
            if self.solid[at] and simple[at] == text[at] and (margin := _fits(simple, at, other)) > 3.0:
                yield _Piece(at, at + 1, other, Certainty.LIKELY, _BY_LANGUAGE, margin)

    def _otherwise(self) -> Iterator[_Piece]:
        """Traditional characters with two Simplified forms, where OpenCC took the wrong one."""
        if self.everything:
            return
        text, simple = self.text, self.simple
        for match in _OTHERWISE_PLACES.finditer(text):
            at = match.start()
            other = _OTHERWISE[text[at]]
            if not self.open[at] or simple[at] in (text[at], other):
                continue
            margin = _prefers(simple, at, at + 1, simple[at], other)
            if margin > 0.5:
                yield _Piece(at, at + 1, other, Certainty.LIKELY, _BY_LANGUAGE, margin)


# --- words -----------------------------------------------------------------------------------------------


def _by_first(words: Iterable[str]) -> tuple[dict[str, list[str]], re.Pattern[str]]:
    """``words`` by their first character, the longest first, and a pattern of those characters."""
    found: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        found.setdefault(word[0], []).append(word)
    return found, re.compile(f"[{''.join(found)}]")


# Words that mainland texts do not use at all (none in the statutes, none in jieba's dictionary of counts).
_NEVER_HERE = frozenset(
    "网际网路 网路 软体 硬体 伺服器 程式 程式码 智慧财产权 人工智慧 行动通讯 行动电话 演算法 作业系统 印表机 滑鼠 硬碟 磁碟 记忆体 "
    "讯号 萤幕 列印 光碟 奈米 雷射 积体电路 数位 计程车 脚踏车 部落格 介面 入口网站 登入 触控 视讯 爱滋病 寮国 汶莱 视讯会议 资讯安全 资讯科技 "
    "位元 位元组 字元 韧体 晶片 离胺酸 胺基酸 行动网路 乙太网路 乙太网 使用者名称".split()
)
# Words of Taiwan that are everyday words here too: it takes more to doubt them.
_COMMON_HERE = frozenset("资料 档案 装置 执行 设定 使用者 储存 通讯 宣告 联络 查询 影像 效能 整合 互动 支援 核心 指标".split())
# And words that OpenCC's tables do not change: only a person, or another table, would have.
_SELDOM_CHANGED = frozenset("品质 透过 身分 行销 讯息 线上 资安".split())
_FIRST, _WORD_STARTS = _by_first(TAIWAN_WORDS)
_NEVER_FIRST, _NEVER_STARTS = _by_first(_NEVER_HERE)
_NEVER_PLACES = re.compile("|".join(sorted(_NEVER_HERE, key=len, reverse=True)))
# What a converter that changes words would not have left standing.
_MAINLAND_WORDS = re.compile(
    "信息|项目|设备|网络|设置|审核|知识产权|互联网|用户|通信|优化|视频|软件|服务器|支持|保存|添加|存储"
)


def _words(document: _Document) -> Iterator[_Piece]:
    """Words of Taiwan inside converted sentences that the converter put for the mainland's."""
    simple = document.simple
    left = sum(len(_MAINLAND_WORDS.findall(simple, part.start, part.end)) for part in document.converted)
    foreign = sum(len(_NEVER_PLACES.findall(simple, part.start, part.end)) for part in document.converted)
    if left >= 3 and left > 8 * foreign:  # that converter changed no words
        found = [piece for piece in _candidates(document, _NEVER_FIRST, _NEVER_STARTS) if foreign]
        yield from (piece for piece in found if (piece.margin or 0.0) > 3.0)
        return
    found = list(_candidates(document, _FIRST, _WORD_STARTS))
    speaking = sum(1 for piece in found if (piece.margin or 0.0) > 2.0)
    changes_words = speaking > 4 * left
    for piece in found:
        margin, word = piece.margin or 0.0, simple[piece.start : piece.end]
        if not changes_words:
            if margin > 1.0 and word in _NEVER_HERE:
                yield piece
            continue
        tie = _TIE * (2.0 if word in _COMMON_HERE else 1.0) * (2.0 if word in _SELDOM_CHANGED else 1.0)
        if margin > (tie if speaking > 2 else 7.0):
            yield piece
        elif abs(margin) <= tie and speaking > 2 and word not in _SELDOM_CHANGED:
            better, other = (piece.after, word) if margin > 0 else (word, piece.after)
            if better != document.text[piece.start : piece.end]:
                yield replace(piece, after=better, certainty=Certainty.UNCERTAIN, note=_EITHER, other=(other,))


def _candidates(
    document: _Document, words: Mapping[str, Sequence[str]], starts: re.Pattern[str]
) -> Iterator[_Piece]:
    text, simple = document.text, document.simple
    for part in document.converted:
        done = part.start
        for match in starts.finditer(simple, part.start, part.end):
            at = match.start()
            if at < done:
                continue
            word = next((word for word in words[match.group()] if simple.startswith(word, at)), "")
            end = at + len(word)
            if not word or document.open.find(0, at, end) >= 0 or SIMPLE.search(text, at, end):
                continue
            margin, best = max((_prefers(simple, at, end, word, other), other) for other in TAIWAN_WORDS[word])
            yield _Piece(at, end, best, Certainty.LIKELY, _TAIWAN, margin)
            done = end


def _without(words: Sequence[_Piece], runs: Sequence[_Piece]) -> Iterator[_Piece]:
    """``runs`` without what lies inside ``words``; both sorted."""
    following = 0
    for run in runs:
        start = run.start
        while following < len(words) and words[following].end <= start:
            following += 1
        k = following
        while k < len(words) and words[k].start < run.end:
            if words[k].start > start:
                yield _cut(run, start, words[k].start)
            start = max(start, words[k].end)
            k += 1
        if start < run.end:
            yield run if start == run.start and run.end - start == len(run.after) else _cut(run, start, run.end)


def _cut(run: _Piece, start: int, end: int) -> _Piece:
    return _Piece(start, end, run.after[start - run.start : end - run.start], run.certainty, run.note, run.margin)


def _touching(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces without a gap between them; a proposal stands by itself, so that it alone is marked."""
    group: list[_Piece] = []
    for piece in pieces:
        if group and (
            piece.start != group[-1].end or Certainty.UNCERTAIN in (piece.certainty, group[-1].certainty)
        ):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _edit(pieces: Sequence[_Piece]) -> Edit:
    """One replacement from pieces that touch: as sure as the least sure of them."""
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1 and last.end - first.start == len(first.after):
        return Edit(first.start, first.end, first.after, first.certainty, first.note, first.other, margin=first.margin)
    margins = [piece.margin for piece in pieces if piece.margin is not None]
    likely = any(piece.certainty is not Certainty.CERTAIN for piece in pieces)
    certainty = pieces[0].certainty if len(pieces) == 1 else Certainty.LIKELY if likely else Certainty.CERTAIN
    notes = "；".join(dict.fromkeys(piece.note for piece in pieces))
    alignment: list[tuple[int, int]] = []
    for piece in pieces:
        low, length = piece.start - first.start, piece.end - piece.start
        if length == len(piece.after):
            alignment += [(low + i, low + i + 1) for i in range(length)]
        else:
            alignment += [(low, low + length)] * len(piece.after)
    after = "".join(piece.after for piece in pieces)
    even = all(high - low == 1 for low, high in alignment) and len(after) == last.end - first.start
    return Edit(
        first.start, last.end, after, certainty, notes, first.other, () if even else tuple(alignment), min(margins, default=None)
    )
