"""From the words of a note to the units it names (单位), each as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.bodies import looks_like_body
from corpus.units.brackets import CLOSE, within

# 等 and 有关部门 at a list's end stand for nobody in particular.
_AREA = r"(?:国务院|国家|中央|自治区|省|市|州|县|区|镇|乡|级|直|属|本级|政府|党委|机关|级机关)"
_ANY = r"(?:有关|相关|其他|其它|各有关|各相关|其他有关|其他相关|涉及|所涉及?)"
_WHO = r"(?:责任|成员|职能|行业主管|主管|业务|监管|行政|牵头|配合)?(?:部门|单位|方面|机构|委办局|处室|科室|人员)"
_NOBODY = re.compile(rf"^(?:各?{_AREA}{{0,3}}各?{_ANY}{_WHO}(?:[和及与、]{_AREA}{{0,2}}{_ANY}?{_WHO})?|等|其他|其它)$")
_TAIL = re.compile(
    rf"等(?:[\d一二三四五六七八九十]{{1,3}}(?:个|家)?)?{_AREA}{{0,3}}(?:各)?{_ANY}?{_WHO}?(?:[和及与、]{_AREA}{{0,2}}{_ANY}?{_WHO})?$"
)
_LEFT = re.compile(r"^(?:[（(]\d{1,2}[）)]|[\d①-⑳]{1,2}[.．、)）]|[·•●◆■▲\-—–:：]|并|由|请|以及|其中|同时|[，、,；;\s])+")
ADMIN = r"(?:自治区|直辖市|自治州|自治县|计划单列市|省|市|州|盟|地区|地|县|旗|区|乡|镇|街道|街)"
# 各市、州、县人民政府 is one: what comes before 、 is no body, only a kind of place.
_BARE = re.compile(rf"^(?:各|全|所有|有关|各有关|各相关|相关|各级)?(?:{ADMIN}){{1,3}}(?:[（(〔\[][^（(〔\[]{{1,12}}[)）〕\]])?$")
_CONTINUES = re.compile(rf"^(?:{ADMIN}){{1,3}}(?:[（(〔\[].{{1,12}}[)）〕\]])?(?:两级|三级|级)?(?:(?:党委|党工委)?(?:和|、)?(?:人民)?政府(?:办公[厅室])?|党委|管委会|人民政府)?$")
_RANK_ALONE = re.compile(r"^(?:各)?[省市州县区]$")
_JOINER = re.compile(r"以及|会同|联合(?!会|社|体|国|大学|学院|执法|运营)|[和与及]|(?<=[局委办部厅会院行府])商(?=[省市县区国财发商教科住人])")
# 配合部门 alone names nobody: it is a role that other words give.
ROLE_ONLY = re.compile(r"^(?:牵头|配合|责任|参与|协助|相关|有关|(?:行业|业务)?主管|监管|职能|成员|执法)(?:单位|部门)$")


def split_top(text: str, separators: str) -> list[str]:
    """Split outside brackets: 市委组织部（市委人才办） stays whole."""
    parts: list[str] = []
    start = 0
    inside = within(text)
    for at, character in enumerate(text):
        if character in separators and not inside[at]:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return [part for part in parts if part.strip()]


def pieces(group: str) -> Iterator[str]:
    """The members of a list: split at 、 and at spaces between whole names, kinds of places joined again.

    >>> list(pieces("市科技局 市财政局、各市、州、县人民政府"))
    ['市科技局', '市财政局', '各市、州、县人民政府']
    """
    held = ""
    for piece in split_top(group, "、"):
        for part in _at_spaces(piece):
            if held and (_RANK_ALONE.match(held) or _CONTINUES.match(bare_of(part))) and not part.startswith(("各", "有关")):
                part = held + "、" + part
                held = ""
            elif held:
                yield held
                held = ""
            last = part.rsplit("、", 1)[-1]
            if _BARE.match(last) or _BARE.match(part):
                held = part
            else:
                yield part
    if held:
        yield held


def bare_of(piece: str) -> str:
    """A piece without the verbs that may close a list."""
    return re.sub(r"(?:具体|分别|共同|按照?职责分工|按职责)?(?:负责|配合|牵头|参与)(?:落实|实施)?$", "", piece)


def _at_spaces(piece: str) -> Iterator[str]:
    """A space parts two names, a stray one inside a name does not: it stands where no name is whole."""
    words = split_top(re.sub(r"\s", " ", piece), " ")
    current = ""
    for word in words:
        if current and looks_like_body(clean(current), strict=False) and not re.match(r"^(?:办公|组织部|宣传部|[和与及等（(])", word):
            yield current
            current = word
        else:
            current += word
    if current:
        yield current


def joined(piece: str) -> list[tuple[str, str]]:
    """The bodies in one piece with the word that joins each to the one before it.

    >>> joined("市商务局和市财政局"), joined("市文化和旅游局")
    ([('', '市商务局'), ('和', '市财政局')], [('', '市文化和旅游局')])
    """
    found: list[tuple[str, str]] = []
    start = 0
    word = ""
    if len(piece) <= 200:
        ends = [match.start() for match in _JOINER.finditer(piece)] + [len(piece)]
        for match in _JOINER.finditer(piece):
            left = clean(cut_verb(piece[start : match.start()]))
            end = next((end for end in ends if end > match.end() + 1), len(piece))
            if _inside_bracket(piece, match.start()) or not left:
                continue
            rights = [piece[match.end() : end], piece[match.end() :]]
            if _whole(left) and any(_follows(cut_verb(right)) for right in rights):
                found.append((word, piece[start : match.start()]))
                start, word = match.end(), match.group()
    found.append((word, piece[start:]))
    return found


def _inside_bracket(piece: str, at: int) -> bool:
    return within(piece)[at]


def _whole(left: str) -> bool:
    return bool(looks_like_body(left, strict=False) or _BARE.match(left) or left.endswith(("牵头单位", "牵头部门")))


def _follows(right: str) -> bool:
    right = clean(right)
    if len(right) < 3 and not _BARE.match(right):
        return False
    return not ROLE_ONLY.match(right) and (looks_like_body(right, strict=False) or is_nobody(right) or bool(_BARE.match(right)))


_VERB = re.compile(
    r"(?:按照?|依照?|依据|根据|结合)(?:各自)?(?:的)?(?:职责|职能|分工|部门职责)|各(?:司其职|负其责)|(?:牵头|负责|配合|参与|参加|协助|协同|协办|会同)(?!单位|部门|机构|领导|人|企业|主体|科室)"
)
_ADVERBS = re.compile(r"(?:具体|分别|共同|联合|统筹|主要|统一|切实|重点|全面|直接|协同|各自|为主|分工|总|密切|积极|做好|组织|，|、)+$")
_LAST_VERB = re.compile(r"(?:组织|推动|抓好|贯彻|具体|共同|分别)?(?:实施|落实|推进|办理|执行|承担)$")


def cut_verb(piece: str) -> str:
    """The piece up to its first verb: 市财政局 of 市财政局按职责分工负责."""
    for match in _VERB.finditer(piece):
        if match.start() < 2 or _inside_bracket(piece, match.start()):
            continue
        # 各对口协同发展区县政府: a verb inside a name has no name before it
        head = _ADVERBS.sub("", piece[: match.start()])
        named = clean(head)
        if looks_like_body(named, strict=False) or is_nobody(named) or not named or closes(piece[match.start() :]):
            return head
    shorter = _LAST_VERB.sub("", piece)
    return shorter if shorter != piece and looks_like_body(clean(shorter), strict=False) else piece


def closes(verb: str) -> bool:
    """Whether nothing but the verb stands there: 按职责分工负责, not 负责解释."""
    return re.sub(
        r"按照?|依照?|依据|根据|结合|职责|职能|分工|部门|各自|具体|分别|共同|联合|统筹|统一|主要|牵头|负责|配合|参与|参加|协助|协同|协办|会同|落实|实施|推进|组织|抓好|做好|执行|办理|承担|推动|"
        r"等|有关|相关|单位|工作|的|，|、|[省市县区]级?|密切|积极|全力|各司其职|各负其责|为主|总|此项|该项|和",
        "", verb,
    ).strip() == ""


def clean(name: str) -> str:
    """A name without list numbers, joining words and tails (等有关部门); inner spaces go too, and at its end half a bracket."""
    bare = re.sub(r"\s", "", _LEFT.sub("", name.strip())).strip("。.，,；;、:：")
    while bare[-1:] and bare[-1] in CLOSE and not within(bare)[-1]:
        bare = bare[:-1]
    return _TAIL.sub("", bare).strip("*＊★▲△☆#")


def is_nobody(name: str) -> bool:
    """有关部门, 各相关单位, 等: nobody in particular."""
    return bool(_NOBODY.match(name))


def is_name(name: str) -> bool:
    """Whether a cleaned piece of a labelled list can be a unit at all: not a number, a blank or a person's phone."""
    if not 2 <= len(name) <= 60 or not re.search(r"[\u4e00-\u9fff]{2}", re.sub(r"[（(〔\[【].*?[)）〕\]】]", "", name)):
        return False
    return not re.search(r"[_＿。？！?!“”]|\d{5}|^(?:无|暂无|同上|下同|详见|见附件|盖章|签字|待定|空白|以上|不再列出)", name)
