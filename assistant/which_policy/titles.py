"""Titles of policies (政策名称): whole, shortened, or quoted with other marks."""

from __future__ import annotations

import re

from assistant.which_policy.editions import titles_differ
from index.tokens import fold

# Share of the shorter title's character pairs that the other must hold: 三个做优做强若干政策措施 is meant for
# 关于加快推进“三个做优做强”重点片区建设的若干政策措施, 个人所得税法 is not.
_ALIKE = 0.7
# 某某市人民政府办公厅关于印发 … 的通知: the frame that an issuer puts round a document's own title.
_FRAME = re.compile(
    r"^.{0,80}?(?:关于)?(?:印发|转发|批转|公布|发布|重新发布|重新印发|推广|下达|实施)(?=.{4,})|的?(?:通知|公告|函|通告|批复)$"
)


def same_policy(named: str, title: str) -> bool:
    """True if ``named`` (whole or shortened) means the policy called ``title``: not if both name a year or a batch, and another one.

    >>> same_policy("“三个做优做强”若干政策措施", "关于加快推进“三个做优做强”重点片区建设的若干政策措施")
    True
    >>> same_policy("关于2020年部分节假日安排的通知", "关于2019年部分节假日安排的通知")
    False
    >>> same_policy("个人所得税法", "关于加快推进“三个做优做强”重点片区建设的若干政策措施")
    False
    """
    return not titles_differ(fold(named), fold(title)) and sounds_like(named, title)


def sounds_like(named: str, title: str) -> bool:
    """As `same_policy`, but another year's or batch's document counts."""
    short, long = sorted((bare_title(named), bare_title(title)), key=len)
    if not short:
        return False
    if short in long:
        return len(short) >= 4
    pairs = {short[i : i + 2] for i in range(len(short) - 1)}
    held = {long[i : i + 2] for i in range(len(long) - 1)}
    return len(pairs) >= 3 and len(pairs & held) >= _ALIKE * len(pairs)


def bare_title(title: str) -> str:
    """Only what can be heard of a title: Chinese characters, letters and figures, folded."""
    return re.sub(r"[^\u3400-\u9fffa-z0-9]", "", fold(title))


def core_title(title: str) -> str:
    """The document's own title, bare, without the frame of the notice that carries it.

    >>> core_title("广州市人民政府办公厅关于印发广州市临时救助实施细则的通知")
    '广州市临时救助实施细则'
    """
    bare = bare_title(title)
    core = _FRAME.sub("", bare)
    return core if len(core) >= 4 else bare


def in_order(characters: str, text: str) -> bool:
    """True if the characters stand in ``text`` in their order.

    >>> in_order("积分入户办法", "广州市积分制入户管理办法")
    True
    """
    rest = iter(text)
    return all(character in rest for character in characters)


def plain_number(folded: str) -> str:
    """A folded text with one kind of bracket round the years of its numbers, and no blanks.

    >>> plain_number("穗府办规[2023] 1号还有效吗")
    '穗府办规〔2023〕1号还有效吗'
    """
    return re.sub(r"[\])）】〕]", "〕", re.sub(r"[\[(（【〔]", "〔", re.sub(r"\s", "", folded)))
