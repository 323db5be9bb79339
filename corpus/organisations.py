"""Names of issuing bodies (发文机构) where a document prints them: before 关于 in its title, above its date."""

from __future__ import annotations

import re
from itertools import pairwise

SUFFIX = (
    r"(?:人民政府|政府|办公厅|办公室|委员会|管委会|指挥部|领导小组|国务院|总局|分局|监管局|局|厅|部|委|署|院|司|中心|公司|银行|分行|协会|学会|"
    r"联合会|总会|总工会|法院|检察院|党组|工委|总队|支队|大学|学院|基金会|联席会议|中央|海关|管理处|服务处|办事处|社|办|会|"
    r"辦公室|委員會|處|會|廳)"
)
_NAME = re.compile(rf"[\u4e00-\u9fff]{{1,40}}?{SUFFIX}(?:[（(][^（）()\n]{{2,30}}[）)])?$")
_NO_NAME = re.compile(r"[，。；：！？]|关于|印发|根据|按照|现将|以上|负责|有关|各[省市区县地部]|附件|以及")
_LEAD = re.compile(r"(?:联合)?(?:关于|印发|发布|转发|批转|公布|通告|公告|令(?=[（(]?第)|《)")
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,8}?(?:省|自治区|市|州|盟|县|区|旗|镇|乡)")


def is_name(text: str) -> bool:
    """Whether ``text`` is one body's name and nothing else."""
    bare = re.sub(r"\s", "", text)
    return 2 <= len(bare) <= 50 and _NAME.fullmatch(bare) is not None and _NO_NAME.search(bare) is None


def split_names(text: str) -> tuple[str, ...]:
    """The bodies of a joint line, in order; names set without a space part where the place repeats."""
    names: list[str] = []
    for piece in re.split(r"[\s、，,；;]+", text.strip(" \t\u3000、，,；;")):
        if piece:
            names.extend(_unglued(piece))
    return tuple(dict.fromkeys(names))


def _unglued(piece: str) -> list[str]:
    """广州市民政局广州市财政局 → two names: where the first name's place begins again behind an office."""
    place = _PLACE.match(piece)
    if not place:
        return [piece]
    ends = [
        m.start() for m in re.finditer(re.escape(place.group()), piece)
        if m.start() and re.search(r"(?:局|厅|委员会|政府|办公室|办公厅|院|部)$", piece[: m.start()])
    ]  # fmt: skip
    bounds = [0, *ends, len(piece)]
    return [piece[a:b] for a, b in pairwise(bounds)]


def issuers_of_title(title: str) -> tuple[str, ...]:
    """The bodies before 关于 or 印发 in a title, () if it names none."""
    lead = _LEAD.search(title)
    if not lead or lead.start() < 2:
        return ()
    names = split_names(title[: lead.start()])
    return names if names and all(is_name(name) for name in names) else ()
