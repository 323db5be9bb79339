"""Questions made from the clauses themselves, each with a twin that the documents do not answer.

People's questions are few. For fitting when to refuse (`eval.calibrate`) two kinds are made without limit:

- from a sentence of a clause: its subject with the detail that it states asked for (多少元, 多长时间, 哪些, 吗).
  The twin is the same question with the sentences that state such a detail taken out of consideration;
- from a heading: a detail that nothing in the clause gives (电话, 地址, 截止日期 …): unanswerable as it stands;
- from a sentence without a figure whose clause has figures elsewhere: the amount, share or term of it asked for:
  unanswerable although a value of the kind stands close by;
- of a document: something that no document of the library has a word of (养犬登记, 光伏发电), asked for without a value;
  its like asks the same of the subject of a clause: answerable.

Half of them are put in plainer words: official words give way to lay ones (``assistant/vocabulary/lay_words.txt`` read backwards).
The choice among wordings is by a hash of the sentence: the same library gives the same questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from assistant.understanding.asked_detail import asked_details, gives
from assistant.vocabulary.lexicon import official_words
from assistant.which_policy.places import places_in
from assistant.which_policy.titles import core_title
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
_SAYS_SOMETHING = 40  # characters of a clause that says something of its subject
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


_OF_A_NEIGHBOUR = {
    "元": ("最多能拿多少钱", "给多少钱", "一次给好多钱", "补多少万元", "最高多少万"), "%": ("比例是多少", "占百分之几", "补几成"),
    "个百分点": ("补几个点", "几个百分点"), "年": ("要几年", "期限多长", "管几年"), "个月": ("要几个月", "给几个月"), "日": ("几天办完", "多久能办好"),
    "个工作日": ("几个工作日办完", "多久有结果"), "人": ("要多少人", "有几个名额"), "家": ("要多少家", "评几家"), "个": ("一共建几个", "要多少个"),
    "平方米": ("面积要多大", "多少平方米"), "公里": ("多少公里",), "亩": ("多少亩",),
}  # fmt: skip


FOREIGN = (
    "光伏发电 宠物饲养 养犬登记 加装电梯 停车收费 垃圾清运 校车接送 殡葬服务 彩票销售 共享单车 烟花燃放 古树保护 户外广告 无人机飞行 二手车交易 婚姻登记 护照办理 "
    "驾照换领 疫苗接种 公积金提取 丧葬补助 助学贷款 高考加分 征兵优待 图书馆借阅 电动自行车上牌 家电以旧换新 燃气改造 自来水价格 供暖补贴 违建拆除 法律援助 廉租房租金 "
    "农机报废 退耕还林 禁渔补偿 河道采砂 矿山修复 外卖骑手保险 月嫂证书 校园食堂 老年大学 寺庙修缮 墓地价格 酒吧营业 网吧经营 游泳池开放 广场舞噪声 建筑垃圾 油烟排放 "
    "摆摊许可 烟草零售 药店距离 美容执照 驾校学费 搬家补助 双胞胎奖励 早教机构 临终关怀 器官捐献 志愿者积分 国企招聘 军人公墓 渔船保险 蜂农补助 茶园改造 樱桃种植"
).split()
_OF_A_SUBJECT = ("怎么规定的", "政策怎么说", "有什么要求", "这块有没有安排", "都要做些啥")
_OF_A_TOPIC = (*_OF_A_SUBJECT, "有没有补贴", "有什么支持政策", "允许吗", "要符合什么要求", "有优惠没有", "能不能申请资助", "归不归这个政策管")


def made_questions(policies: Sequence[Policy], per_policy: int = 6) -> Iterator[Made]:
    """Up to ``per_policy`` questions of each kind from each policy, with their twins."""
    said = fold("\n".join(policy.text for policy in policies))
    foreign = [topic for topic in FOREIGN if topic[:2] not in said]
    for policy in policies:
        clauses = [c for c in policy.clauses if c.kind is PartKind.CLAUSE and c.leaf and c.measures]
        stated = [made for clause in clauses for measure in clause.measures for made in _stated(policy, clause, measure)]
        for pair in sorted(stated, key=lambda pair: _hash(pair[0].question))[:per_policy]:
            yield from pair
        beside = [made for clause in clauses for made in _beside_a_figure(policy, clause)]
        yield from sorted(beside, key=lambda made: _hash(made.question))[:per_policy]
        yield from sorted(_of_topics(policy, clauses, foreign), key=lambda made: _hash(made.question))[:per_policy]
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
        question = _naming(policy, text) + _plainer(words)
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


def _of_topics(policy: Policy, clauses: Sequence[Clause], foreign: Sequence[str]) -> Iterator[Made]:
    """Questions on the subjects of the clauses, and as many on things foreign to the library."""
    for clause in clauses:
        subject = clause.heading or _opening(clause.measures[0].text)
        if foreign and 4 <= len(subject) <= 18 and len(clause.text) >= _SAYS_SOMETHING:
            key = f"{policy.id}{subject}"
            for words, answerable in ((_plainer(subject), True), (_pick(foreign, key), False)):
                question = _naming(policy, key + words) + words + _pick(_OF_A_SUBJECT if answerable else _OF_A_TOPIC, key + words)
                yield Made(f"made-{policy.source[:3]}-{_hash(question) % 10**6:06d}", question, policy, clause, answerable)


def _beside_a_figure(policy: Policy, clause: Clause) -> Iterator[Made]:
    units = {quantity.unit for measure in clause.measures for quantity in measure.quantities} & set(_OF_A_NEIGHBOUR)
    for measure in clause.measures if units else ():
        said = fold(measure.text)
        if re.search(r"\d|[一二三四五六七八九十百]", said) or measure.text.rstrip().endswith(("：", ":")):
            continue
        subject = _opening(measure.text)
        if subject:
            unit = _pick(sorted(units), subject)
            question = _naming(policy, subject) + _plainer(subject) + _pick(_OF_A_NEIGHBOUR[unit], subject)
            yield Made(f"made-{policy.source[:3]}-{_hash(question) % 10**6:06d}", question, policy, clause, False)


def _opening(text: str) -> str:
    """The first phrases of a sentence, whole, as many as make a subject."""
    kept = ""
    for part in _BREAK.split(text)[:3]:
        kept += part.strip()
        if len(kept) >= 8:
            break
    return kept if 6 <= len(kept) <= 24 and re.search(r"[\u4e00-\u9fff]{4}", kept) else ""


def _plainer(words: str) -> str:
    """The words as they are, or, for half of all, with a lay word for each official one that has one."""
    if _hash(words) % 2:
        return words
    for official, lay in _lay_for().items():
        words = words.replace(official, _pick(lay, words))
    return words


@lru_cache(maxsize=1)
def _lay_for() -> dict[str, tuple[str, ...]]:
    """Lay words by the official word that they stand for first; longer official words first."""
    found: dict[str, list[str]] = {}
    for lay, official in official_words().items():
        found.setdefault(official[0], []).append(lay)
    return {official: tuple(found[official]) for official in sorted(found, key=lambda word: (-len(word), word))}


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
