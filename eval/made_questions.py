"""Questions made from the clauses themselves, each with a twin that the documents do not answer.

People's questions are few. For fitting when to refuse (`eval.calibrate`) two kinds are made without limit:

- from a sentence of a clause: its subject with the detail that it states asked for (多少元, 多长时间, 哪些, 吗).
  The twin is the same question with the sentences that state such a detail taken out of consideration;
- from a heading: a detail that nothing in the clause gives (电话, 地址, 截止日期 …): unanswerable as it stands.

The choice among wordings is by a hash of the sentence: the same library gives the same questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from assistant.asked_detail import asked_details, gives
from assistant.places import places_in
from assistant.titles import core_title
from corpus import Clause, Measure, PartKind, Policy
from index.tokens import fold

_BREAK = re.compile(r"[，,；;。：:（）()\n\t]")
_BOUND = re.compile(
    r"(?:不超过|不低于|不高于|不少于|最高|最低|至少|最多|约|达到?|为|是|按照?|给予|一次性|分别|可|的|以|在|到|提高|降至|降低|增至|每人|每户|每家|每年|每月|每亩|累计|总额|奖励|补助|补贴|予以)+$"
)
_ASKED = {
    "元": ("多少钱", "多少元", "给多少", "金额是多少"), "%": ("比例是多少", "百分之多少", "占多少"), "个百分点": ("几个百分点", "多少个百分点"),
    "年": ("多久", "几年", "期限多长"), "个月": ("几个月", "多久"), "日": ("几天", "多长时间", "几个工作日"), "个工作日": ("几个工作日", "多久"),
    "人": ("多少人", "几个人"), "家": ("多少家", "几家"), "个": ("多少个", "几个"), "平方米": ("多少平方米", "多大面积"), "岁": ("多少岁", "年龄上限是多少"),
    "亩": ("多少亩",), "公里": ("多少公里",), "次": ("几次", "多少次"), "倍": ("几倍",), "分": ("多少分", "几分"), "吨": ("多少吨",), "名": ("多少名",), "项": ("多少项",), "户": ("多少户",),
}  # fmt: skip
_NEVER_THERE = (
    "的联系电话是多少", "找谁咨询，电话多少", "在哪里办理", "到哪个窗口申请", "的申请截止日期是哪天", "要交哪些材料", "违反了罚多少钱", "的具体名单有哪些",
    "一年安排多少资金", "有多少个名额", "在哪个网站申请", "补贴多少元", "多久能批下来", "的负责人叫什么名字", "有什么处罚", "的申请表在哪下载", "需要几个工作日", "最高能给多少", "面积要求多大", "年龄限制是多少岁",
)  # fmt: skip
_STATES = {"的具体名单有哪些": r"名单", "有什么处罚": r"罚|处分|追究|责任"}
_MAY = re.compile(r"^(?P<who>[\u4e00-\u9fff]{2,16})(?:可以|不得|应当|必须)(?P<what>[\u4e00-\u9fff]{4,18})[。；，]")
_INCLUDES = re.compile(r"(?P<what>[\u4e00-\u9fff]{3,16})(?P<how>包括|分为|主要有|是指)[：:]?[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Made:
    """A made question.

    Attributes:
        id: names it. policy: what it was made from, clause: the clause.
        answerable: whether the documents say it.
        without: ids of the measures that are taken out of consideration, which makes a twin unanswerable.
    """

    id: str
    question: str
    policy: Policy
    clause: Clause
    answerable: bool
    without: frozenset[str] = frozenset()


def made_questions(policies: Sequence[Policy], per_policy: int = 6) -> Iterator[Made]:
    """Up to ``per_policy`` questions of each kind from each policy, with their twins."""
    for policy in policies:
        clauses = [c for c in policy.clauses if c.kind is PartKind.CLAUSE and c.leaf and c.measures]
        stated = [made for clause in clauses for measure in clause.measures for made in _stated(policy, clause, measure)]
        for pair in sorted(stated, key=lambda pair: _hash(pair[0].question))[:per_policy]:
            yield from pair
        absent = [made for clause in clauses for made in _absent(policy, clause)]
        yield from sorted(absent, key=lambda made: _hash(made.question))[: per_policy // 2]


def _stated(policy: Policy, clause: Clause, measure: Measure) -> Iterator[tuple[Made, Made]]:
    text = measure.text.strip()
    found: list[tuple[str, frozenset[str]]] = []
    for quantity in measure.quantities[:1]:
        before = measure.text[: quantity.span.start - measure.span.start]
        subject = _subject(before)
        if subject and quantity.unit in _ASKED:
            same = frozenset(m.id for m in clause.measures if any(q.unit == quantity.unit for q in m.quantities))
            found.append((subject + _pick(_ASKED[quantity.unit], text), same))
    may = _MAY.match(text)
    if may is not None:
        found.append((may["who"] + _pick(("可以", "能", "需要"), text) + may["what"] + _pick(("吗", "吗？", "不"), text), frozenset({measure.id})))
    lists = _INCLUDES.search(text)
    if lists is not None and lists["how"] != "是指":
        found.append((lists["what"] + _pick(("包括哪些", "有哪些", "都有什么"), text), frozenset({measure.id})))
    for words, without in found:
        question = _naming(policy, text) + words
        mark = f"made-{policy.source[:3]}-{_hash(question) % 10**6:06d}"
        yield Made(mark, question, policy, clause, True), Made(mark, question, policy, clause, False, without)


def _absent(policy: Policy, clause: Clause) -> Iterator[Made]:
    subject = clause.heading or _subject(clause.measures[0].text[:24])
    if not 4 <= len(subject) <= 24:
        return
    asked = _pick(_NEVER_THERE, clause.id)
    said = [fold(clause.text)]
    details = asked_details(fold(subject + asked))
    if any(gives(detail, said) for detail in details) or re.search(_STATES.get(asked, r"(?!)"), clause.text):
        return
    question = _naming(policy, clause.id) + subject + asked
    yield Made(f"made-{policy.source[:3]}-{_hash(question) % 10**6:06d}", question, policy, clause, False)


def _subject(before: str) -> str:
    """What a figure is said of: the one or two phrases in front of it, without the words of its bound."""
    parts = [part for part in _BREAK.split(before) if part.strip()]
    kept = ""
    for part in reversed(parts[-3:]):
        kept = _BOUND.sub("", part.strip()) if not kept else f"{part.strip()}{kept}"
        if len(kept) >= 6:
            break
    kept = re.sub(r"^[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]", "", kept).strip()
    return kept if 5 <= len(kept) <= 28 and re.search(r"[\u4e00-\u9fff]{4}", kept) else ""


def _naming(policy: Policy, key: str) -> str:
    """How the question says which document it means: by title, by place, by the core of the title, or not at all."""
    core = re.sub(r"^(?:关于)?(?:印发|加快|进一步|做好)*|(?:实施)?(?:细则|办法|意见|方案|措施|规定|通知|公告|规划)$", "", core_title(policy.title))
    place = "".join(places_in(fold(policy.title))[:1])
    if re.fullmatch(r"[\w.]*", policy.title, re.ASCII):
        return ""
    ways = (f"《{policy.title}》里，", place, f"{core[:16]}，", "", place, f"{core[-8:]}里，")
    return _pick(ways, key)


def _pick(options: Sequence[str], key: str) -> str:
    return options[_hash(key) % len(options)]


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=6).digest(), "big")
