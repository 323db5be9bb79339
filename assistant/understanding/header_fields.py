"""Questions about the header data (题): who issued it, when, its number, its level."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus import PartKind, Policy, Span


@dataclass(frozen=True, slots=True)
class HeaderField:
    """A field of the header: its name, how it is asked for, and how its line begins in the file."""

    label: str
    asked: str
    printed: str  # "" for the title, which has no label

    def is_asked_in(self, folded: str) -> bool:
        """True if a folded question asks for this field."""
        return bool(re.search(self.asked, folded))

    def line_in(self, policy: Policy) -> Span | None:
        """Where the field's line stands, None if it is missing or blank."""
        header = next((part for part in policy.parts if part.kind is PartKind.HEADER), None)
        if header is None:
            return None
        if not self.printed:
            return header.measures[0].span if header.measures else None
        match = re.search(rf"(?:{self.printed})[ \t]*[:：][ \t\u3000]*(\S[^\n]*)", header.text)
        if match is None:
            return None
        return Span(header.span.start + match.start(), header.span.start + match.end(1))


NUMBER = HeaderField("发文字号", r"文号|[几哪](?:一)?号文|多少号文|发文字号|文件(?:编)?号|(?<![老国])字号|document number", r"发文字号|文号|文件编号")
ISSUER = HeaderField(
    "发文机构",
    r"发文(?:机构|机关|单位)|发布(?:机构|机关|单位)|(?:谁|哪(?:个|些|里|儿|[几两]?家)?(?:单位|部门|机构|机关|办公[厅室])?)(?:联合)?(?:制定|发布|印发|出台|下发|发的|发文|颁发|颁布|发出)|(?:制定|印发|颁发|发布)(?:机关|单位|机构)|who issued|issued by|issuing|which [^?]*issued",
    r"发文机构|发文机关|发布机构|发布机关|制定机关|颁布单位|发布单位",
)
ISSUED = HeaderField(
    "颁发时间",
    r"(?:颁发|印发|发布|颁布|出台|公布|发文|下发)(?:的)?(?:时间|日期)|(?:何时|什么时候|哪天|哪一天|哪年|几时|几月几号)[^，。？?]{0,4}(?:颁发|印发|发布|颁布|出台|公布|发文|下发|发的|发出)|(?:颁发|印发|发布|颁布|出台|公布|下发|发)[^，。？?]{0,4}(?:何时|是什么时候|哪天|是哪天)|when was [^?]*(?:issued|published|released)",
    r"颁发时间|发布日期|印发日期|颁布日期|发布时间|公布日期|成文日期",
)
LEVEL = HeaderField("效力级别", r"效力(?:级别|等级|层级|位阶)|(?:属于|是)(?:什么|哪(?:一)?(?:级|类|种))(?:级别|类型|性质)?(?:的)?(?:文件|规范)|legal (?:level|rank)", r"效力级别|效力等级")
EFFECTIVE = HeaderField("实施日期", r"实施日期|施行日期", r"实施日期|施行日期|生效日期")
CATEGORY = HeaderField("类别", r"(?:^|文件|政策|措施|通知|意见|办法|[的里中，,])类别|归为哪类|(?:文件|政策)(?:的)?分类", r"类别")
TITLE = HeaderField("标题", r"(?:文件|政策)(?:的)?(?:全称|全名|标题|名称|题目)|叫什么(?:名字|名称)?$|full (?:title|name)", r"")
PLACE = HeaderField("城市", r"哪个(?:省|城市|市)的(?:政策|文件)|什么地方的(?:政策|文件)|适用(?:于)?哪个(?:省|市|城市|地方)", r"城市|地区")
_FIELDS = (NUMBER, ISSUER, ISSUED, LEVEL, EFFECTIVE, CATEGORY, TITLE, PLACE)


def header_field(folded: str) -> HeaderField | None:
    """The header field a folded question asks for, None if it asks for none."""
    return next((wanted for wanted in _FIELDS if wanted.is_asked_in(folded)), None)
