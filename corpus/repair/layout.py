"""Marks that the page, not the document, put there: indents, bullets, furniture, folded stops."""

from __future__ import annotations

import re

from corpus.repair.records import Certainty, Edit

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]+")
_INDENT = re.compile(r"^[ \t]*(\?\?|\ufffd\ufffd)(?=[\u4e00-\u9fff“《（(〔\d])", re.MULTILINE)
_BULLET = re.compile(r"^[ \t]*[•·●▪][ \t]+(?=\S)", re.MULTILINE)

# Whole lines that portals add around a document. Each is a control or a label of the page; none
# can be a line of a policy. Spaces inside are ignored.
_FURNITURE_LINE = re.compile(
    r"(?:扫描二维码分享|掃描二維碼分享|扫一扫.{0,12}|分享到?[:：]?|返回顶部|返回頂部|专题|專題|打印(?:本页)?|关闭(?:窗口|本页)?|"
    r"【?(?:字体|字號|字号)[:：].{0,12}】?|上一篇[:：]?.{0,40}|下一篇[:：]?.{0,40}|相关(?:文章|链接|阅读)[:：]?|"
    r"责任编辑[:：].{0,12}|浏览次数[:：]?\d*|您(?:当前|现在)的?位置[:：].{0,60}|首页|"
    r"\{\"code\":\d+,.{0,80}\})"
)

_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_FOLDABLE = re.compile(r"[,;:!?]")
_PAIR = re.compile(r"[(（]([^()（）\n]{0,60})[)）]")
_CHINESE = re.compile(r"[\u3400-\u9fff“”‘’《》〈〉「」、。，；：？！（）〔〕【】—…]")


def drop_invisible(text: str) -> list[Edit]:
    """Remove zero-width and direction marks and turn no-break spaces into plain ones.

    They show nothing and break every search; in Chinese text none of them carries meaning.
    """
    edits = [Edit(m.start(), m.end(), "", note="不可见字符") for m in _INVISIBLE.finditer(text)]
    edits += [Edit(m.start(), m.end(), " ", note="不换行空格") for m in re.finditer("\u00a0", text)]
    edits += [Edit(m.start(), m.end(), "\n", note="换行符统一") for m in re.finditer("\r\n?", text)]
    return sorted(edits, key=lambda edit: edit.start)


def restore_indents(text: str) -> list[Edit]:
    """Turn the ``??`` that stands for two ideographic spaces at a paragraph's start back into them.

    >>> [e.after for e in restore_indents("??一、总则")]
    ['\\u3000\\u3000']
    """
    note = "段首两个全角空格被读成 ??"
    return [Edit(*m.span(), "\u3000\u3000", Certainty.LIKELY, note) for m in _INDENT.finditer(text)]


def drop_furniture(text: str) -> list[Edit]:
    """Remove page controls that stand on lines of their own, and list bullets before header data."""
    edits: list[Edit] = []
    at = 0
    for line in text.splitlines(keepends=True):
        bare = re.sub(r"\s", "", line)
        if bare and _FURNITURE_LINE.fullmatch(bare):
            edits.append(Edit(at, at + len(line), "", Certainty.LIKELY, "网页附加文字，不属于文件"))
        elif (bullet := _BULLET.match(line)) is not None:
            edits.append(Edit(at, at + bullet.end(), "", Certainty.LIKELY, "网页列表符号"))
        at += len(line)
    return edits


def unfold_stops(text: str) -> list[Edit]:
    """Give a document whose full-width stops were folded to ASCII its stops back.

    Only where the whole document shows it: ASCII commas, semicolons and colons behind Chinese
    characters far outnumber full-width ones. Digits, times, English and codes keep theirs.
    """
    folded = len(re.findall(r"(?<=[\u4e00-\u9fff])[,;:]", text))
    whole = len(re.findall(r"(?<=[\u4e00-\u9fff])[，；：]", text))
    edits: list[Edit] = []
    if folded >= 5 and folded > 4 * whole:
        note = "全角标点被折成半角（全文如此）"
        for match in _FOLDABLE.finditer(text):
            at = match.start()
            before, after = text[at - 1 : at], text[at + 1 : at + 2]
            chinese = _CHINESE.match(before) or (_CHINESE.match(after) and not before.isspace())
            if chinese and not (before.isascii() and before.isalpha() and after.isascii()):
                edits.append(Edit(at, at + 1, _FULL[match.group()], Certainty.LIKELY, note))
        for match in _PAIR.finditer(text):
            around = text[match.start() - 1 : match.start()] + match.group(1) + text[match.end() : match.end() + 1]
            if _CHINESE.search(around):
                edits += _bracket_edits(text, match, note)
    else:
        note = "括号一半全角一半半角"
        for match in _PAIR.finditer(text):
            if (text[match.start()] == "(") != (text[match.end() - 1] == ")"):
                edits += _bracket_edits(text, match, note)
    return sorted(edits, key=lambda edit: edit.start)


def _bracket_edits(text: str, match: re.Match[str], note: str) -> list[Edit]:
    wanted = ((match.start(), "（"), (match.end() - 1, "）"))
    return [Edit(at, at + 1, mark, Certainty.LIKELY, note) for at, mark in wanted if text[at] != mark]
