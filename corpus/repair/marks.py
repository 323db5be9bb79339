"""Marks that the page or the typist put there, not the document: full-width digits, brackets of a document number, bullets.

Each fixer names its cause and its evidence. What the characters prove is certain; what the rest of the
document or the language decides is likely, with its margin where there is one.
"""

from __future__ import annotations

import re
from collections import Counter

from corpus.repair.records import Certainty, Edit

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"

# --- width of letters and digits -------------------------------------------------------------------------

_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]+(?:[．－／＿＠＆][０-９Ａ-Ｚａ-ｚ]+)*")
_NARROW = re.compile("[0-9A-Za-z]+")
_TO_ASCII = {code + 0xFEE0: code for code in range(0x21, 0x7F)}
_WIDE_SHARE = 0.32  # of full-width runs to ASCII ones: above, full-width is how the document is typed

_LONG_NUMBER = re.compile("[０-９]{2}|[０-９][Ａ-Ｚａ-ｚ]|[Ａ-Ｚａ-ｚ][０-９]")  # no list number, no symbol
_SAME_NUMBER = re.compile("[^０-９]{0,1}[0-9][.]?[０-９]|.{0,2}?[０-９]+[.]?[0-9]")  # half of one number
_MOSTLY_NARROW = 3  # a word is meant in ASCII if it stands so this many times as often


def fold_wide(text: str) -> list[Edit]:
    """Digits and letters typed full-width in a document that otherwise has ASCII ones (全角字母数字).

    Cause: an input method left in full-width mode.
    Evidence: a few among many in ASCII, figures of several digits among them; a word of letters only if the document has it in ASCII too.
    Left alone: documents typed full-width, list numbers (１．), symbols such as Ｘ that have no other form.

    >>> [e.after for e in fold_wide("2021年至２０２３年，共12个、15个、20个、30个项目，补助100万元")]
    ['2023']
    """
    first = _WIDE.search(text)
    if first is None:
        return []
    wide = list(_WIDE.finditer(text, first.start()))
    narrow = Counter(_NARROW.findall(text))
    if len(wide) > _WIDE_SHARE * sum(narrow.values()):
        return []
    habit = any(_LONG_NUMBER.search(match.group()) for match in wide)
    forms = Counter(match.group().translate(_TO_ASCII) for match in wide)
    edits = []
    for match in wide:
        meant = match.group().translate(_TO_ASCII)
        if not habit and not _SAME_NUMBER.match(text, max(0, match.start() - 2), match.end() + 2):
            continue
        if meant.isalpha() and (len(meant) < 2 or narrow[meant] < _MOSTLY_NARROW * forms[meant]):
            continue
        if text[match.end() : match.end() + 1] in ("．", "、"):
            continue
        edits.append(Edit(match.start(), match.end(), meant, Certainty.LIKELY, "全角字母数字改为半角（同文其余为半角）"))
    return edits


# --- document numbers ------------------------------------------------------------------------------------

_YEAR = re.compile(
    rf"(?<=[{HAN}])(?:\[\d{{4}}\]|\(\d{{4}}\)|（\d{{4}}）|［\d{{4}}］|【\d{{4}}】|﹝\d{{4}}﹞|〖\d{{4}}〗|〈\d{{4}}〉)(?=(?:第)?\d{{1,4}}号(?![楼院线门台车馆厅地井闸桥仓库机码房]))"
)


def mend_year_brackets(text: str) -> list[Edit]:
    """Set the year of a document number in the brackets of GB/T 9704: 国发〔2023〕1号 (文号括号).

    Cause: 〔〕 are hard to type and are lost in folding.
    Evidence: agency code, bracketed year, number, 号.
    Left alone: brackets anywhere else, case numbers of courts （2023）京01民终1号.

    >>> [e.after for e in mend_year_brackets("国办发[2023]12号、（2023）京01民终1号、标准（2018）")]
    ['〔2023〕']
    """
    if "号" not in text:
        return []
    edits = []
    for match in _YEAR.finditer(text):
        year = match.group()[1:-1]
        if "2000" <= year <= "2100":  # the standard of 1999; older numbers were printed in any brackets
            edits.append(Edit(match.start(), match.end(), f"〔{year}〕", Certainty.LIKELY, "文号年份用六角括号（GB/T 9704）"))
    return edits


# --- bullets ---------------------------------------------------------------------------------------------

_BULLET = re.compile(r"^[ \t\u3000]*[•·●▪■◆○★\uf0b7\uf06c\uf0d8\uf09f][ \t\u3000]+(?=(\S{2,6})[：:])", re.MULTILINE)
_HEADER = re.compile(
    r"城市|地区|时间|时效|日期|期限|[发文件编索]号|字号|机[关构]|单位|部门|级别|层级|类[别型]|分类|主题|索引|效力|有效|公开|标题|名称|来源|关键|状态|废止|失效|"
    r"時間|時效|發文|機[關構]|單位|部門|級別|類[別型]|分類|主題|編號|關鍵|狀態|廢止"
)
_HEAD_OF_PAGE = 3000  # characters from the start in which header data stands
_ANY_BULLET = re.compile("[•·●▪■◆○★\uf0b7\uf06c\uf0d8\uf09f]")


def drop_bullets(text: str) -> list[Edit]:
    """Remove the bullets of the page's list of header data (题注项目符号).

    Cause: the data stood in ``<li>``. Evidence: a bullet before a label of header data and a colon, near
    the start. Left alone: bullets of the document's own lists.

    >>> [(e.start, e.end) for e in drop_bullets("  • 发文机构：市政府")]
    [(0, 4)]
    """
    head = text[:_HEAD_OF_PAGE]
    if not _ANY_BULLET.search(head):
        return []
    return [
        Edit(match.start(), match.end(), "", Certainty.LIKELY, "网页列表符号")
        for match in _BULLET.finditer(head)
        if _HEADER.search(match.group(1))
    ]
