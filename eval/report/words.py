"""Names of kinds, styles and reasons in Chinese, as reports print them."""

from __future__ import annotations

from assistant.answer import Kind
from eval.gold.item import Split, Style, UnanswerableKind
from eval.runner.measures import MEASURES

KIND_NAMES = {
    Kind.FACT: "事实", Kind.LIST: "列举", Kind.UNITS: "责任单位", Kind.UNITS_REVERSE: "单位反查",
    Kind.YES_NO: "是否", Kind.ELIGIBILITY: "资格", Kind.VALIDITY: "效力", Kind.CLAUSE: "条款",
    Kind.SMALL_TALK: "寒暄",
}  # fmt: skip
STYLE_NAMES = {
    Style.FORMAL: "书面", Style.COLLOQUIAL: "口语", Style.TERSE: "简短", Style.TYPO: "错别字",
    Style.TRADITIONAL: "繁体", Style.ENGLISH: "英文", Style.PARAPHRASE: "改述",
}  # fmt: skip
SPLIT_NAMES = {Split.DEV: "开发集", Split.HELD: "保留集"}
UNANSWERABLE_NAMES = {
    UnanswerableKind.NEAR_TOPIC: "近题无据", UnanswerableKind.OFF_TOPIC: "题外",
    UnanswerableKind.OTHER_POLICY: "其他政策", UnanswerableKind.INJECTION: "注入指令",
}  # fmt: skip
STATUS_NAMES = {
    "in_force": "现行有效", "expired": "已失效", "repealed": "已废止", "not_yet": "尚未施行",
    "event_bound": "随事件终止", "unknown": "效力不明",
}  # fmt: skip

MEASURE_NAMES = {"refusal": "拒答与否"} | {measure.key: measure.chinese for measure in MEASURES}
