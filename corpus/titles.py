"""The title (标题) of a file as printed: on one line or several, repeated, or with the page's own name behind it.

Candidates are runs of tokens above the introduction that read as a title; marks they carry (关于, an issuer in
front, a number or a salutation behind, repetition) choose between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.doc_numbers import numbers_in
from corpus.header_fields import Field
from corpus.organisations import is_name, issuers_of_title

_KIND = (
    r"(?:措施|意见|办法|规定|通知|方案|细则|条例|规划|通告|公告|公报|决定|决议|批复|函|要点|清单|规则|指引|纲要|计划|政策|法|法典|修正案|解读|流程|指南|导引|"
    r"汇编|名录|预案|安排|标准|目录|倡议书|问答|章程|制度|准则|手册|令|说明|规程|守则|请示|报告|公约|(?<!一步)(?<!关于)(?<!加强)(?<!和)(?<!切实)规范|指导书|操作指引|补充|答复|名单|举措|条款|"
    r"一览表|明白卡|辦法|條例|規則|規定|準則|細則|標準|要點|綱要|規程|原則|法案|若干[\u4e00-\u9fff]{2,4}|(?<![第一二三四五六七八九十百\d])[一二三四五六七八九十百\d]{1,4}条)"
)
_NOTE = r"(?:[（(](?:[一二三四五六七八九十]{1,3}|试行|暂行|草案|修订|修正|征求意见稿|第?[\d一二三四五六七八九十]+[号批期版]|[^（）()]{0,12}版|[^（）()]{0,16}更新|(?:19|20)\d\d[年—\-～至0-9]*)[)）])"
_TITLE = re.compile(rf"{_KIND}{_NOTE}?[》〉”]?(?:的?(?:通知|函|决定|公告|意见|批复))?{_NOTE}?$")
_WEAK = re.compile(r"(?:公开|信息|网站|年度|无障碍|使用|服务|隐私|办事|依申请)[\u4e00-\u9fff]{0,4}(?:指南|制度|年报|目录|政策|说明|标准|规定)$|^政策")
_SALUTATION = re.compile(r"(?:^|[，、])(?:各|全|市|省|区|县|局|国|有关|相关|尊敬|[\u4e00-\u9fff]{2,12}(?:人民政府|委员会|局|厅))[^。；]{0,400}[:：](?:$|(?=[\u4e00-\u9fff“]))")
_GLUED = re.compile(r"(?<=通知|意见|办法|方案|措施|规定|决定|通告|公告|计划|规划)(?=各)")
_CLAUSE = re.compile(r"(?:一[、.．]|（一）|\(一\)|第\s*[一1]\s*[条章编條]|[1１][.．、]|目\s*录$|前\s*言$)")
_SITE = re.compile(r"\s*(?:_|[-—–|](?=[^\-—–|]{2,30}(?:网站?|门户|平台|之窗|政府|局)\s*$))")
_LABEL = re.compile(r"^(?:[【〔\[].{0,6}[】〕\]])(?=.{6})")
_MARK = re.compile(r"^(?:[【\[（(〔]\s*已?(?:废止|失效|廢止)\s*[】\]）)〕]|已(?:废止|失效)(?=[\u4e00-\u9fff]{6}))")
_FRAME = re.compile(r"^[^《》]{2,60}?(?:关于)?(?:联合)?(?:印发|发布)\s*《(?P<title>.+)》$")
_GENERIC = re.compile(r"^[\u4e00-\u9fff \u3000]{2,8}[:：]")
_NAMED = re.compile(r"《(?P<title>[^《》\n]{4,80})》(?:[（(][^（）()]{0,40}[)）])?(?:已|印发|予以|公布|发布|业|现)")
_LONGEST_ZONE = 8000
_LONGEST = 160
_MOST_TOKENS = 6


@dataclass(frozen=True, slots=True)
class Title:
    """The title and where its first and last characters stand; ``end`` is 0 where the text prints none."""

    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    number_behind: bool = False


def find_title(text: str, fields: tuple[Field, ...], fallback: str) -> Title:
    """The title of the file as a whole; ``fallback`` where the text prints none."""
    tokens, stopped = _tokens(text)
    candidates = _candidates(tokens)
    head = re.sub(r"\s", "", text[: min(len(text), _LONGEST_ZONE)])
    named = next((f for f in fields if f.kind == "title" and not f.value.endswith(("…", "..."))), None)
    if named:
        value = _plain(named.value)
        longer = [c for c in candidates if _bare(c[0]).startswith(_bare(value)) and len(_bare(c[0])) > len(_bare(value))]
        if _TITLE.search(_bare(value)) and len(value) >= 4 and not longer:
            return Title(_unframed(value), named.start, named.end)
    best, best_score = None, -99
    for candidate in candidates:
        score = _score(candidate, tokens, head, stopped)
        if score > best_score:
            best, best_score = candidate, score
    if best and best_score > 0:
        return Title(_unframed(best[0]), tokens[best[1]].start, tokens[best[2]].end)
    return _annexed(text) or _first_line(tokens, head) or Title(fallback)


def _candidates(tokens: list[_Token]) -> list[tuple[str, int, int]]:
    """(title, first token, last token) of every run of tokens that reads as a title."""
    found = []
    i = 0
    while i < len(tokens):
        joined, last = tokens[i].text, -1
        whole = ""
        for j in range(i, min(len(tokens), i + _MOST_TOKENS)):
            if j > i:
                following = tokens[j].text
                extends = re.match(r"[的和及与（(]", following) if last >= 0 else _continues(joined, following, j - i)
                if not extends:
                    break
                gap = " " if is_name(joined.split(" ")[-1]) and _starts_with_name(following) else ""
                joined += gap + following
            if len(joined) > _LONGEST or tokens[j].number_behind:
                if len(joined) <= _LONGEST and reads_as_title(joined):
                    whole, last = joined, j
                break
            if reads_as_title(joined):
                whole, last = joined, j
            elif last >= 0:
                break
        if last >= 0:
            found.append((whole, i, last))
            i = last + 1
        else:
            i += 1
    return found


def reads_as_title(joined: str) -> bool:
    """True if words that stand together may be the title of a document: its kind at the end, its marks in pairs."""
    bare = _bare(joined)
    if not 4 <= len(bare) <= _LONGEST or bare.count("《") != bare.count("》") or bare.count("“") != bare.count("”"):
        return False
    if len(re.findall(r"[（(]", bare)) != len(re.findall(r"[）)]", bare)):
        return False
    if re.match(r"\d{4}年\d{1,2}月", bare) or re.search(r"\d日.{0,40}(?:会议|公告)|次会议.{0,12}通过|第[\d一二三四五六七八九十百千零〇]+条$", bare):
        return False  # a note on its adoption, or an article
    if re.match(r"[，、的）)和及与》:：]", bare) or not _TITLE.search(bare) or not re.match(r"[\u4e00-\u9fff《“（(〈A-Za-z\d]", bare):
        return False
    return len(bare) >= 6 or bool(re.search(r"(?:条例|办法|规定|條例|辦法|規則|规则|[^方]法)$", bare))


def _continues(joined: str, following: str, taken: int) -> bool:
    """Whether a title that is not whole yet runs on with the next token."""
    bare = _bare(joined)
    if bare.count("《") > bare.count("》") or re.search(r"关于|印发|发布", bare):
        return True
    if is_name(joined.split(" ")[-1]):
        return bool(re.match(r"(?:关于|联合|印发|发布|转发|批转|公告|通告|令|《)", following)) or _starts_with_name(following)
    return taken <= 2 and len(bare) >= 10 and not re.search(r"网|平台|[:：>＞|]|\d{4}-\d", bare)


def _starts_with_name(following: str) -> bool:
    lead = re.match(r"[\u4e00-\u9fff]{2,40}?(?=关于|印发|联合印发|公告|通告|令|$)", following)
    return lead is not None and is_name(lead.group())


def _score(candidate: tuple[str, int, int], tokens: list[_Token], head: str, stopped: int) -> int:
    title, i, j = candidate
    bare = _bare(title)
    following = tokens[j + 1] if j + 1 < len(tokens) else None
    behind = tokens[j].number_behind or following is None or following.start >= stopped
    score = 4 if re.search(r"关于|印发|转发", bare) else 0
    score += 4 if issuers_of_title(title) else 0
    score += 2 if i == 0 else 0
    score += 2 if head.count(bare) > 1 else 0
    score += 2 if behind else 0
    score += 1 if len(bare) >= 10 else 0
    if re.search(r"令(?:[（(]?第\w+号[)）]?)?$", bare):
        score -= 4  # the order that publishes the document
    if re.fullmatch(r".{2,40}?(?:公告|通告|令|文件)(?:[（(]第?\w+号[)）])?", bare) and not re.search(r"关于|印发", bare):
        score -= 5  # a masthead
    if (i and _WEAK.search(bare)) or re.search(r"[:：>＞]", bare):
        score -= 6
    if i and re.search(r"》(?:政策|文件|图文|音频)?解读$|^《", bare):
        score -= 8  # a link to what explains the document
    if i and not re.search(r"关于|印发", bare) and not behind and head.count(bare) < 2:
        score -= 3  # one of a menu
    return score


def _tokens(text: str) -> tuple[list[_Token], int]:
    """What stands between blanks above the introduction, and where the introduction begins."""
    tokens: list[_Token] = []
    at, stop = 0, min(len(text), _LONGEST_ZONE)
    while at < stop:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        halted = _tokens_of_line(text, at, end, tokens)
        if halted is not None:
            return tokens, halted
        at = end + 1
    return tokens, at


def _tokens_of_line(text: str, start: int, end: int, tokens: list[_Token]) -> int | None:
    """Add a line's tokens; returns where the introduction begins if it does so on this line."""
    line = text[start : min(end, start + 2000)]
    pieces = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", line)]
    if len(pieces) > 3 and sum(b - a <= 2 for a, b in pieces) * 4 >= len(pieces) * 3 and len(line) < 80:
        pieces = [(pieces[0][0], pieces[-1][1])]  # 国 家 粮 食 应 急 预 案
    elif pieces and _GENERIC.match(line.strip()) and not _SALUTATION.search(line.strip()):
        return None
    for a, b in pieces:
        piece = text[a:b]
        numbers = [n for n in numbers_in(text, a, b) if n.start >= a]
        own = next((n for n in numbers if not n.order and not re.search(r"》[（(]?$", text[a : n.start])), None)
        body = own.end if own else a
        glued = _GLUED.search(piece) if not own else None
        if own and own.start > a:
            head = piece[: own.start - a].rstrip("（(〔[")
            if "。" not in head and len(head) <= _LONGEST:
                _add(tokens, text, a, a + len(head), True)
        elif glued:
            _add(tokens, text, a, a + glued.start(), True)
            return a + glued.start()
        rest = text[body:b]
        if own:
            if tokens and own.start == a:
                last = tokens[-1]
                tokens[-1] = _Token(last.text, last.start, last.end, True)
            if _SALUTATION.search(rest) or "。" in rest:
                return body
            continue
        if "。" in piece or _SALUTATION.search(piece) or _CLAUSE.match(piece):
            return a
        if piece.endswith(("：", ":")) and len(piece) > 8:
            return a
        if _GENERIC.match(piece) or re.match(r"[【\[〔].{2,10}[】\]〕]$", piece):
            continue
        _add(tokens, text, a, b, False)
    return None


def _add(tokens: list[_Token], text: str, start: int, end: int, number_behind: bool) -> None:
    piece = text[start:end]
    site = _SITE.search(piece)
    if site and site.start() >= 6:
        piece = piece[: site.start()]
    for dash in re.finditer(r"[\-_—–|]", piece):  # …的通知-政策文件-某市人民政府
        if dash.start() >= 8 and _TITLE.search(piece[: dash.start()]) and "》" not in piece[dash.end() :]:
            piece = piece[: dash.start()]
            break
    label = _LABEL.match(piece)
    if label and "号" not in label.group():
        start, piece = start + label.end(), piece[label.end() :]
    mark = _MARK.match(piece)
    if mark:
        start, piece = start + mark.end(), piece[mark.end() :]
    piece = re.sub(r"\s", "", piece)
    if piece and piece not in "-—|>＞_":
        tokens.append(_Token(piece, start, end, number_behind))


def _annexed(text: str) -> Title | None:
    """A notice whose own title is lost is known by what it issues: 现将《…》印发, printed again as a heading."""
    for match in _NAMED.finditer(text, 0, min(len(text), 1500)):
        title = match["title"]
        pattern = r"\s*".join(map(re.escape, re.sub(r"\s", "", title)))
        loose = re.sub(r"的", "的?", pattern)
        heading = re.compile(rf"^[ \t\u3000]*({loose})[ \t\u3000]*$", re.MULTILINE).search(text, match.end(), match.end() + 3000)
        if heading:
            return Title(_bare(heading.group(1)), heading.start(1), heading.end(1))
    return None


def _first_line(tokens: list[_Token], head: str) -> Title | None:
    """The first line where it is printed twice: the page's name is the document's."""
    for token in tokens[:2]:
        if 6 <= len(token.text) <= 80 and head.count(token.text) > 1 and re.match(r"[\u4e00-\u9fff]", token.text):
            return Title(token.text, token.start, token.end)
    return None


def _unframed(title: str) -> str:
    """X印发《Y》 with no word of its own behind is Y; X关于印发《Y》的通知 is a title of its own."""
    frame = _FRAME.match(title)
    return frame["title"] if frame else title


def _plain(value: str) -> str:
    """A title with its blanks gone, except between the names of joint issuers."""
    words = value.split()
    joined = words[0] if words else ""
    for word in words[1:]:
        gap = " " if is_name(joined.split(" ")[-1]) and _starts_with_name(word) else ""
        joined += gap + word
    return joined


def _bare(value: str) -> str:
    return re.sub(r"\s", "", value)
