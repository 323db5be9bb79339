"""The words of a sentence against the words of its quote: nothing added, nothing turned round.

Every content word must stand in the quote, in an order the quote has it in; what negates, permits, obliges,
encourages or limits must be there in both or in neither. A comma part of the sentence is held against the
comma parts of the quote that its words come from. Synonyms are refused with inventions: no program here can
tell them apart, and the quote stands below in any case.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.commitment import commitment_of
from corpus.policy import Commitment
from corpus.words import tokenizer

# Words that say where something stands or join two parts; none of them grants, limits or denies.
_NEUTRAL = frozenset(
    "根据 依据 按照 依照 该 本 文件 政策 条款 规定 明确 提出 写明 指出 载明 其中 同时 此外 另外 以及 并且 而且 对于 关于 包括 包含 "
    "即 为 是 有 由 责任单位 责任 单位 部门 牵头 配合 牵头单位 配合单位 负责 内容 如下 方面 相关内容 具体内容 第 条 项 款 部分".split()
)  # fmt: skip
_JOINING = frozenset("的了在和与及对将由为是把被从到向于其该此这即并且也就而以之地得等给按据用所者还又中上内里个，")
# What changes the sense of a part: each kind must stand as often in both. 适应 and 可能 count as well: they are
# in both texts or the part was not kept.
_SENSE = {
    "应当": re.compile(r"应|必须|务必|须|需|有义务"),
    "可以": re.compile(r"可|允许|准予|有权|能够|能(?=[申享获不])"),
    "鼓励": re.compile(r"鼓励|引导|提倡|倡导|支持"),
    "探索": re.compile(r"探索|研究|试点|试行|先行先试|力争|争取|拟|计划|适时|择机"),
    "优先": re.compile(r"优先|择优|倾斜"),
    "限定": re.compile(r"仅|只(?!要)|限于|专门|专项"),
    "条件": re.compile(r"原则上|逐步|适当|酌情|视情|部分|有条件|条件成熟|一般"),
    "例外": re.compile(r"除|例外|但"),
    "界限": re.compile(r"以上|以下|以内|之内|以外|最高|最低|最多|最少|至多|至少|不?超过|不?低于|不?少于|不?高于"),
}
_NEGATION = re.compile(r"[不未无非免禁勿没莫否]|取消|停止|暂停|废止|拒绝|缓")
_PARTS = re.compile(r"[^，,；;。！？：:\n]+")
_SENTENCE = re.compile(r"[^；;。！？\n]+[；;。！？]?")


@dataclass(frozen=True, slots=True)
class _Part:
    """A comma part of the evidence and the sentence it belongs to, figures blanked."""

    text: str
    whole: str


def word_problems(sentence: str, quotes: tuple[str, ...], frame: str) -> list[str]:
    """What the words of ``sentence`` add or turn round; empty if nothing.

    ``quotes`` are the cited quotes, all texts with figures and known names blanked (□); ``frame`` is what the
    quotes may be called by (title, label, names), whose words are allowed and carry no sense of their own.
    """
    parts = [
        _Part(part.group(), whole.group())
        for quote in quotes for whole in _SENTENCE.finditer(quote) for part in _PARTS.finditer(whole.group())
    ]
    everything = "\n".join((*quotes, frame)).lower()
    strange = [word for word in _words(sentence) if not _known(word, everything)]
    wrong = [f"所引原文没有的字词：{'、'.join(dict.fromkeys(strange))}"] if strange else []
    rested_on: list[_Part] = []
    for match in _PARTS.finditer(sentence):
        said = [word for word in _words(match.group()) if len(word) > 1 and word not in _NEUTRAL]
        support = _support(match.group(), said, parts)
        wrong += _turned(match.group(), said, support, frame)
        rested_on += support
    # Over the sentence, not its parts: what governs a promise (鼓励…，给予…) may stand in the part before.
    if rested_on and _firmness(sentence) < min(_firmness(part.whole) for part in rested_on):
        wrong.append("承诺强度高于原文")
    return list(dict.fromkeys(wrong))


def _turned(said: str, words: list[str], support: list[_Part], frame: str) -> list[str]:
    """What a comma part turns round of the parts of the quote that it rests on."""
    if not support and any(word not in _NEUTRAL and word not in _JOINING and word not in frame for word in _words(said)):
        return ["与原文对不上"]
    held = "，".join(part.text for part in support)
    wrong = []
    if _senses(said) != _senses(held):
        wrong.append("否定、应当、可以、鼓励等说法与原文不一致")
    if any(not _in_order(words, part.text) for part in support):
        wrong.append("词序与原文相反")
    return wrong


def _support(said: str, words: list[str], parts: list[_Part]) -> list[_Part]:
    """The fewest parts of the evidence that a comma part comes from, in the evidence's order."""
    bare = _bare(said)
    within = next((part for part in parts if bare and bare in _bare(part.text)), None)
    if within is not None:
        return [within]
    left, chosen = set(words), []
    while left:
        best = max(parts, key=lambda part: (sum(len(word) for word in left if word in part.text), _shared(said, part.text)), default=None)
        if best is None or not any(word in best.text for word in left):
            break
        chosen.append(best)
        left = {word for word in left if word not in best.text}
    return [part for part in parts if any(part is taken for taken in chosen)]


def _shared(a: str, b: str) -> int:
    return len(set(a) & set(b))


def _bare(text: str) -> str:
    return re.sub(r"□+", "□", re.sub(r"[\s“”「」『』\"]", "", text))


def _known(word: str, everything: str) -> bool:
    if word.lower() in everything or word in _NEUTRAL:
        return True
    return len(word) == 1 and word in _JOINING


def _words(text: str) -> Iterator[str]:
    for word in tokenizer().cut(text, HMM=False):
        word = word.strip("□ \t\u3000")
        if re.search(r"[\w]", word):
            yield word


def _senses(text: str) -> Counter[str]:
    """How often each kind of word that changes the sense stands in ``text``; negations by the word they stand in."""
    found = Counter(name for name, pattern in _SENSE.items() for _ in pattern.findall(text))
    return found + Counter(word for word in _words(text) for _ in _NEGATION.findall(word))


_ORDER = list(Commitment)


def _firmness(text: str) -> int:
    """Place in the order of commitments, the firmest 0; what promises nothing comes last."""
    commitment = commitment_of(text.replace("□", "5"))
    return len(_ORDER) if commitment is None else _ORDER.index(commitment)


def _in_order(words: list[str], part: str) -> bool:
    """Whether the words that stand in ``part`` can be read in it from left to right."""
    at = 0
    for word in words:
        if word not in part:
            continue
        found = part.find(word, at)
        if found < 0:
            return False
        at = found + len(word)
    return True
