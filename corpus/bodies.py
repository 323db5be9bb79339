"""Names of public bodies (单位名称): the short forms people use and the full ones.

A question says 发改委 where the document prints 市发改委 or 市发展和改革委员会. ``core_name`` takes the
place and the rank off and spells the body out, so that names of one body compare equal. Two
printed names with different cores are two bodies; nothing is guessed from meaning. The common bodies
and their short forms are a shipped table (``bodies.toml``).
"""

from __future__ import annotations

import re
import tomllib
from importlib import resources

_LONGEST_NAME = 40  # characters; a longer stretch is a sentence
_BRACKET = re.compile(r"[（(〔\[][^（(〔\[]*?[)）〕\]]")


def _load() -> tuple[dict[str, str], frozenset[str]]:
    """The shipped table: each short form's full name, and all the full names."""
    families: dict[str, dict[str, list[str]]] = tomllib.loads(
        resources.files("corpus").joinpath("bodies.toml").read_text(encoding="utf-8")
    )
    table = [entry for family in families.values() for entry in family.items()]
    return {short: full for full, shorts in table for short in shorts}, frozenset(full for full, _ in table)


_SPELLED_OUT, _FULL = _load()

# --- place and rank ---------------------------------------------------------------------------------------

# Words that end in the character of a place but name none: 城市管理局 is no bureau of a town called 城.
_NO_PLACE = (
    "城市", "超市", "上市", "股市", "夜市", "门市", "园区", "社区", "小区", "片区", "景区", "城区", "山区", "地区", "灾区", "库区", "林区",
    "牧区", "矿区", "校区", "军区", "战区", "特区", "辖区", "街区", "湿区", "能区", "护区", "验区", "居区", "港区", "和区", "郡县", "区县",
    "市县", "各区", "各市", "各县", "各州", "该市", "该区", "该县", "本市", "本区", "本县", "全市", "全区", "全县", "全省",
)  # fmt: skip
_PROVINCE = re.compile(r"[\u4e00-\u9fff]{2,6}?(?:省|自治区|兵团)")
_CITY = re.compile(r"[\u4e00-\u9fff]{1,6}?(?:自治州|市|州|盟)")
_DISTRICT = re.compile(r"[\u4e00-\u9fff]{1,7}?(?:自治县|自治旗|区|县|旗)")
# Ranks before a name, and the words that only begin with the same character.
_RANK = re.compile(
    r"(?:自治区|自治州|省级|市级|县级|区级|省|州|盟|旗|"
    r"市(?!场(?!监)|场监(?!管局$)|政(?!府|务|协|法)|容|民(?!政|宗|族|航|革|盟|营)|域|属|直)|县(?!域|属|直)|区(?!域|块|划|位|间|属|直)|镇(?!江)|乡(?!村|镇))"
)
# Names that say nothing without their place: 高新区管委会 and 天府新区管委会 are two.
_BOUND = re.compile(r"^(?:(?:人民)?政府|管委会|管理委员会|党工委|工委|党委|委|人大|政协|办事处|街道办(?:事处)?|委员会|人民政府办公[厅室]|政府办(?:公[厅室])?)$")
# 国家 is part of the name here, elsewhere it is the rank.
_NATIONAL = re.compile(r"^国家(?!税务总局|机关|级|电网|开发银行|金融监督|铁路集团|电投|能源(?:投资)?集团|粮食储备|管网|队|公园)")


def _places(name: str) -> str:
    """The place names that ``name`` begins with: 成都市锦江区 of 成都市锦江区财政局."""
    at = 0
    for pattern in (_PROVINCE, _CITY, _DISTRICT):
        if name[at:] in _SPELLED_OUT or name[at:] in _FULL:
            break
        found = pattern.match(name, at)
        if found and len(name) - found.end() >= 2 and _is_place(found.group(), name[found.end() :]):
            at = found.end()
    return name[:at]


def _is_place(place: str, rest: str) -> bool:
    if place.endswith(_NO_PLACE) or place == "都市":
        return False
    # 市/区 at the start of a word (成都 + 市场监管局, 锦江 + 区域协调局) ends no place.
    word = re.match(r"(?:场(?:监|经)|容|域|块链|划)", rest)
    doubled = rest.startswith(place[-1])
    return (word is None or doubled) and not re.match(r"[（(、和与及]", rest) and len(place) > 1


def _strip_rank(name: str) -> str:
    if len(name) <= 2:
        return name
    found = _RANK.match(name)
    # 市场监管局 begins with a word, 市市场监管局 with a rank.
    if found is None or name.startswith(("市场监管", "市场监督")):
        return name
    return name[found.end() :] if len(name) - found.end() >= 2 else name


def _split(name: str) -> tuple[str, str]:
    """Place and rank, and the rest: ("成都市", "财政局"), ("市", "财政局"), ("国家", "发展改革委")."""
    if name in _SPELLED_OUT or name in _FULL:
        return "", name
    national = _NATIONAL.sub("", name)
    if national != name:
        return "国家", national
    rest = _strip_rank(name)  # 市中医药管理局 before any place: the shortest prefix that leaves a known body
    if rest not in _SPELLED_OUT and rest not in _FULL:
        rest = name[len(_places(name)) :]
        # 某区 + 委 + 编办 and 国家级 + 市 …: a rank may follow a place (成都市 + 市场监管局 does not)
        again = _strip_rank(rest)
        if rest == name or again in _SPELLED_OUT or again in _FULL:
            rest = again
    return (name[: len(name) - len(rest)], rest) if len(rest) >= 2 else ("", name)


def core_name(name: str) -> str:
    """The body's full name without place and rank.

    >>> core_name("市发改委") == core_name("成都市发展和改革委员会") == core_name("发改委")
    True
    >>> core_name("市财政局"), core_name("财政局"), core_name("市委组织部（市委人才办）")
    ('财政局', '财政局', '组织部')
    >>> core_name("城市管理局"), core_name("高新区管委会"), core_name("国家发展改革委")
    ('城市管理局', '高新区管委会', '发展和改革委员会')
    """
    bare = _BRACKET.sub("", name[:200].strip()).strip()
    if not bare:
        return name.strip()[:200]
    for _ in range(4):  # prefixes nest: 成都市 + 市 + …; each round takes one off
        if bare in _SPELLED_OUT:
            bare = _SPELLED_OUT[bare]
        if bare in _FULL:
            return bare
        prefix, rest = _split(bare)
        if not prefix or _BOUND.match(rest):
            break
        bare = rest
    return re.sub(r"(?<!人民)政府$", "人民政府", bare) if _BOUND.search(bare[-2:]) else bare


def short_forms(core: str) -> tuple[str, ...]:
    """The short forms people use for a full name that ``core_name`` returned.

    >>> short_forms("住房和城乡建设局")
    ('住建局', '住房城乡建设局', '住房和建设局')
    """
    return tuple(short for short, full in _SPELLED_OUT.items() if full == core)


def names_within(unit: str) -> tuple[str, ...]:
    """The names a printed unit can go by: the whole, and each body joined in it.

    >>> names_within("市经信局市新经济委")
    ('市经信局市新经济委', '市经信局', '市新经济委')
    >>> names_within("市委组织部（市委人才办）")
    ('市委组织部（市委人才办）', '市委组织部', '市委人才办')
    """
    names = [unit]
    if len(unit) > 3 * _LONGEST_NAME:
        return (unit,)
    inside = re.search(r"[（(](.+?)[)）]$", unit)
    if inside:
        names += [unit[: inside.start()], inside.group(1)]
    else:
        joined = re.match(r"^([省市区县州].+?[局委办部厅])([省市区县州].+[局委办部厅])$", unit)
        if joined:
            names += [joined.group(1), joined.group(2)]
    return tuple(names)


# --- what looks like a body -------------------------------------------------------------------------------

_STRONG = re.compile(
    r"(?:局|厅|署|委员会|管委会|[党工团政民科国教妇农商交城住]委|纪委|监委|[省市县区州盟旗]委|发改委|(?:改革|健康|经济|建设|信息|资源|国资|计生|农村|商务|交通|教育|体育|管理|规划|宗教|民宗|卫健|规自|经信)委|"
    r"办公[厅室]|(?:政府|委|改革|网信|[编外台侨]|人才|扶贫|信访|人防|金融|国资|物流|军|老龄|农|港澳|双拥|文明|政务|理政|法制|法治|应急|能源|两新|督查|政研|街道|征兵|征管|营商|项目|重点|推进|领导小组|指挥部|专班|联席会议|体改|医改|食安|安委|禁毒|防汛|创建|节水|河长|河湖长|林长|田长|路长|外事)办|"
    r"(?<![干全内西东中南北外局顶俱总乐])部|(?:工|总工|协|联合|学|商|银保监|证监|贸促|红十字|促进|基金|理事|董事)会|(?:管理|办事|代表|稽查|公安|街道办事|分|专员办事|督察|特派员办事|建管|征收|事务)处|(?:研究|派出|交易|服务|管理|税务|司法|监管|检测|检验)所|"
    r"中心|(?:支|大|总|中)队|(?:法|检察|研究|科学|设计|工程|规划|国务|中医|医|学|党校|行政学|社科|科|林科|农科)院|(?:人民|分|支|商业|农商|农信|中|央|人|总|开发)行|(?<!水)银行|"
    r"供销社|合作社|总社|联社|(?:工商|残|妇|文|社科|侨|台|记|作|青|学)联|科协|记协|人大(?:常委会)?|政协|军分区|人武部|武装部|海关|(?:市|省|县|区)税务|营管部|"
    r"党校|电视台|广播电视台|领导小组|指挥部|联席会议|工作专班|专班|党组|政府|督查室|研究室|政研室|监察室|档案馆|图书馆|博物馆|文化馆|大学|"
    r"供电公司|电网|铁塔|团中央|共青团|[共团][青省市县区]{0,2}团?委|团[省市县区]委|机关工委|气象台|总工会|兵团|地震台|管理站|总站|公积金中心|工作组|委办)$"
)  # fmt: skip
# Real bodies and loose talk alike end so; the words before them decide.
_WEAK = re.compile(r"(?:单位|部门|机构|公司|集团|企业|院校|高校|学校|职校|银行业|园区|[市县区州盟旗镇乡村]|街道|镇街|乡街|地方|社区|地区|协会|平台|院|所|站|会|处|办|委|队|团|室|馆|联|方面|政府)$")
_CHOSEN = re.compile(
    r"^(?:各|有关|相关|所有|其他|全|市属|省属|区属|县属|市直|省直|区直|县直|市级|省级|县级|区级|央|国网|国家|中国|中央|驻|属地|[省市县区](?=[\u4e00-\u9fff]{2}))|"
    r"(?:主管|牵头|监管|成员|责任|配合|执法|职能|归口)(?:单位|部门)|(?:自治区|新区|高新区|经开区|开发区|保税区|示范区|功能区)$"
)
_LOOSE = re.compile(
    r"(?:申报|申请|用人|施工|建设|设计|监理|承办|主办|申领|用工|参与|参保|项目|承担|供货|中标|所在|工作|原|本|该|龙头|骨干|中小|小微|生产|受托|委托|第三方|实施|"
    r"服务|物业|评估|检测|运营|保险|担保|上市|经营|链主|纳税|示范|科技型|培训|见习|联合体|承租|推荐|使用|受益|获奖|投资|开发|外资|民营|优质|重点|培育|核心|知名|社会|领军|行业)"
    r"(?:单位|企业|公司|机构|集团|部门|平台|人|者|院校|高校|学校|学院)$|^(?:企业|单位|公司|机构|部门|学校|院校|高校|政府|地方|集团|区|市|县|州|乡|镇|社会)$"
)
_PROSE = re.compile(
    r"的|支持|鼓励|应当|可以|给予|按照|根据|通过|开展|推动|建立|为[了主]|不得|是否|以及|等等|所述|不少于|不超过|达到|经[\u4e00-\u9fff]{0,6}(?:同意|批准)|[。？！?!：:“”\"《》<>=％%]|^[第\d]+$|同意$|解释$|在[本我]|注册|须|具有|具备|符合"
)


def looks_like_body(name: str, strict: bool = True) -> bool:
    """Whether ``name`` has the form of a public body; ``strict`` asks for more than 单位, 公司, 区.

    >>> looks_like_body("市人大"), looks_like_body("申报企业"), looks_like_body("各乡镇人民政府")
    (True, False, True)
    """
    bare = _BRACKET.sub("", name[: 4 * _LONGEST_NAME]).strip()
    if not 2 <= len(bare) <= _LONGEST_NAME or _PROSE.search(bare):
        return False
    if bare in _SPELLED_OUT or bare in _FULL:
        return True
    if _LOOSE.search(bare):
        return False
    if _STRONG.search(bare):
        return True
    if not _WEAK.search(bare):
        return False
    return bool(_CHOSEN.search(bare)) or not strict
