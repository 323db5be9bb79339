"""Questions about the header data (题): who issued it, when, its number, its level."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeaderField:
    """A field of the header: its name, how it is asked for, how its line begins in the file, and what kind of label that is.

    ``kinds``: those of `corpus.header_fields` that print it; () where the pages have no label of one kind for it.
    """

    label: str
    asked: str
    printed: str  # "" for the title, which has no label
    kinds: tuple[str, ...] = ()

    def is_asked_in(self, folded: str) -> bool:
        """True if a folded question asks for this field."""
        return bool(re.search(self.asked, folded))


_WHO = r"(?:谁|哪(?:个|些|里|儿|[几两]?家)?(?:单位|部门|机构|机关|办公[厅室])?|什么(?:单位|部门|机构|机关))"
_ISSUES = r"(?:制定|发布|公布|印发|出台|下发|发的|发文|颁发|颁布|发出)"
_WHEN = r"(?:何时|什么时候|啥时候|哪天|哪一天|哪年|哪一年|几时|几月几号|多会儿)"
NUMBER = HeaderField("发文字号", r"文号|[几哪](?:一)?号文|多少号文|发文字号|文件(?:编)?号|(?<![老国])字号|document number", r"发文字号|文号|文件编号", ("number",))
ISSUER = HeaderField(
    "发文机构",
    rf"发文(?:机构|机关|单位|部门)|发布(?:机构|机关|单位)|{_WHO}(?:联合|共同)?{_ISSUES}|(?:制定|印发|颁发|发布)(?:机关|单位|机构|部门)|落款(?:单位|是谁)|谁(?:家)?的文件|who issued|issued by|issuing|which [^?]*issued",
    r"发文机构|发文机关|发布机构|发布机关|制定机关|颁布单位|发布单位",
    ("issuer", "joint"),
)
WRITTEN = HeaderField("成文日期", rf"成文(?:的)?(?:日期|时间)|落款(?:的)?(?:日期|时间)|签发(?:的)?(?:日期|时间)|{_WHEN}(?:成文|签发|落款)", r"成文日期|成文时间|签发日期", ("written",))
ISSUED = HeaderField(
    "颁发时间",
    rf"(?:颁发|印发|发布|颁布|出台|公布|发文|下发)(?:的)?(?:时间|日期)|{_WHEN}[^，,。？?、]{{0,4}}(?:颁发|印发|发布|颁布|出台|公布|下发|发文|发的|发出|制定的)|(?:颁发|印发|发布|颁布|出台|公布|下发|发)[^，,。？?、]{{0,4}}(?:何时|是什么时候|哪天|是哪天)|when was [^?]*(?:issued|published|released)",
    r"颁发时间|发布日期|印发日期|颁布日期|发布时间|公布日期|成文日期",
    ("issued",),
)
LEVEL = HeaderField("效力级别", r"效力(?:级别|等级|层级|位阶)|(?:属于|是)(?:什么|哪(?:一)?(?:级|类|种))(?:级别|类型|性质)?(?:的)?(?:文件|规范)|legal (?:level|rank)", r"效力级别|效力等级", ("level",))
EFFECTIVE = HeaderField("实施日期", rf"实施日期|施行日期|生效日期|{_WHEN}(?:开始|起|正式)?(?:施行|生效|实施|执行)(?!方案|细则|单位|意见|办法)", r"实施日期|施行日期|生效日期", ("effective",))
EXPIRES = HeaderField("有效期", r"失效日期|有效(?:期)?(?:到|至)(?:什么时候|何时|几时|哪天|哪年)|有效期(?:是|有|到|至)?(?:多久|多长|几年|多少|什么时候|何时|哪天|限)|(?:什么时候|何时|哪天|哪年|几时)(?:到期|失效|截止|过期)|管(?:到|几)(?:什么时候|何时|几时|年)|有效期$|有效期[呢？?]", r"失效日期|有效期至", ("expires",))
CATEGORY = HeaderField("类别", r"(?:^|文件|政策|措施|通知|意见|办法|[的里中，,])类别|归为哪类|(?:文件|政策)(?:的)?分类", r"类别")
TITLE = HeaderField("标题", r"(?:文件|政策)(?:的)?(?:全称|全名|标题|名称|题目)|(?:全称|全名|标题)(?:是|叫)?(?:什么|啥)?(?:$|[?？，,、])|叫什么(?:名字|名称)?$|full (?:title|name)", r"")
PLACE = HeaderField("城市", r"哪个(?:省|城市|市)的(?:政策|文件)|什么地方的(?:政策|文件)|适用(?:于)?哪个(?:省|市|城市|地方)", r"城市|地区")
_FIELDS = (NUMBER, ISSUER, WRITTEN, ISSUED, LEVEL, EFFECTIVE, CATEGORY, TITLE, PLACE)
_WHEN_ALONE = re.compile(rf"(?:^|[，,、；;和及])(?:是|又是|在)?{_WHEN}(?:的)?(?=$|[，,、；;？?和及\s])")


def header_field(folded: str) -> HeaderField | None:
    """The header field a folded question asks for, None if it asks for none."""
    return next((wanted for wanted in _FIELDS if wanted.is_asked_in(folded)), None)


def header_fields(folded: str) -> tuple[HeaderField, ...]:
    """All the header fields that a folded question asks for, its validity among them (谁发的、什么时候、有效到几时).

    >>> [field.label for field in header_fields("谁发的、什么时候、有效到几时")]
    ['发文机构', '颁发时间', '有效期']
    """
    found = [wanted for wanted in (*_FIELDS, EXPIRES) if wanted.is_asked_in(folded)]
    if ISSUED not in found and WRITTEN not in found and found and _WHEN_ALONE.search(folded):
        found.insert(next((at for at, field in enumerate(found) if field is EXPIRES), len(found)), ISSUED)
    return tuple(found)


def without_fields(folded: str, fields: tuple[HeaderField, ...]) -> str:
    """A folded question without the words that ask for header fields.

    >>> without_fields("工作规则是谁发的、什么时候", header_fields("工作规则是谁发的、什么时候")).strip(" 、")
    '工作规则是'
    """
    for field in fields:
        folded = re.sub(field.asked, " ", folded)
    return _WHEN_ALONE.sub(" ", folded)
