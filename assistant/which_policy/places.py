"""Places of China (行政区): provinces, prefecture-level cities, and the counties of a library.

A question about 德阳 is not answered from a policy of 成都, but one about 成都 may be answered from a
policy of 四川 or of the State Council. Cities are from the Ministry of Civil Affairs' list of 2023.
Counties and districts are read from the titles and issuers of the policies (``counties_in``), where their bare names do, and
from the whole list only where a question names them with their rank (南沙区): without it too many are everyday words.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from corpus.support.areas import CITIES, counties_named, county_list

# Names of cities that are words as well: in a question they name no place.
_WORDS = ("大同", "白银", "海东", "固原")
_CITIES_OF = {
    **dict.fromkeys(("北京", "天津", "上海", "重庆", "香港", "澳门", "台湾"), ""),
    **{province: " ".join(city for city in cities.split() if city not in _WORDS) for province, cities in CITIES.items()},
}
_PROVINCE_OF = {city: province for province, cities in _CITIES_OF.items() for city in cities.split()}
_KNOWN = re.compile("|".join(sorted({*_CITIES_OF, *_PROVINCE_OF}, key=lambda name: (-len(name), name))))
# 上海路, 北京时间, 山东大厦: a place's name within a longer name is not the place asked about.
_WITHIN_A_NAME = re.compile(r"(?:路|街|大道|时间|大厦|证券|交易所|银行|高速|铁路|大学)")
_RANKED = re.compile(_KNOWN.pattern.join(("(?:", ")")) + r"(?:省|市|(?:壮族|回族|维吾尔)?自治区)?")
_WITH_RANK = re.compile(_KNOWN.pattern.join(("(", ")")) + r"(?=[省市区县镇]|自治)")
# Districts that are called by their bare names all over the country, with the city they lie in.
_DISTRICTS = {"浦东": "上海", "张江": "上海", "临港": "上海", "前海": "深圳", "横琴": "珠海", "南沙": "广州", "雄安": "河北", "亦庄": "北京"}
_DISTRICT = re.compile("|".join(_DISTRICTS))
# 户口在湖南, 来自湖南, 湖南户籍的: where a person comes from is not where the policy holds.
_FROM = re.compile(r"(?:户口|户籍|老家|籍贯|祖籍)(?:还|都)?(?:在|是|为)?$|(?:来自|从)$")
_ORIGIN = re.compile(r"(?:省|市|县|区)?(?:户口|户籍|籍)(?:的(?!办|落|迁)|人|学生|毕业生|职工)|(?:省|市)?人(?=[，,、能可想在来不也]|$)")
_OFTEN = 5  # times that a text names the place it is of
_COUNTY = re.compile(r"(?:^|\|)([\u4e00-\u9fff]{2,3}?)(?:自治县|经济技术开发区|高新区|新片区|新区|县|区|镇|市)")
_NO_COUNTY = re.compile(r"[各全本该某每关于]")
_IN_ENGLISH = {
    "beijing": "北京", "shanghai": "上海", "chongqing": "重庆", "shenzhen": "深圳", "guangzhou": "广州", "hangzhou": "杭州",
    "wuhan": "武汉", "xi'an": "西安", "nanjing": "南京", "tianjin": "天津", "deyang": "德阳", "mianyang": "绵阳", "suzhou": "苏州",
    "chengdu": "成都", "guangdong": "广东", "sichuan": "四川", "zhejiang": "浙江", "fujian": "福建", "sanming": "三明",
    "xiamen": "厦门", "suining": "遂宁", "nanchong": "南充", "neijiang": "内江", "tieling": "铁岭", "benxi": "本溪",
    "dongying": "东营", "lishui": "丽水", "wenzhou": "温州", "qingdao": "青岛", "jinan": "济南", "fuzhou": "福州",
    "kunming": "昆明", "guiyang": "贵阳", "changsha": "长沙", "hefei": "合肥", "zhengzhou": "郑州", "ningbo": "宁波",
    "dalian": "大连", "shenyang": "沈阳", "harbin": "哈尔滨", "guangxi": "广西", "hainan": "海南", "taiwan": "台湾",
    "jiangsu": "江苏", "anhui": "安徽", "jiangxi": "江西", "shandong": "山东", "henan": "河南", "hebei": "河北", "shanxi": "山西",
    "shaanxi": "陕西", "hubei": "湖北", "hunan": "湖南", "guizhou": "贵州", "yunnan": "云南", "gansu": "甘肃", "qinghai": "青海",
    "jilin": "吉林", "liaoning": "辽宁", "heilongjiang": "黑龙江", "ningxia": "宁夏", "xinjiang": "新疆", "tibet": "西藏",
    "inner mongolia": "内蒙古", "wuxi": "无锡", "foshan": "佛山", "dongguan": "东莞", "zhuhai": "珠海", "nanning": "南宁",
    "taiyuan": "太原", "shijiazhuang": "石家庄", "lanzhou": "兰州", "nanchang": "南昌", "haikou": "海口", "yinchuan": "银川",
    "pudong": "浦东", "nansha": "南沙", "xiong'an": "雄安", "zhangjiang": "张江",
    "hong kong": "香港", "macau": "澳门", "haidian": "海淀", "tianhe": "天河", "lingang": "临港", "pinghu": "平湖", "xianju": "仙居",
}

_SHORT = dict(zip(
    "京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川黔滇藏陕甘青宁新穗蓉榕甬",
    "北京 天津 上海 重庆 河北 山西 内蒙古 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 广州 成都 福州 宁波".split(),
    strict=True,
))


def short_name(letter: str) -> str:
    """The place that the first letter of a 文号 stands for; the letter itself where it is that of a name (仙 of 仙居).

    >>> short_name("桂"), short_name("仙")
    ('广西', '仙')
    """
    return _SHORT.get(letter, letter)


def places_in(folded: str) -> tuple[str, ...]:
    """The provinces and cities that a folded text names, and the districts it names with their rank, in order, each once.

    >>> places_in("成都和上海路的德阳高速"), places_in("南沙区的人才公寓"), places_in("户口在湖南,能在广州申请吗")
    (('成都',), ('南沙',), ('广州',))
    """
    found = [
        match.group() for match in _KNOWN.finditer(folded)
        if not _WITHIN_A_NAME.match(folded, match.end())
        and not _FROM.search(folded, max(0, match.start() - 8), match.start()) and not _ORIGIN.match(folded, match.end())
    ]
    found += [match.group() for match in _DISTRICT.finditer(folded)]
    found += [county for county, _ in counties_named(folded)]
    found += [place for english, place in _IN_ENGLISH.items() if re.search(rf"\b{english}\b", folded)]
    return tuple(dict.fromkeys(found))


def counties_in(name: str) -> tuple[str, ...]:
    """The counties, districts and towns that a title or an issuer's name names, without their rank.

    >>> counties_in("广州市天河区住房建设和园林局"), counties_in("茂林镇党政办公室")
    (('天河',), ('茂林',))
    """
    found = [match.group(1) for match in _COUNTY.finditer(_RANKED.sub("|", name))]
    return tuple(dict.fromkeys(place for place in found if not _NO_COUNTY.search(place)))


def is_listed(place: str) -> bool:
    """True for a province or a city of the list, False for a county, a district or a town."""
    return place in _CITIES_OF or place in _PROVINCE_OF


def most_spoken_of(folded: str) -> tuple[str, ...]:
    """The place that a folded text names most, with its rank (温州市), if it names it often and hardly another, and the county in it
    that it names so; else none.

    >>> most_spoken_of("温州市、温州市、温州市、温州市、温州市、浙江省"), most_spoken_of("成都市和德阳市")
    (('温州',), ())
    """
    named = Counter(match.group(1) for match in _WITH_RANK.finditer(folded))
    counties = Counter(counties_named(folded))
    for (county, homes), times in counties.most_common(1):
        if times >= _OFTEN and 2 * times >= counties.total() and len(homes) == 1:
            return (homes[0][1] or homes[0][0], county)
    if not named:
        return ()
    place, times = named.most_common(1)[0]
    return (place,) if times >= _OFTEN and 2 * times >= named.total() else ()


def holds(outer: str, inner: str) -> bool:
    """True if ``outer`` is a province or a city that the city or district ``inner`` lies in.

    >>> holds("四川", "成都"), holds("成都", "四川"), holds("成都", "成都"), holds("广州", "南沙"), holds("广东", "南沙")
    (True, False, False, True, True)
    """
    if _PROVINCE_OF.get(inner) == outer:
        return True
    home = _DISTRICTS.get(inner)
    homes = {home, _PROVINCE_OF.get(home)} if home is not None else _homes().get(inner, frozenset())
    return outer != inner and outer in homes


@lru_cache(maxsize=1)
def _homes() -> dict[str, frozenset[str]]:
    """The provinces and cities that the counties of a bare name lie in."""
    found: dict[str, set[str]] = {}
    for county, homes in county_list():
        found.setdefault(county, set()).update(place for home in homes for place in home if place)
    return {county: frozenset(homes) for county, homes in found.items()}
