"""Administrative areas (行政区域): which place lies in which, as far as names tell.

Provinces, prefecture-level cities and the counties below them (``counties.txt``) are known from the Ministry of Civil
Affairs' lists; other districts (开发区, 新区) are read by their last character and compared by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

# The cities of each province as they are called, without 市; the four municipalities have none.
CITIES = {
    "河北": "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水",
    "山西": "太原 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁 大同",
    "内蒙古": "呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布",
    "辽宁": "沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛",
    "吉林": "长春 四平 辽源 通化 白山 松原 白城 延边",
    "黑龙江": "哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化",
    "江苏": "南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁",
    "浙江": "杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水",
    "安徽": "合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城",
    "福建": "福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德",
    "江西": "南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶",
    "山东": "济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽",
    "河南": "郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店",
    "湖北": "武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施",
    "湖南": "长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西",
    "广东": "广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 潮州 揭阳 云浮",
    "广西": "南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左",
    "海南": "海口 三亚 三沙 儋州",
    "四川": "成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝 甘孜 凉山",
    "贵州": "贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南 黔东南 黔南",
    "云南": "昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆",
    "西藏": "拉萨 日喀则 昌都 林芝 山南 那曲 阿里",
    "陕西": "西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛",
    "甘肃": "兰州 嘉峪关 金昌 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南 白银",
    "青海": "西宁 海东",
    "宁夏": "银川 石嘴山 吴忠 中卫 固原",
    "台湾": "台北 新北 桃园 台中 台南 高雄 基隆 新竹 嘉义 苗栗 彰化 南投 云林 屏东 宜兰 花莲 台东 澎湖",
    "新疆": "乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 喀什 和田 伊犁 塔城 阿勒泰",
}
_DISTRICTS = {
    "北京": "东城 西城 朝阳 丰台 石景山 海淀 门头沟 房山 通州 顺义 昌平 大兴 怀柔 平谷 密云 延庆",
    "上海": "黄浦 徐汇 长宁 静安 普陀 虹口 杨浦 闵行 宝山 嘉定 浦东 金山 松江 青浦 奉贤 崇明",
    "天津": "和平 河东 河西 南开 河北 红桥 东丽 西青 津南 北辰 武清 宝坻 滨海 宁河 静海 蓟州",
    "重庆": "渝中 江北 沙坪坝 九龙坡 南岸 渝北 巴南 北碚 万州 涪陵 长寿 江津 合川 永川 两江",
}
_ALONE = ("香港", "澳门")
_PROVINCES = frozenset((*CITIES, *_DISTRICTS, *_ALONE))
_PROVINCE_OF = {city: province for province, names in CITIES.items() for city in names.split()}
_CITY_OF_DISTRICT = {name: city for city, names in _DISTRICTS.items() for name in names.split() if name not in ("河北", "朝阳", "和平", "普陀", "宝山", "江北")}
# Areas that are no districts of the lists and lie in a city all the same: new areas of the state, and zones known by a name of their own.
_NEW_AREAS = {
    "四川 成都": "天府新区 成都东部新区", "重庆 重庆": "两江新区 西部科学城", "陕西 西安": "西咸新区 曲江新区 沣东新城", "贵州 贵阳": "贵安新区 观山湖新区", "河北 保定": "雄安新区",
    "山东 青岛": "西海岸新区", "辽宁 大连": "金普新区", "湖南 长沙": "湘江新区", "江苏 南京": "江北新区", "福建 福州": "福州新区", "云南 昆明": "滇中新区", "黑龙江 哈尔滨": "哈尔滨新区",
    "吉林 长春": "长春新区", "江西 南昌": "赣江新区", "浙江 舟山": "舟山群岛新区", "甘肃 兰州": "兰州新区", "浙江 杭州": "钱塘新区", "河南 郑州": "郑东新区 郑州航空港区", "湖北 武汉": "东湖高新区 光谷",
    "广东 深圳": "前海 大鹏新区", "广东 珠海": "横琴", "上海 上海": "临港新片区 张江", "北京 北京": "亦庄 中关村", "江苏 苏州": "苏州工业园区",
}
_NEW_AREA_HOMES = {name: tuple(home.split(" ")) for home, names in _NEW_AREAS.items() for name in names.split()}
_NEW_AREA = re.compile("|".join(sorted(_NEW_AREA_HOMES, key=len, reverse=True)))
_UNSURE = frozenset("海东 固原 白银 大同 黄山 山南 文山 朝阳 保山 红河 海南 河南 吉林".split())  # also words, or two places: their rank must be printed
_NAMED = re.compile("|".join(sorted((*_PROVINCES, *_PROVINCE_OF), key=len, reverse=True)))
_NO_DISTRICT = re.compile(
    r"园区|社区|小区|片区|景区|地区|辖区|校区|矿区|林区|牧区|库区|灾区|厂区|街区|示范区|保税区|开发区$|自治区|试验区|市辖区|(?:老|主|中心|新|建成)城区|^城区|山区|功能区|特区|[各全本我该]区|[各全本我该]县|市县|区县|[所]在区|港区|集聚区|核心区|郊区|区域"
)
# 平湖市人民政府: a county-level city, of which no list is kept.
_COUNTY_CITY = re.compile(r"^(?:省|自治区)?([\u4e00-\u9fff]{2,3})市(?=$|人民政府|[\u4e00-\u9fff]{0,12}(?:局|委|办|厅)$)")

_ZONES_OF_A_CITY = ("经济技术开发区", "经济开发区", "经开区", "开发区", "高新区", "高新技术产业开发区")
_RANK = re.compile(r"(?:[\u4e00-\u9fff]{1,8}族)?(?:自治县|自治旗|新区|县|旗|区|市|林区|特区)$")
_LONGEST_COUNTY = 15
# Names of counties that are words as well: 老城区改造, 自然资源县级, 乡村振兴区域.
_WORDS_TOO = frozenset("老城区 新城区 新市区 市中区 城中区 城东区 城西区 城南区 城北区 城区 郊区 矿区 上街区 振兴区 资源县 合作市 兴业县 大城县 江南区 港口区 海港区 安居区".split())


@dataclass(frozen=True, slots=True)
class Area:
    """Province, city and district by their short names, "" where not said."""

    province: str = ""
    city: str = ""
    district: str = ""

    def __bool__(self) -> bool:
        return bool(self.province or self.city or self.district)

    def lies_in(self, wider: Area) -> bool | None:
        """Whether this place lies in ``wider``; None where the names do not tell.

        >>> area_in("成都市武侯区").lies_in(area_in("四川省")), area_in("成都市").lies_in(area_in("福建省三明市"))
        (True, False)
        >>> area_in("四川省").lies_in(area_in("成都市")) is None
        True
        """
        for mine, theirs in ((self.province, wider.province), (self.city, wider.city), (self.district, wider.district)):
            if theirs and mine and mine != theirs:
                # A new area has parts of several districts: whoever is in one of them may be in it.
                return None if self.city == wider.city and {mine, theirs} & _NEW_AREA_HOMES.keys() else False
        if wider.district:
            return True if self.district == wider.district else None
        if wider.city:
            return True if self.city == wider.city else None
        return True if not wider.province or self.province == wider.province else None


@lru_cache(maxsize=1)
def _counties() -> dict[str, tuple[tuple[str, str], ...]]:
    """Province and city of every county by its full name; several where the name is borne by several."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for line in resources.files("corpus.support").joinpath("counties.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            home, names = line.split(": ")
            province, city = home.split(" ")
            for name in names.split():
                found[name] = (*found.get(name, ()), (province, "" if city == "-" else city))
    return found


def county_list() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Every county by its bare name, with the (province, city) it lies in."""
    return tuple((_bare(name), homes) for name, homes in _counties().items())


def counties_named(text: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The counties and districts that ``text`` names in full (南沙区, not 南沙), in order, as often as it does: each by its bare name
    with the (province, city) it lies in, several where its name is borne by several.

    >>> counties_named("天河区和朝阳区")
    (('天河', (('广东', '广州'),)), ('朝阳', (('北京', '北京'), ('吉林', '长春'))))
    """
    known, found = _counties(), []
    for match in re.finditer(r"[区县市旗](?!场)", text):
        starts = range(max(0, match.end() - _LONGEST_COUNTY), match.end() - 2)
        name = next((text[start : match.end()] for start in starts if text[start : match.end()] in known), "")
        if name and name not in _WORDS_TOO:
            found.append((_bare(name), known[name]))
    return tuple(found)


@lru_cache(maxsize=512)
def _counties_of(province: str, city: str) -> tuple[str, ...]:
    """The counties of a city by their bare names, the longest first."""
    names = [_bare(name) for name, homes in _counties().items() if (province, city) in homes]
    return tuple(sorted((name for name in names if len(name) > 1), key=lambda name: (-len(name), name)))


def _bare(county: str) -> str:
    bare = _RANK.sub("", county)
    return bare if len(bare) > 1 else county


def _county_in(text: str, province: str, city: str, end: int) -> Area | None:
    """The first county that ``text`` names in full, or by its bare name right behind its city (铁岭开原的)."""
    known = _counties()
    for match in re.finditer("[区县市旗]", text):
        for start in range(max(0, match.end() - _LONGEST_COUNTY), match.start()):
            homes = known.get(text[start : match.end()], ())
            fitting = [home for home in homes if (not province or home[0] == province) and (not city or home[1] == city)]
            if len(fitting) == 1:
                return Area(*fitting[0], _bare(text[start : match.end()]))
    if city:
        behind = re.sub(r"^(?:市|地区|州)", "", text[end:])
        for name in _counties_of(province, city):
            if behind.startswith(name) and re.match(r"$|[的，。一这那做开里有人办注经搞跑、]|区|县|市", behind[len(name) :]):
                return Area(province, city, name)
    return None


# 在大邑办民宿, 位于郫都: the bare name of one county only, where somebody says where he is.
_SEATED = re.compile(r"(?:^|[，。；])(?:[我俺咱](?:们|家)?|本(?:店|公司|企业|人)|公司|企业|店|厂|家)?(?:就|都|现在|目前|是)?(?:在|位于|地处|来自|落户在?|注册在|注册地在|搬到|迁到|住在?|回到?)(?P<behind>[\u4e00-\u9fff]{2,12})")
_WHAT_GOES_ON = r"(?=$|那边|这边|本地|当地|开(?!发|展|放)|办|做|搞|有|经营|注册|从事|种|养|上班|打工|工作|租|买|盖|建(?!设|筑)|干|卖|生产|跑|成立|创业|投资|加工|的(?:企业|公司|店|厂|人|农户|农民|个体))"
_PLAIN_WORDS = frozenset("和平 东方 长安 安居 朝阳 城区 上街 资源 合作 兴业 大城 新城 江南 港口 海港 振兴 平安 西山 南山 东山 白云 中山 江山 金山 长江 黄河 老城 城中 城东 城西 城南 城北 市中 鼓楼 新华 桥东 桥西 郊区 矿区 开发 山区 湖滨 河口 商城 集美 高明 安定 定安 永安 乐业 富裕 富民 大方 平和 正定 大同 开放 前进 向阳 红旗 友好 文明 建华 工农 东风 新建 新兴 高要 双塔 云龙 凤凰 同心 共和 互助 民和".split())


@lru_cache(maxsize=1)
def _bare_homes() -> dict[str, tuple[str, str, str]]:
    """Province, city and bare name of every county whose bare name no other county has and that is no everyday word."""
    homes: dict[str, list[tuple[str, str, str]]] = {}
    for name, places in county_list():
        homes.setdefault(name, []).extend((*home, name) for home in places)
    return {name: places[0] for name, places in homes.items() if len(places) == 1 and len(name) > 1 and name not in _PLAIN_WORDS and name not in _PROVINCE_OF and name not in _PROVINCES}


def seat_in(text: str) -> Area:
    """The area where somebody says that he is, by ``area_in`` or by the bare name of a county.

    >>> seat_in("我们在大邑办民宿"), seat_in("我们在大同做生意") == Area()
    (Area(province='四川', city='成都', district='大邑'), True)
    """
    named = area_in(text)
    if named:
        return named
    for found in _SEATED.finditer(text):
        for end in range(4, 1, -1):
            home = _bare_homes().get(found["behind"][:end])
            if home and re.match(_WHAT_GOES_ON, text[found.start("behind") + end :]):
                return Area(*home)
    return Area()


@lru_cache(maxsize=16384)
def area_in(text: str) -> Area:
    """The first area that ``text`` names, completed upwards: 成都市 lies in 四川."""
    province = city = district = ""
    end = 0
    for match in _NAMED.finditer(text):
        name, behind = match.group(), text[match.end() : match.end() + 3]
        if name in _UNSURE and not re.match("省|市|州|自治州", behind):
            continue
        if re.match("路|街|大道|银行|镇(?!人民)|大学|学院|师范|理工|医科", behind):
            continue
        if name in _PROVINCES and not province:
            province, end = name, match.end()
            if name in _DISTRICTS:
                city = name
        elif name in _PROVINCE_OF and not city and (not province or _PROVINCE_OF[name] == province):
            province, city, end = _PROVINCE_OF[name], name, match.end()
    newer = _NEW_AREA.search(text)
    if newer:
        its_province, its_city = _NEW_AREA_HOMES[newer.group()]
        if (not province or province == its_province) and (not city or city == its_city):
            return Area(its_province, its_city, newer.group())
    named = _county_in(text, province, city, end)
    if named is not None:
        return named
    if not city:
        county = _COUNTY_CITY.match(text[end:])
        if county and county[1] not in _PROVINCE_OF and county[1] not in _PROVINCES:
            return Area(province, "", county[1])
    rest = re.sub(r"^(?:壮族|回族|维吾尔)?(?:省|市|自治区|自治州|地区|州|盟)", "", text[end:]) if end else text
    for name, home in _CITY_OF_DISTRICT.items():
        if re.search(rf"(?:^|[^\u4e00-\u9fff]|[市在位于的是]){name}(?:新?区|$|[，。的里做开])", rest) and (not city or city == home):
            return Area(province or home, home, name)
    if city in _DISTRICTS:
        for name in _DISTRICTS[city].split():
            if re.search(rf"{name}(?:新?区|$)", rest):
                return Area(province, city, name)
    for found in re.finditer(r"([\u4e00-\u9fff]{1,7}?(?:自治县|经济技术开发区|经济开发区|高新技术产业开发区|经开区|高新区|县|旗|区))", rest):
        words = re.sub(r"^.*(?:我们|公司|企业|注册地?|位于|地处|落户|来自|在|是|于|的|市|州|到)(?=.{2})", "", found.group(1))
        if rest[found.end() : found.end() + 1] in tuple("里级长委局直"):
            continue  # 邻居说县里…: no name
        if words in _ZONES_OF_A_CITY:
            district = "高新区" if words.startswith("高新") else "经开区"
            break
        if not re.search("[是在的]", words) and not _NO_DISTRICT.search(found.group(1)) and not re.match("[各全本我该在这]", words) and 3 <= len(words) <= 9:
            district = re.sub(r"(?:自治县|经济技术开发区|经开区|县|旗|区)$", "", words)
            break
    return Area(province, city, district)
