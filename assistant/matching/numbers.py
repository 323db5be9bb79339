"""Numbers and stretches of time (数量与时长) in an owner's words, and whether they keep to the bound of a condition.

A number is compared only with one that is said of the same thing: both of a known topic (营业收入, 员工, 研发投入占比 …), or their
telling words shared. Stretches of time are counted in months; 去年毕业 and 2023年成立 give a range of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from assistant.matching.profile import Figure, Profile
from assistant.matching.wording import content_words
from corpus.numerals import find_dates
from corpus.policy import Bound, Quantity, Span
from corpus.quantities import UNIT, find_quantities
from corpus.spoken_numbers import as_written

Truth = bool | None

MONTHS = "个月"
_MONTH_UNITS = {"年": Decimal(12), "个月": Decimal(1), "月": Decimal(1), "周": Decimal(7) / Decimal("30.44"), "日": 1 / Decimal("30.44"), "天": 1 / Decimal("30.44")}
_SAME_UNIT = {"名": "人", "位": "人", "周岁": "岁", "块": "元", "平米": "平方米", "㎡": "平方米", "户": "家", "部": "台", "套": "台", "万元": "元"}
# Units that are said of one thing only in most descriptions.
_TELLING_UNITS = frozenset("岁 张 亩 平方米 吨 人次 头 株 公里 千瓦 千瓦时 公斤 辆 台 项 件 座 只 羽 立方米 床 间 兆瓦 场".split())
# 200号人, 三百多万, 一百来平, 一年多三个月: what an owner says roughly is taken at the number said.
_ROUGHLY: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(words), shape)
    for words, shape in (
        (r"(?<=^我)(?:今年|都|已经|快)*([2-9]\d)(?:了)?(?=$|[，。；])", r"今年\1岁"), (r"^(?:今年|都|已经)+([2-9]\d)(?:了)?(?=$|[，。；])", r"今年\1岁"),
        (r"(?<=[妈爸爷奶父母])(?:今年|都|已经)?((?:[1-9]\d|[二三四五六七八九]十[一二三四五六七八九]?))(?:了|多)?(?=$|[，。；])", r"今年\1岁"),
        (r"(?<=[\d一二三四五六七八九十百])个(?=课时|学时|亿|千万|百万)", ""), (r"(?<=[\d.一二两三四五六七八九])个多(?=(?:百分)?点)", "个"),
        (r"(?<=[\d一二三四五六七八九十百])来?个(?=[\u4e00-\u9fff]{0,4}(?:客人|游客|旅客|员|病人|孩子|学徒|女工|技工)(?:$|[，。；去来到]))", "人"),
        (r"(?<=[\d一二两三四五六七八九十])年多(?=[一二两三四五六七八九十\d]{1,2}个月)", "年"), (r"(?<=[\d一二两三四五六七八九十])个(?:多|来|半)月", "个月"),
        (r"(?<=[\d一二两三四五六七八九十百千])[多余](?=[万亿平])", ""), (r"(?<=[\d一二三四五六七八九十百千])来(?=[万个人平])", ""), (r"(?<=[十百千万\d])(?:来|多)?(?:号|口)人", "人"),
        (rf"(?<=[\d一二两三四五六七八九十百千][万亿])[来多余](?!{UNIT})", ""),
    )
)  # fmt: skip
# What numbers are said of; the first that fits decides.
_TOPICS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(words))
    for name, words in (
        ("growth", r"同比|增长|增幅|增速|环比|涨了?|比(?:去年|上年|前年|前一年|上一年|往年)"), ("research_share", r"(?:研发|研究开发|科研)[^，。]{0,8}(?:占|比(?![前去上往同])|强度)"), ("research", r"研发(?:费|投入|经费|支出|资金)|研究开发费"), ("fee_rate", r"费率|利率|利息"),
        ("tax", r"纳税|缴税|税收|税额|实缴税"), ("capital", r"注册资本|实缴|实收资本|注册资金"), ("equipment", r"(?:机|机床|生产线|产线|设备)(?:一共|总共|合计|前后)*(?:花|投|用)了?|设备[^，。]{0,6}(?:投|购置|采购|款|花|买)|(?:购置|购买|买)[^，。]{0,6}设备"), ("investment", r"投资|投入|投了"), ("revenue", r"零售额|交易额|成交额|经营性?收入|营业收入|营收|销售收入|销售额|营业额|产值|流水|收入|卖货|卖了|卖得"), ("assets", r"资产"),
        ("export", r"出口"), ("loan", r"贷款|借款|放款"), ("guarantee", r"担保"), ("rent", r"租金|房租"), ("fund", r"公积金"), ("group", r"组团|的团|团队游|一个团|最大的团|游客"), ("price", r"单位?价|价值|价格|单价"), ("age", r"岁"), ("graduated", r"毕业|离校"), ("unemployed", r"失业(?!保险|险)|待业|没(?:有)?工作"), ("contract", r"合同"), ("insured", r"社保|社会保险|参保|(?:失业|工伤|养老|医疗)(?:保)?险|养老保险|医保|缴费"),
        ("kept", r"留用|留下|见习期满|稳定就业"), ("trained", r"培训"), ("worked", r"[干做](?:满|了)|工作|上班|任职|在岗|从业|就业"), ("operating", r"经营|运营|营业|成立|设立|注册|开业|创办|开办|开店|投产|登记|办了|开了"), ("disabled", r"残疾"), ("staff", r"员工|职工|从业人员|用工|在职|人数|工人"), ("area", r"面积"), ("beds", r"床"), ("term", r"期限|租赁?期|合同[^，]{0,4}签|签(?:的是|了)"),
    )
)  # fmt: skip
_NEW_STAFF = re.compile(r"新(?:招|增|吸纳|录)|招用|招聘|招了|引进|接收|吸纳|见习|毕业生|残疾|研发人员|博士|硕士|学员|参训|培训")
_FIELDS = {"revenue": "revenue", "assets": "assets", "investment": "investment", "loan": "loan"}
# When something happened, counted back from today: first and last year ago, or months.
_AGO: tuple[tuple[re.Pattern[str], int], ...] = ((re.compile("今年|本年"), 0), (re.compile("去年|上一?年(?!度)"), 1), (re.compile("前年"), 2), (re.compile("大前年"), 3))
_JUST = re.compile(r"刚刚?(?!好|性)|上个?月|才(?=[^，。]{0,4}(?:毕业|成立|注册|开业|开张|开的|办))|最近")
_EVENT = re.compile(r"毕业|离校|成立|注册|设立|开业|开办|创办|开店|开了|办了|投产|退役|失业|参保|入职|结婚|落户|登记|认定|取得|获|放款|贷|招|买|购|建")
_YEARS_AGO = re.compile(r"([一二两三四五六七八九十\d]{1,3})年(?:多)?(?:之?前)")
_BOUND_WORDS = re.compile(r"以上|以下|以内|不少于|不低于|不超过|不高于|超过|达到|至少|不足")


@lru_cache(maxsize=65536)
def quantities_in(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text, without those that only repeat a bound in brackets (含50人)."""
    return tuple(q for q in find_quantities(text, Span(0, len(text))) if not re.search(r"[（(][^）)]{0,3}含$", text[: q.span.start]))


def plain_numbers(text: str) -> str:
    """An owner's way of saying numbers in the way they are written: 八百万 → 八百万元, 200号人 → 200人.

    >>> plain_numbers("营收三百多万，五成出口，一百来平")
    '营收三百万元，50%出口，一百平方米'
    """
    for pattern, shape in _ROUGHLY:
        text = pattern.sub(shape, text)
    return as_written(text)


def unit_of(unit: str) -> str:
    """The unit that stands for those counted alike: months for all stretches of time."""
    return MONTHS if unit in _MONTH_UNITS else _SAME_UNIT.get(unit, unit)


def _in_unit(number: Decimal, unit: str) -> Decimal:
    return number * _MONTH_UNITS[unit] if unit in _MONTH_UNITS else number


def topic_of(about: str) -> str:
    """What a number is said of, by the last of the known topics that its words name, "" if they name none."""
    if _GROWTH.search(about) and (_MORE_THAN.search(about) or not re.search(r"[前去上往]年.*[前去上往今]年", about)):
        return "growth"
    return next((name for name, words in _TOPICS if words.search(about)), "")


_GROWTH = re.compile(r"同比|增幅|增速|较上一?年(?:度)?(?:同期)?增[长加]|比(?:去年|上一?年|前一?年|往年)(?:同期)?(?:多|增|涨|高)")


_MORE_THAN = re.compile(r"比(?:去年|上一?年|前一?年|往年)(?:同期)?(?:多|增|涨|高)了?")  # 去年比前年多了480万 is itself a growth


# --- what the enterprise says -----------------------------------------------------------------------------


# 今年目标营收八千万: a number that is not there yet.
HOPED = re.compile(r"目标|预计|预期|计划|力争|争取|打算|希望|想要|估计能|明年|有望|拟(?!定|上市)|准备(?!金)|将要?达|以后")


_SPENT = re.compile(r"(?:一共|总共|合计|总计|前后|才|就|大概|差不多|也就)*(?:花|用|投|掏|付)(?:了|的)?")  # 一共花了420万: of what stands before
_SHORT_OF = re.compile(r"差(?:一?点儿?|了?一?些|那么一点)(?:就|才)?(?:不?到|够|满)")  # 差一点到500万: a bound, and not what there is


def figures_in(clause: str, before: str, today: date | None) -> Iterator[Figure]:
    """The numbers of one clause of an owner's, each with the words around it; ``before`` is the clause in front of it."""
    clause = plain_numbers(clause)
    if HOPED.search(clause) or _SHORT_OF.search(clause):
        return
    at = 0
    found = quantities_in(clause)
    for index, quantity in enumerate(found):
        end = found[index + 1].span.start if index + 1 < len(found) else len(clause)
        led = re.match(r"[^\d一二两三四五六七八九十百千万亿.]*", quantity.text)
        about = clause[at : quantity.span.start] + (led.group() if led else "") + clause[quantity.span.end : min(end, quantity.span.end + 10)]
        at = quantity.span.end
        if not content_words(about) or _SPENT.fullmatch(about) or (len(about) < 3 and not topic_of(about)):
            about = (clause[: found[0].span.start] if index else before[-16:]) + about
        unit = unit_of(quantity.unit)
        number, upper = _in_unit(quantity.number, quantity.unit), _in_unit(quantity.upper, quantity.unit) if quantity.upper else None
        if quantity.unit == "年" and number > 12 * 1900:
            continue
        yield Figure(about.strip(), number, unit, upper)
    if today is not None:
        ago = _months_ago(clause, today)
        event = _EVENT.search(clause)
        if ago is not None and event:
            about = clause if re.search(r"毕业|失业|退役|成立|注册|开|办", event.group()) else clause[event.start() : event.end() + 1]
            yield Figure(about, Decimal(ago[0]), MONTHS, Decimal(ago[1]))


def _months_ago(clause: str, today: date) -> tuple[Decimal, Decimal] | None:
    """How many months ago something was, at least and at most; None where no time is said."""
    days = [day for _, _, day in find_dates(clause) if day <= today]
    if days:
        exact = Decimal((today - days[0]).days) / Decimal("30.44")
        return exact, exact
    dated = re.search(r"((?:19|20)\d{2})年(?:(\d{1,2})月)?", clause)
    if dated:
        year, month = int(dated[1]), int(dated[2] or 0)
        if year > today.year:
            return None
        late = (today.year - year) * 12 + today.month - (month or 12)
        early = (today.year - year) * 12 + today.month - (month or 1)
        return Decimal(max(0, late)), Decimal(max(0, early) + (1 if month else 0))
    if (_gone := _YEARS_AGO.search(clause)) and (q := quantities_in(_gone[1] + "年")):
        return q[0].number * 12, q[0].number * 12 + 11
    for pattern, years in reversed(_AGO):
        if pattern.search(clause):
            early = years * 12 + today.month - 1
            return Decimal(max(0, early - 11)), Decimal(early)
    return (Decimal(0), Decimal(6)) if _JUST.search(clause) else None


_YEAR_ALONE = re.compile(r"(?:是|到|就|有|的|又|为|大?前年|去年|今年|上年|(?:19|20)\d\d年)+")
_YEARS = (re.compile("前年"), re.compile("去年"), re.compile("今年"))


def with_growth(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, two of one thing in successive years with the growth from one to the other.

    >>> [(f.about, str(f.number)) for f in with_growth([Figure("营收前年", Decimal(10), "元"), Figure("营收前年10万去年", Decimal(13), "元")])]
    [('营收前年', '10'), ('营收去年', '13'), ('营收同比增长', '30.0')]
    """
    figures = list(figures)
    for index in range(1, len(figures)):
        figure, last = figures[index], figures[index - 1]
        if _YEAR_ALONE.fullmatch(figure.about) and figure.unit == last.unit and topic_of(last.about):  # 前年纳税600万，去年720万
            figures[index] = replace(figure, about=re.sub(r"大?前年|去年|今年|上年|(?:19|20)\d\d年", "", last.about) + figure.about)
    kept = list(figures)
    for earlier, later in pairwise(figures):
        years = [next((i for i, word in reversed(list(enumerate(_YEARS))) if word.search(figure.about)), -1) for figure in (earlier, later)]
        topic = topic_of(earlier.about)
        if earlier.unit != later.unit or earlier.upper or later.upper or years[0] < 0 or years[1] != years[0] + 1 or not earlier.number:
            continue
        if not topic or topic == "growth" or topic_of(later.about) != topic or earlier not in kept or later not in kept:
            continue
        subject = re.sub("前年|去年|今年", "", earlier.about)
        growth = round((later.number - earlier.number) / earlier.number * 100, 1)
        kept[kept.index(later)] = replace(later, about=subject + _YEARS[years[1]].pattern)
        kept[kept.index(earlier)] = replace(earlier, about=subject + "前年" if years[0] == 0 else earlier.about)
        kept.append(Figure(subject + "同比增长", growth, "%"))
    return tuple(sorted(kept, key=lambda figure: figure.about.endswith("同比增长")))


# --- what the condition asks ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """One number that a condition asks for and the words it is said of; ``times``: for how many years running.

    ``strict``: 超过50人 without （含50人）: more than the number itself.
    """

    quantity: Quantity
    about: str
    topic: str
    times: int = 1
    strict: bool = False


_BOUND_BEHIND = re.compile(r"[^，。；、\d（以]{1,6}以(上|下|内)")
_YEARS_RUNNING = re.compile(r"(?:连续|近|最近|前)$")


@lru_cache(maxsize=65536)
def asked_in(text: str) -> tuple[tuple[Asked, ...], str]:
    """The numbers that a condition asks for, and its words without them."""
    found = quantities_in(text)
    rest, at = "", 0
    asked: list[Asked] = []
    times = 1
    for index, quantity in enumerate(found):
        if quantity.unit == "年" and _YEARS_RUNNING.search(text[: quantity.span.start]) and index + 1 < len(found):
            times = int(quantity.number)
            rest, at = rest + text[at : quantity.span.start], quantity.span.end
            continue
        end = found[index + 1].span.start if index + 1 < len(found) else len(text)
        before = re.split(r"，|且|并|、|；", text[at : quantity.span.start])[-1]
        behind = re.split(r"，|且|并|、|；|的", text[quantity.span.end : end])[0]
        noun = re.split(r"，|；", text[quantity.span.end : end])[0] if text[quantity.span.end :].startswith("的") else behind
        about = before + (noun if len(content_words(before)) == 0 or quantity.unit in _TELLING_UNITS else behind)
        strict = re.search(r"^(?:超过|大于|高于|多于|突破|超)", quantity.text) is not None and not re.match(r"[（(][^）)]{0,3}含", text[quantity.span.end :])
        bounded = _BOUND_BEHIND.match(text, quantity.span.end) if quantity.bound is Bound.EXACT else None
        if bounded:  # 100吨标准煤以上: the bound stands behind the noun
            quantity = replace(quantity, bound=Bound.AT_LEAST if bounded[1] == "上" else Bound.AT_MOST)
        if quantity.bound is Bound.EXACT and re.search(r"每[^，；]{0,10}$", text[at : quantity.span.start]):
            quantity = replace(quantity, bound=Bound.AT_LEAST)  # 每引进1名: whoever has brought in one or more
        if asked and not content_words(about) and unit_of(asked[-1].quantity.unit) == unit_of(quantity.unit) and re.fullmatch(r"(?:以上|以下|以内|、|，|且)*", text[at : quantity.span.start]):
            about = asked[-1].about  # 5间以上14间以下: of the same thing
        if asked and re.search(r"[（(][^）)]*$", text[: quantity.span.start]):  # （粤东地区为20人以上）: of the same thing
            about = asked[-1].about
        asked.append(Asked(quantity, about, topic_of(about), times, strict))
        rest += text[at : quantity.span.start]
        at = quantity.span.end
    rest += text[at:]
    asked = _lowest_tier(asked, text)
    return tuple(asked), _BOUND_WORDS.sub("", re.sub(r"[（(][^）)]*(?:含|为)[^）)]*[）)]", "", rest))


_TIERS = re.compile(r"(?:首次|达到?|突破|超过|增量达|以上)")


def _lowest_tier(asked: list[Asked], text: str) -> list[Asked]:
    """首次达到5亿元、10亿元: the lowest of the tiers has to be reached."""
    if len(asked) < 2 or not _TIERS.search(text):
        return asked
    joined = all(
        one.quantity.unit == other.quantity.unit and re.fullmatch(r"(?:以上)?(?:、|和|或|以及|及)(?:以上)?", text[one.quantity.span.end : other.quantity.span.start])
        for one, other in pairwise(asked)
    )
    if not joined:
        return asked
    lowest = min(asked, key=lambda a: a.quantity.number)
    return [replace(lowest, quantity=replace(lowest.quantity, bound=Bound.AT_LEAST), about=asked[0].about, topic=asked[0].topic)]


def compared(asked: Asked, profile: Profile, as_of: date) -> tuple[Truth, str]:
    """Whether the enterprise's own number keeps to the bound, None if it gives none; and the words it was said with."""
    unit = unit_of(asked.quantity.unit)
    told = [(figure, _same_thing(asked, figure)) for figure in (*profile.figures, *_fields(profile, as_of)) if figure.unit == unit or _one_count(unit, figure)]
    sure = [figure for figure, same in told if same is True]
    if not sure and len(told) == 1 and told[0][1] is None and _BARE_MEASURE.fullmatch(asked.about):
        sure = [told[0][0]]  # 库容100立方米以上: of all that is told the one number in such a unit
    if not sure:
        likely = [figure for figure, same in told if same is None]
        # A number said of something alike is enough to see that a bound is missed, never that it is kept.
        verdict = _keeps(likely[0], asked) if len(likely) == 1 and not _not_its_own(likely[0], asked) and not _may_grow(likely[0], asked) else None
        return (False if verdict is False else None), ""
    if asked.times == 1 and len(sure) > 1 and any(_LAST_YEAR.search(f.about) for f in sure):
        sure = [figure for figure in sure if not _YEARS_BEFORE.search(re.sub(r"比(?:大?前年|上年|去年)", "", figure.about))] or sure  # of several years the last counts
    if asked.times == 1 and len(totals := [figure for figure in sure if _TOTAL.search(figure.about)]) == 1:
        sure = totals  # 一共9间，楼上5间，楼下4间
    verdicts = [None if _not_its_own(figure, asked) else _keeps(figure, asked) for figure in sure]
    verdicts = [None if verdict is False and _may_grow(figure, asked) else verdict for figure, verdict in zip(sure, verdicts, strict=True)]
    about = "".join(figure.about for figure in sure)
    if asked.times > 1:  # year by year each has to keep to the bound
        return (False if False in verdicts else (True if len(verdicts) >= asked.times and None not in verdicts else None)), about
    return (verdicts[0] if len(set(verdicts)) == 1 else None), about


_BARE_MEASURE = re.compile(r"(?:库容|容积|容量|总?面积|建筑面积|装机容量|总装机)(?:为|达到?|在|不少于)?")
_LAST_YEAR = re.compile(r"去年|上年|今年")
_YEARS_BEFORE = re.compile(r"大?前年(?!.*去年)")


def _may_grow(figure: Figure, asked: Asked) -> bool:
    """Whether a year's total that is too small so far may still be reached: 今年到9月出口88万."""
    return asked.quantity.bound is Bound.AT_LEAST and unit_of(asked.quantity.unit) != MONTHS and _OF_A_YEAR.search(asked.about) is not None and _SO_FAR.search(figure.about) is not None


def _not_its_own(figure: Figure, asked: Asked) -> bool:
    """Whether a number is of another time or of a place that many share: 原来4间房, 这个村一共60间; 改造后 asks for the number afterwards."""
    if _EARLIER.search(figure.about) or (_SHARED_PLACE.search(figure.about) and not _SHARED_PLACE.search(asked.about)):
        return True
    after = _AFTERWARDS.search(asked.about)
    return after is not None and after.group() not in figure.about


_OF_A_YEAR = re.compile(r"年度|年累计|年内|年均|当年|全年|(?<![\d老近两三五前青])年(?=[\u4e00-\u9fff]{0,6}(?:额|量|收入|产值|人次|投资))")
_SO_FAR = re.compile(r"到了|目前|到现在|截[至止]|至今|到(?:\d{1,2}|[一二三四五六七八九十]{1,2})月")
_EARLIER = re.compile(r"^(?:我们?家?|家里?)?(?:原来|原先|以前|过去|起初|刚开始)(?!的?(?:没|不))")
_SHARED_PLACE = re.compile(r"(?:这个|我们|整个|全)?(?:村|镇|乡|县|园区|集团|行业)(?:里|上|内)?(?:有|一共|总共|共有)|(?:全[镇乡县市省国村]|整个[村镇乡县市园])")
_AFTERWARDS = re.compile(r"(?:改造|技改|扩建|建成|投产|达产|实施)后")
_TOTAL = re.compile(r"一共|总共|共计|合计|总计")
COUNTED = frozenset("家 台 架 间 项 件 座 栋 所 张 条 辆 只".split())


def _one_count(unit: str, figure: Figure) -> bool:
    """Whether things counted by 个 are those that a measure word of their own names: 2400个机架 are 2400架."""
    return (figure.unit == "个" and unit in COUNTED and unit in figure.about) or (unit == "个" and figure.unit in COUNTED)


def _keeps(figure: Figure, asked: Asked) -> Truth:
    quantity = asked.quantity
    low, high = figure.number, figure.upper if figure.upper is not None else figure.number
    bound = _in_unit(quantity.number, quantity.unit)
    exclusive = re.search(r"不满|不足|未满|低于|少于|小于", quantity.text) is not None and "不低于" not in quantity.text and "不少于" not in quantity.text
    if quantity.bound is Bound.AT_LEAST:
        if asked.strict and low == high == bound:
            return False
        return True if low >= bound else (False if high < bound else None)
    if quantity.bound is Bound.AT_MOST:
        if exclusive and low == high == bound:
            return False
        return True if high <= bound else (False if low > bound else None)
    if quantity.bound is Bound.RANGE and quantity.upper is not None:
        upper = _in_unit(quantity.upper, quantity.unit)
        return True if bound <= low and high <= upper else (False if high < bound or low > upper else None)
    if low == high == bound:
        return True
    return None


def _same_thing(asked: Asked, figure: Figure) -> Truth:
    """Whether a number is said of what the condition counts: yes, no, or perhaps."""
    theirs = topic_of(figure.about)
    if asked.topic == theirs == "growth":
        of = [topic_of(_GROWTH.sub("", re.sub("增长", "", about))) for about in (asked.about, figure.about)]
        if all(of) and of[0] != of[1]:
            return False  # the growth of something else
    if asked.quantity.unit in ("岁", "周岁"):
        return True
    if asked.topic == "price" and asked.quantity.unit == "元" and (theirs in ("equipment", "price") or re.search(r"[买购花]", figure.about)):
        return True  # 单位价值: what it cost
    if asked.topic and theirs and asked.topic != theirs:
        return False
    wanted, own = set(content_words(asked.about)), set(content_words(figure.about))
    if asked.topic == "staff" and theirs == "staff":
        return bool(_NEW_STAFF.search(asked.about)) == bool(_NEW_STAFF.search(figure.about))
    if unit_of(asked.quantity.unit) != MONTHS and any(of.search(asked.about) and not told.search(figure.about) for of, told in _NARROWED):
        return None  # 新增贷款, 人均产值: a number of the whole is none of the part
    if asked.topic and asked.topic == theirs:
        return True
    shared = {word for word in wanted if any(word in other or other in word for other in own)}
    if wanted and len(shared) >= _SHARE * len(wanted):
        return True
    if shared:
        if figure.unit == MONTHS and next(iter(content_words(asked.about))) in shared:
            return True  # 买了五年: since the very act that is asked about
        return True if unit_of(asked.quantity.unit) in _TELLING_UNITS else None
    unit = unit_of(asked.quantity.unit)
    return None if unit in _TELLING_UNITS or (not wanted and not theirs) else False


# What narrows the thing that is counted, and how somebody who means it may put it.
_NARROWED: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(of), re.compile(told))
    for of, told in (
        (r"新增|净增|增量|增加额", r"新|净|增|多了|又"), (r"人均|亩均|户均|每[人亩户]", r"均|每|一[人亩户]"), (r"月均|每月|月平均", r"月"), (r"残疾", r"残疾"), (r"女", r"女"), (r"(?<![大专])本科|硕士|博士", r"本科|硕|博|研究生|毕业"),
        (r"出口", r"出口|卖到|外销|跨境|海外"), (r"进口", r"进口|从[^，]{1,6}(?:买|进)"), (r"境外|国外", r"境外|国外|海外|外国"), (r"境内|国内", r"境内|国内"), (r"实缴|实收", r"实缴|实收|到位|到账"), (r"研发人员|科研人员|技术人员", r"研发|科研|技术"), (r"引进|招用|吸纳|招录|招收", r"引|招|吸纳|雇|请了|聘"),
    )
)  # fmt: skip
_SHARE = 0.5


def numbers_said(profile: Profile) -> Iterator[tuple[str, str, bool]]:
    """Unit and topic of every number that a profile gives, and whether it is one of its fields."""
    for figure in profile.figures:
        yield figure.unit, topic_of(figure.about), False
    for figure in _fields(profile, profile.founded or date.max):
        yield figure.unit, topic_of(figure.about), True


def _fields(profile: Profile, as_of: date) -> Iterator[Figure]:
    """The profile's number fields as figures."""
    if profile.employees is not None:
        yield Figure("员工", Decimal(profile.employees), "人")
    for name, about in (("revenue", "营业收入"), ("assets", "资产总额"), ("investment", "投资额"), ("loan", "贷款")):
        value: Decimal | None = getattr(profile, name)
        if value is not None:
            yield Figure(about, value, "元")
    if profile.founded is not None:
        months = Decimal((as_of - profile.founded).days) / Decimal("30.44")
        yield Figure("成立", months, MONTHS)
