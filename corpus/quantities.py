"""Quantities (数量): amounts, shares, terms and limits as documents write them, in any numerals.

A number counts with the unit behind it, the words that make it a limit (不超过, 以内) and what it is
counted by (每年, 元/平方米). Dates, ordinals, clause and document numbers, and words that merely contain a
numeral (一次性, 十四五, 统一) are no quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from unicodedata import normalize

from corpus.numerals import chinese_number
from corpus.policy import Bound, Quantity, Span

_CAPITALS = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億兩", "一二二三三四五六六七八九十百千万亿两")
_CHINESE = "零〇○一二两三四五六七八九十百千万亿壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億兩"
_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_GAP = r"[ \t\u00a0\u3000]{0,2}"
_D = "0-9０-９"
_NUMBER = rf"(?:[{_D}]{{1,16}}(?:,[0-9]{{3}})*(?:[.．][{_D}]{{1,8}})?(?:{_GAP}[十百千万亿萬億]{{1,3}})?|[{_CHINESE}]{{1,16}}(?:点[零〇一二三四五六七八九]{{1,6}}[十百千万亿]{{0,2}})?)"
_MONEY = r"(?:人民币|新台币|港|美|欧|日)?元|美金|欧元|英镑|圆"
_TIME = r"个?工作日|个?自然日|个?日历天|个?小时|分钟|个?星期|周岁|周年|周|个?季度|个?学年|个?学期|个?年度|个月|年|日|天|岁"
_MEASURED = (
    r"平方米|平方公里|平方千米|立方米|平米|㎡|m²|公顷|万亩|亩|公里|千米|厘米|毫米|米|吨|公斤|千克|毫克|克|斤|升|千瓦时|万千瓦|千瓦|兆瓦|"
    r"千伏安|千伏|度电|标准煤|摄氏度|℃|TB|GB|MB|PB|Mbps|Gbps|kWh|kW|MW|km|EFLOPS|PFLOPS"
)
_COUNTED = (
    r"人次|户次|车次|班次|家次|学时|课时|学分|标箱|车位|床位|名|人|位|家|户|台|套|辆|件|项|次|所|座|处|栋|幢|张|批|支|只|头|株|间|层|种|类|"
    r"篇|份|场|轮|宗|笔|组|班|期|艘|架|列|羽|尾|枚|册|部|款|盏|块|根|口|眼|孔|例|例次|倍|折|分|个"
)
_SHARE = r"个百分点|百分点|%|％|‰"
UNIT = rf"(?:{_SHARE}|{_MONEY}|{_TIME}|{_MEASURED}|{_COUNTED})"
_ABOUT_MARK = r"[余多]"
# A number begins where its numerals begin: a long run of them is tried once, not at each of its characters.
_BEGIN = rf"(?:(?<![{_D}.．])(?=[{_D}])|(?<![{_CHINESE}点])(?=[{_CHINESE}半]))"
_TOKEN = re.compile(
    _BEGIN + rf"(?:(?P<whole>[{_CHINESE}{_D}]{{1,8}})分之(?P<part>{_NUMBER})"
    rf"|(?P<left>[{_D}]{{1,4}}(?:\.[0-9]{{1,2}})?){_GAP}[:：∶]{_GAP}(?P<right>[{_D}]{{1,4}}(?:\.[0-9]{{1,2}})?)(?![{_D}:：∶])"
    rf"|(?P<low>{_NUMBER})(?:{_GAP}(?P<low_unit>{UNIT}))?{_GAP}(?:[-－–~～至到]|—{{1,2}}){_GAP}(?P<high>{_NUMBER}){_GAP}(?P<range_unit>{UNIT})"
    rf"|(?P<number>{_NUMBER})(?P<about>{_ABOUT_MARK}[万亿千]?)?{_GAP}(?P<unit>{UNIT})(?P<half>半)?"
    rf"|(?P<some>半数|一半)"
    rf"|(?P<halved>半)(?P<half_unit>个?月|年|天|小时|学年))"
)
# What may not stand before a number: 第三, A3, 3.2, 〔2023; and words that a numeral ends.
_NOT_BEFORE = re.compile(r"(?:第\s{0,2}|[A-Za-z0-9０-９.．〔\[#№_]|[/／](?=[0-9]{4})|[〇零一二三四五六七八九十百千万亿]|[统唯同某任单专划逐进归万]|其)$")
_YEARS = range(1900, 2101)
_LOOSE_COUNTS = frozenset("名 人 位 家 户 台 套 辆 件 项 次 所 座 处 栋 幢 张 批 支 只 头 株 间 层 种 类 篇 份 场 轮 宗 笔 组 班 期 部 款 块 个 分 例 口 孔 周 天 日 斤 倍 折".split())
_NO_COUNTS = frozenset("个 项 种 类 分 款 部 层 批 期 组 块 口 场 支 线".split())  # 三个方面, 两类人, 三期工程: mostly names
# What may not stand behind a unit, by unit: 三年级, 3年行动, 一次性, 两家口, 5人民币.
_NOT_BEHIND = {
    "年": re.compile(r"级|代|初|底|末|中(?!期)|[^，。；、]{0,6}?(?:行动|计划|规划|纲要|方案)|[来间]|一度|之计"),
    "次": re.compile(r"性|要|日|生|数|[元充]"), "分": re.compile(r"别|类|工|行|局|级|公司|布|析|之|享|配|期|散|段|批|步|管"),
    "人": re.compile(r"民|才|大|社|工智|物|均|口|为|身|员密|力资|事|文"), "日": re.compile(r"报|常|期|趋|益"), "家": re.compile(r"庭|长|属|居|政|具|电|园|级"),
    "户": re.compile(r"籍|口|型|均|外"), "位": re.compile(r"于|置|一体|列"), "天": re.compile(r"然|津|府|河|猫"), "所": re.compile(r"有|在|需|称|得|列|属|述|涉"),
    "项": re.compile(r"目"), "类": re.compile(r"似|别|型"), "处": re.compile(r"理|置|罚|于|分|室|级"), "部": re.compile(r"门|分|署|级|委|长|队"),
    "层": re.compile(r"次|级|面"), "支": re.compile(r"持|付|撑|出|行|柱"), "批": re.compile(r"发|准|复|次"), "班": re.compile(r"子|组"),
    "场": re.compile(r"所|地|景|馆"), "座": re.compile(r"谈"), "组": re.compile(r"织|成|建|长"), "款": re.compile(r"项"), "期": re.compile(r"间|限|货|末"),
    "名": re.compile(r"录|单|称|义|牌|优"), "周": re.compile(r"边|期|转|围"), "度电": re.compile(r"(?!)"), "倍": re.compile(r"增"), "折": re.compile(r"旧|算|合"),
    "份": re.compile(r"额"), "件": re.compile(r"套"), "块": re.compile(r"状"), "口": re.compile(r"岸|径"), "升": re.compile(r"级|至|到|学|格|降"), "克": re.compile(r"服|隆"),
    "头": re.compile(r"部|雁"), "台": re.compile(r"账|湾|资|风|阶|胞"), "套": re.compile(r"餐|取"), "米": re.compile(r"面|粮"), "间": re.compile(r"接|隔"), "元": re.compile(r"旦|素|宵|宇|化(?!工)"),
    "例": re.compile(r"外|如|行"), "株": re.compile(r"洲"), "张": re.compile(r"家"), "根": re.compile(r"据|本"), "列": re.compile(r"入|为|车|支|明|举"), "笔": re.compile(r"试|记"),
    "册": re.compile(r"子"), "岁": re.compile(r"末"), "个": re.compile(r"人|体|别|性|方面|环节|阶段|层[面次]|维度|部分|重点|专项|体系|工作"), "户次": re.compile(r"(?!)"), "只": re.compile(r"有|能|要|需|是|得"), "架": re.compile(r"构"),
}  # fmt: skip
_BEFORE_ONE = re.compile(r"(?:新|这|那|上|下|前|后|同|每|某|另|任|每隔|第)$")  # 上一年, 这一天: no measure of time
_AT_MOST = re.compile(
    r"(?:(?:不|未|不得|不能|不应|不可|原则上不|一般不)(?:得|会|应)?(?:超过|高于|多于|大于|超出|突破|长于|晚于)|[≤＜<]|"
    r"(?:最高|最多|最长|最大|至多|(?:上限|封顶)(?![^，。；：、]{0,6}后))[^，。；：、\d０-９一二三四五六七八九十]{0,10}|低于|少于|小于|短于|不足|不满|未满|不到|未达到?|控制在|(?<![期时年])限(?:额|定)?(?:为)?)(?:人民币)?[为：:]?" + _GAP + "$"
)
_AT_LEAST = re.compile(
    r"(?:(?:不|不得|不能|不应|原则上不|一般不)(?:得|会|应)?(?:低于|少于|小于|短于|早于)|[≥＞>]|至少|最低|最少|下限|不下|起码|"
    r"超过|高于|多于|大于|超出|达到|达|满|突破|逾|长于)(?:人民币)?[为：:]?" + _GAP + "$"
)
_ABOUT = re.compile(r"(?:大约|约为|约|大概|近|将近|接近)" + _GAP + "$")
_BOUNDS = ((_AT_MOST, Bound.AT_MOST), (_AT_LEAST, Bound.AT_LEAST), (_ABOUT, Bound.ABOUT))
_BEHIND = re.compile(
    _GAP + r"(?:（(?P<inclusive>含|不含)[^）]{0,6}）)?(?P<word>(?:及其?)?以下|之?以内|之内|内(?![部外容需蒙资地涵])|为限|封顶|(?:及其?)?以上|左右|上下(?!游)|以?内)"
)
_PER_THING = r"(?:年|月|日|天|周|季度?|小时|学年|学期|年度|课时|学时|人次?|户|家|名|位|个|平方米|㎡|平米|立方米|亩|公顷|吨|公斤|台|辆|套|件|项|次|公里|千瓦时?|度|张|床|篇|只|头|株|处|所|座|栋|间|班|场|笔|期|车|标箱|瓦|升)"
_PER = re.compile(rf"(?:每(?:一)?个?{_PER_THING}){{1,3}}(?:企业|项目|单位|家庭|职工|学生|员工|机构|平台|车辆|设备)?|[人户年月日亩]均|单个[^，。；]{{0,4}}?|(?:同一|单[户家])(?:企业|单位|项目|家庭)?")
_PER_BEHIND = re.compile(rf"{_GAP}(?:(?:[/／·•]{_GAP}(?:每)?(?:{_PER_THING}))+|(?:每{_PER_THING})+)(?![{_D}{_CHINESE}])")
_PER_NAMES = re.compile(_PER_THING)
_STOPS = re.compile(r"[，。；：！？、\n]")
_WINDOW = 24
_TIME_OF_DAY = re.compile(r"^\d{1,2}[:：]\d{2}$")
_RATIO_WORD = re.compile(r"比|配套|匹配|按照?$")


def find_quantities(text: str, span: Span) -> tuple[Quantity, ...]:
    """The quantities within ``span`` of ``text``, in order, not overlapping; linear in its length.

    >>> [(q.text, str(q.number), q.unit, q.bound.value) for q in find_quantities("给予不超过50万元补助，3—5年。", Span(0, 17))]
    [('不超过50万元', '500000', '元', 'at_most'), ('3—5年', '3', '年', 'range')]
    >>> find_quantities("2023年，第三条，一次性，十四五", Span(0, 17))
    ()
    """
    return tuple(_scan(text, span))


def _scan(text: str, span: Span) -> Iterator[Quantity]:
    at = free = span.start
    while match := _TOKEN.search(text, at, span.end):
        quantity = _read(text, match, free, span.end)
        if quantity is None:
            at = _resume(text, match)
        else:
            yield quantity
            at = free = quantity.span.end


def _resume(text: str, match: re.Match[str]) -> int:
    """Where to look on behind a number that is no quantity: never within its own digits."""
    end = match.start() + 1
    kind = "0123456789０１２３４５６７８９.．" if text[match.start()] in "0123456789０１２３４５６７８９" else _CHINESE
    while end < match.end() and text[end] in kind:
        end += 1
    return end


def _read(text: str, match: re.Match[str], free: int, limit: int) -> Quantity | None:
    start, end = match.span()
    window = text[max(free, start - _WINDOW) : start]
    if _NOT_BEFORE.search(window):
        return None
    value = _value(match, window, text[end : min(limit, end + 12)])
    if value is None:
        return None
    number, upper, unit, bound = value
    behind = _BEHIND.match(text, end, limit)
    per_behind = _PER_BEHIND.match(text, end, limit)
    per = ""
    if per_behind:
        end = per_behind.end()
        per = "".join(f"每{name}" for name in _PER_NAMES.findall(per_behind.group()))
        behind = _BEHIND.match(text, end, limit)
    if behind and not (behind.group("word").endswith("内") and unit in ("", "元", "%") and behind.group("word") == "内"):
        end = behind.end()
        bound = _bound_behind(behind.group("word"), bound)
    last_stop = max((stop.end() for stop in _STOPS.finditer(window)), default=0)
    segment = window[last_stop:]
    bound, prefix = _bound_before(segment, bound)
    start -= len(prefix)
    counted = list(_PER.finditer(segment[: len(segment) - len(prefix)])) if not per else []
    if counted:
        per = counted[-1].group()
        if not segment[counted[-1].end() : len(segment) - len(prefix)].strip():
            start -= len(segment) - len(prefix) - counted[-1].start()
    elif not per and prefix:
        within = _PER.search(prefix)
        per = within.group() if within else ""
    if not _definite(match, unit, bound, per):
        return None
    return Quantity(text[start:end], Span(start, end), number, unit, bound, upper, per)


def _value(
    match: re.Match[str], before: str, behind: str
) -> tuple[Decimal, Decimal | None, str, Bound] | None:
    """Number, upper end, unit and bound of a token, None if it is no quantity."""
    if match.group("whole"):
        return _fraction(match.group("whole"), match.group("part"))
    if match.group("left"):
        if _TIME_OF_DAY.match(normalize("NFKC", match.group())) and not _RATIO_WORD.search(before + behind[:4]):
            return None
        left, right = _number(match.group("left")), _number(match.group("right"))
        return (left / right, None, "", Bound.EXACT) if left is not None and right else None
    if match.group("some"):
        return (Decimal("0.5"), None, "", Bound.EXACT) if not re.match("径|导体", behind) else None
    if match.group("halved"):
        unit = match.group("half_unit")
        return Decimal("0.5"), None, "个月" if unit.endswith("月") else unit, Bound.EXACT
    if match.group("low"):
        return _range(match, before, behind)
    number, unit = _number(match.group("number")), match.group("unit")
    if number is None or not _fits(number, match.group("number"), unit, before, behind):
        return None
    about = match.group("about")
    if about and about[1:]:
        number *= _SCALE[about[1:]]
    if match.group("half"):
        if unit not in ("年", "天", "倍", "个月", "学年"):
            return None
        number += Decimal("0.5")
    number, unit = _plain_unit(number, unit)
    return number, None, unit, Bound.ABOUT if about else Bound.EXACT


def _range(match: re.Match[str], before: str, behind: str) -> tuple[Decimal, Decimal | None, str, Bound] | None:
    printed_low, printed_high = match.group("low"), match.group("high")
    low, high, unit = _number(printed_low), _number(printed_high), match.group("range_unit")
    low_unit = match.group("low_unit")
    if low is None or high is None or (low_unit and low_unit != unit):
        return None
    if not _fits(high, printed_high, unit, before, behind) or (unit == "年" and low in _YEARS):
        return None
    scale = re.search(r"[十百千万亿]+$", printed_high.translate(_CAPITALS))
    if scale and not low_unit and re.search(rf"[{_D}]$", printed_low) and re.match(rf"[{_D}]", printed_high):
        scaled = low * _scaled(scale.group())
        low = scaled if scaled < high else low
    if low >= high:
        return None
    low, plain = _plain_unit(low, unit)
    return low, _plain_unit(high, unit)[0], plain, Bound.RANGE


def _fraction(whole: str, part: str) -> tuple[Decimal, Decimal | None, str, Bound] | None:
    powers = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
    below, above = Decimal(powers[whole]) if whole in powers else _number(whole), _number("一百" if part == "百" else part)
    if not below or above is None:
        return None
    if below == 100:
        return above, None, "%", Bound.EXACT
    if below == 1000:
        return above, None, "‰", Bound.EXACT
    return above / below, None, "", Bound.EXACT


def _fits(number: Decimal, printed: str, unit: str, before: str, behind: str) -> bool:
    """Whether number and unit belong together here: 2023年, 3月1日 and 一次性 do not."""
    if unit == "年" and number in _YEARS and "." not in printed:
        return False
    if unit == "年" and number == 0:
        return False
    trap = _NOT_BEHIND.get(unit)
    if trap and trap.match(behind):
        return False
    if unit == "日" and not (re.match(r"\s?(?:之?内|以[内上下]|的|工作)", behind) or _AT_MOST.search(before) or _AT_LEAST.search(before) or re.search(r"(?:为期|累计|连续|期限|期)[为是]?$", before)):
        return False  # 每月10日, 1日前: a day of the calendar
    if unit == "日" and re.search(r"月\s?$", before):
        return False
    return not (number == 1 and printed == "一" and unit in ("年", "天", "日", "周", "年度", "学年", "学期", "个季度", "季度") and _BEFORE_ONE.search(before))


def _definite(match: re.Match[str], unit: str, bound: Bound, per: str) -> bool:
    """Whether a numeral written in characters before a loose count word is meant as a number.

    一家 and 三个 are mostly articles and parts of names; a bound or 每 makes them figures.
    """
    printed = match.group("number")
    if not printed or printed[0] in "0123456789０１２３４５６７８９" or bound is not Bound.EXACT or per:
        return True
    plain = printed.translate(_CAPITALS)
    if plain == "一" and unit in _LOOSE_COUNTS - {"周", "天", "日", "倍"}:
        return False
    return not (len(plain) == 1 and unit in _NO_COUNTS)


def _plain_unit(number: Decimal, unit: str) -> tuple[Decimal, str]:
    """The unit under its usual name, the number in it."""
    if unit == "万亩":
        return number * 10**4, "亩"
    if unit == "万千瓦":
        return number * 10**4, "千瓦"
    usual = {"％": "%", "百分点": "个百分点", "工作日": "个工作日", "㎡": "平方米", "m²": "平方米", "平米": "平方米", "人民币元": "元", "圆": "元",
             "个小时": "小时", "天": "日", "季度": "个季度", "平方千米": "平方公里", "千米": "公里", "km": "公里", "千克": "公斤"}
    return number, usual.get(unit, unit)


def _bound_behind(word: str, bound: Bound) -> Bound:
    if bound is Bound.RANGE:
        return bound
    if word.endswith("上"):
        return Bound.AT_LEAST
    return Bound.ABOUT if word in ("左右", "上下") else Bound.AT_MOST


def _bound_before(segment: str, bound: Bound) -> tuple[Bound, str]:
    """The bound that the words in front set, and those words."""
    matches = ((pattern.search(segment), found) for pattern, found in _BOUNDS)
    words, found = max(((m.group(), found) for m, found in matches if m), key=lambda m: len(m[0]), default=("", bound))
    keep = not words or bound is Bound.RANGE or (bound is not Bound.EXACT and found is not Bound.AT_MOST)
    return (bound if keep else found), words


def _number(printed: str) -> Decimal | None:
    """The value of a printed number, None if it is none: 50 万, １．５亿, 贰拾, 三点五."""
    plain = re.sub(r"[\s,]", "", normalize("NFKC", printed)).translate(_CAPITALS)
    digits = re.match(r"\d+(?:\.\d+)?", plain)
    if digits:
        return Decimal(digits.group()) * _scaled(plain[digits.end() :])
    whole, _, fraction = plain.partition("点")
    if not re.search("[一二两三四五六七八九十]", whole) and not re.fullmatch("[百千][万亿]|[零〇]", whole):
        return None
    value = chinese_number(("一" + whole) if whole[0] in "百千" else whole)
    if value is None:
        return None
    digits_behind = fraction.rstrip("十百千万亿")
    part = chinese_number(digits_behind) if digits_behind else 0
    if part is None:
        return None
    return (Decimal(value) + Decimal(part).scaleb(-len(digits_behind))) * _scaled(fraction[len(digits_behind) :])


def _scaled(marks: str) -> int:
    product = 1
    for mark in marks:
        product *= _SCALE[mark]
    return product
