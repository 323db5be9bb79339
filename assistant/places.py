"""Places of China (行政区): provinces, prefecture-level cities, and the counties of a library.

A question about 德阳 is not answered from a policy of 成都, but one about 成都 may be answered from a
policy of 四川 or of the State Council. Cities are from the Ministry of Civil Affairs' list of 2023.
Counties and districts are read from the titles and issuers of the policies (``counties_in``): the
whole list holds too many everyday words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_CITIES_OF = {
    "北京": "", "天津": "", "上海": "", "重庆": "", "香港": "", "澳门": "", "台湾": "",
    "河北": "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水",
    "山西": "太原 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁",
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
    "甘肃": "兰州 嘉峪关 金昌 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南",
    "青海": "西宁",
    "宁夏": "银川 石嘴山 吴忠 中卫",
    "新疆": "乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 喀什 和田 伊犁 塔城 阿勒泰",
}
_PROVINCE_OF = {city: province for province, cities in _CITIES_OF.items() for city in cities.split()}
_KNOWN = re.compile("|".join(sorted({*_CITIES_OF, *_PROVINCE_OF}, key=lambda name: (-len(name), name))))
# 上海路, 北京时间, 山东大厦: a place's name within a longer name is not the place asked about.
_WITHIN_A_NAME = re.compile(r"(?:路|街|大道|时间|大厦|证券|交易所|银行|高速|铁路|大学)")
_RANKED = re.compile(_KNOWN.pattern.join(("(?:", ")")) + r"(?:省|市|(?:壮族|回族|维吾尔)?自治区)?")
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
    "hong kong": "香港", "macau": "澳门", "haidian": "海淀", "tianhe": "天河", "lingang": "临港", "pinghu": "平湖", "xianju": "仙居",
}


def places_in(folded: str) -> tuple[str, ...]:
    """The provinces and cities that a folded text names, in order, each once.

    >>> places_in("成都和上海路的德阳高速")
    ('成都',)
    """
    found = [
        match.group() for match in _KNOWN.finditer(folded) if not _WITHIN_A_NAME.match(folded, match.end())
    ]
    found += [place for english, place in _IN_ENGLISH.items() if re.search(rf"\b{english}\b", folded)]
    return tuple(dict.fromkeys(found))


def counties_in(name: str) -> tuple[str, ...]:
    """The counties, districts and towns that a title or an issuer's name names, without their rank.

    >>> counties_in("广州市天河区住房建设和园林局"), counties_in("茂林镇党政办公室")
    (('天河',), ('茂林',))
    """
    found = [match.group(1) for match in _COUNTY.finditer(_RANKED.sub("|", name))]
    return tuple(dict.fromkeys(place for place in found if not _NO_COUNTY.search(place)))


def holds(outer: str, inner: str) -> bool:
    """True if ``outer`` is the province that the city ``inner`` lies in.

    >>> holds("四川", "成都"), holds("成都", "四川"), holds("成都", "成都")
    (True, False, False)
    """
    return _PROVINCE_OF.get(inner) == outer


def foreign_place(folded: str, texts: Iterable[str]) -> str:
    """A place named in a folded question that stands in none of the policy texts; "" if none does."""
    named = places_in(folded)
    if not named:
        return ""
    held = list(texts)
    strangers = [place for place in named if not any(place in text for text in held)]
    return strangers[0] if len(strangers) == len(named) else ""
