"""Damage that cannot be undone (无法修复): recognised and named, never guessed at.

- ``unmapped``: a PDF without a Unicode map, or a replaced encoding: glyph numbers, private use, U+FFFD and
  锟斤拷 where words were. Nothing in the file says which; the original must be scanned or asked for.
- ``masked``: asterisks in place of characters.
- ``spun``: synonyms put in by a rewriting program (卖力 for 负责). Each word is Chinese, and together they
  are no official prose. A place counts only where the model finds the usual word far likelier there, and a
  text is named only when several places agree: one odd word is anybody's style.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.repair import language
from corpus.repair.records import Irreparable

_UNMAPPED = re.compile(r"(?:[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]|\(cid:\d+\)|锟斤拷|烫烫烫)+")
_UNMAPPED_LONG = 3  # characters of a run from which no single slip explains it
_MASKED = re.compile(r"(?<=[\u4e00-\u9fff，。、；：])[*＊]+(?=[\u4e00-\u9fff，。、；：])")
_MARKDOWN = re.compile(r"\*\*[^*\n]+\*\*|(?<!\*)\*[^*\n]+\*(?!\*)")
_MOST_PLACES = 200

# What rewriting programs put for the words of official prose. Each pair: the replacement, the usual word.
_SPUN = dict(
    pair.split("=")
    for pair in (
        "卖力=负责 成长=发展 扶植=建设 立异=创新 办事=服务 手艺=技术 财产=产业 轨制=制度 前提=条件 经由过程=通过 晋升=提升 "
        "增进=促进 周全=全面 介入=参与 公道=合理 有用=有效 环绕=围绕 鼎力=大力 踊跃=积极 慢慢=逐步 请求=要求 尺度=标准 划定=规定 "
        "相干=相关 首要=主要 情况=环境 动员=带动 计谋=战略 打算=计划 事情=工作 治理=管理 构造=组织 单元=单位 供给=提供 "
        "美满=完善 完美=完善 强化=加强 展开=开展 创立=建立 掩护=保护 操纵=利用 根本=基础 品质=质量 "
        "体系体例=体制 本能机能=职能 职员=人员 资本=资源 项目标=项目的 嘉奖=奖励 补助=补贴 撑持=支持 赞成=同意 "
        "实行=实施 履行=执行 遵照=按照 依照=按照 凭据=根据 症结=关键 触及=涉及 羁系=监管"
    ).split()
)
_SPUN_GAIN = 5.0  # nats by which the usual word must read better in its place
_SPUN_FEWEST = 3  # different words that must agree


def find_irreparable(text: str) -> tuple[Irreparable, ...]:
    """What stands in the (repaired) text and cannot be helped, in the order of the text.

    >>> [i.kind for i in find_irreparable("由市**局牵头")]
    ['masked']
    """
    return tuple(sorted((*_unmapped(text), *_masked(text), *_spun(text)), key=lambda found: (found.start, found.kind)))


def _unmapped(text: str) -> list[Irreparable]:
    found = [m for m in _UNMAPPED.finditer(text) if len(m.group()) >= _UNMAPPED_LONG]
    note = "文字没有 Unicode 对应（PDF 缺少字符映射或编码已被替换），无法还原；请取得原件或扫描识别"
    return [Irreparable("unmapped", *m.span(), note) for m in found[:_MOST_PLACES]]


def _masked(text: str) -> list[Irreparable]:
    if "*" not in text and "＊" not in text:
        return []
    formatted = {i for m in _MARKDOWN.finditer(text) for i in range(*m.span())}
    found = [m for m in _MASKED.finditer(text) if m.start() not in formatted]
    # One asterisk behind a word may be the mark of a note; two places or two asterisks are no note.
    if len(found) < 2 and not any(len(m.group()) > 1 for m in found):
        return []
    return [Irreparable("masked", *m.span(), "原字被星号代替，无法还原；请核对原件") for m in found[:_MOST_PLACES]]


@lru_cache(maxsize=1)
def _spun_word() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _SPUN), key=len, reverse=True)))


def _spun(text: str) -> list[Irreparable]:
    matches = list(_spun_word().finditer(text))
    if len(matches) < _SPUN_FEWEST:
        return []
    found: list[tuple[re.Match[str], str]] = []
    for match in matches[: 10 * _MOST_PLACES]:
        usual = _SPUN[match.group()]
        left = language.fold(text[max(0, match.start() - 2) : match.start()])
        right = language.fold(text[match.end() : match.end() + 2])
        as_it_stands = language.added(left + match.group() + right, len(left))
        if language.added(left + usual + right, len(left)) - as_it_stands >= _SPUN_GAIN:
            found.append((match, usual))
    # Several different words, and most of their places: a spinner replaces all it knows.
    if len({m.group() for m, _ in found}) < _SPUN_FEWEST or 2 * len(found) < len(matches):
        return []
    return [
        Irreparable("spun", *m.span(), f"疑似机器改写：“{m.group()}”在此处不合公文用语，原文可能是“{usual}”；未作改动，请核对原件")
        for m, usual in found[:_MOST_PLACES]
    ]
