"""Header data (题) as pages print it: 发文字号：…, [发文机构] …, 【是否有效】 …, one or several a line, values on the next line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_GAP = r"[ \t\u3000\xa0]*"
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "title": ("标题", "名称", "法规名称", "文件名称", "信息名称", "文件标题", "法規名稱", "公文名称"),
    "number": ("发文字号", "文号", "文件编号", "发布文号", "发文文号", "文件字号", "公文文号", "文件文号"),
    "issuer": (
        "发文机构", "发文机关", "发布机构", "发布机关", "制定机关", "颁布单位", "发布单位", "发文单位", "发文部门", "发布部门",
        "制发机关", "公布机关", "颁发部门", "颁布部门", "制定单位", "颁布机关", "发布主体",
    ),
    "joint": ("联合发文单位", "联合发文机关", "联合发文部门"),
    "written": ("成文日期", "成文时间", "签发日期", "生成日期"),
    "issued": ("颁发时间", "印发日期", "印发时间", "颁布日期", "颁布时间", "公布日期", "发文日期", "发文时间", "发布日期", "发布时间", "发表时间"),
    "effective": ("实施日期", "施行日期", "生效日期", "生效时间", "实施时间", "施行时间", "执行日期"),
    "expires": ("失效日期", "失效时间", "废止日期", "废止时间", "有效期至", "终止日期"),
    "level": ("效力级别", "效力等级", "效力层级", "效力位阶", "法規性質", "法规性质"),
    "status": (
        "文件状态", "是否有效", "有效性", "时效性", "效力状态", "时效", "法规状态", "有效状态", "文件有效性", "文件效力", "状态",
        "廢止註記", "法規類別", "废止注记", "法规类别", "时效状态",
    ),
    "source": ("来源", "文章来源", "信息来源", "稿件来源", "文章出处"),
}  # fmt: skip
_KIND_OF = {name: kind for kind, names in _GROUPS.items() for name in names}
_NAME = "|".join(
    _GAP.join(map(re.escape, name)) for name in sorted(_KIND_OF, key=len, reverse=True)
)
_FIELD = re.compile(
    rf"(?<![\u4e00-\u9fff“《])(?:[【\[〔]{_GAP}(?P<boxed>{_NAME}){_GAP}[】\]〕]{_GAP}[:：]?|(?P<plain>{_NAME}){_GAP}(?:[:：]|(?=\t|[ \u3000]{{2}})))"
)
# Where a value ends on its line: at the next label, known or not.
_NEXT_LABEL = re.compile(
    r"[ \t\u3000\xa0]+(?:[【\[〔][\u4e00-\u9fff \u3000]{2,10}[】\]〕]|[\u4e00-\u9fff][\u4e00-\u9fff \u3000]{0,9}[\u4e00-\u9fff][ \t\u3000]*[:：])|[【\[〔][\u4e00-\u9fff \u3000]{2,10}[】\]〕]"
)
_ANY_LABEL = re.compile(r"^[ \t\u3000\xa0]*(?:[【\[〔][\u4e00-\u9fff \u3000]{2,10}[】\]〕]|[\u4e00-\u9fff][\u4e00-\u9fff \t\u3000]{1,12}[:：])")
_LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class Field:
    """One label of the header data: its kind (number, issued …), its words, its value, where both stand."""

    kind: str
    name: str
    value: str
    start: int
    end: int


def read_fields(text: str, start: int, end: int) -> tuple[Field, ...]:
    """The labels in ``text[start:end]`` that have a value, in order."""
    found = []
    for match in _FIELD.finditer(text, start, end):
        name = re.sub(r"\s", "", match["boxed"] or match["plain"])
        value, stop = _value(text, match.end())
        if value:
            found.append(Field(_KIND_OF[name], name, value, match.start(), stop))
    return tuple(found)


def first(fields: tuple[Field, ...], kind: str) -> Field | None:
    """The first field of a kind; of several names for one kind the order in the document decides."""
    return next((field for field in fields if field.kind == kind), None)


def _value(text: str, at: int) -> tuple[str, int]:
    line_end = text.find("\n", at)
    line_end = len(text) if line_end < 0 else line_end
    cut = _NEXT_LABEL.search(text, at, min(line_end, at + _LONGEST_VALUE))
    stop = cut.start() if cut else min(line_end, at + _LONGEST_VALUE)
    value = _clean(text[at:stop])
    if value or cut:
        return value, stop
    begin = line_end
    while begin < len(text) and begin - line_end < _LONGEST_VALUE and text[begin].isspace():
        begin += 1
    following = text.find("\n", begin)
    following = len(text) if following < 0 else following
    line = text[begin:following]
    if following - begin > _LONGEST_VALUE or _ANY_LABEL.match(line) or _FIELD.match(line):
        return "", at
    return _clean(line), following


def _clean(value: str) -> str:
    value = re.sub(r"^[\s\-—－/]+", "", value)
    value = re.sub(r"[\s\-—－|]+$", "", value)
    return re.sub(r"[ \t\u3000\xa0]+", " ", value)
