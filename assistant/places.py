"""Provinces and prefecture-level cities of China (省级与地级行政区), by their short names.

A question about 德阳 is not answered from a policy of 成都. Districts and counties are left out: they
lie inside a policy's own city as often as not. From the Ministry of Civil Affairs' list of 2023;
names that are also everyday words are left out (吉祥, 和平 …, here: 海东, 固原, 东方, 白银, 朝阳, 大同, 长春 stays).
"""

from __future__ import annotations

from collections.abc import Iterable

_PLACES = frozenset(
    """
    北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃
    青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门
    石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁 呼和浩特 包头 乌海
    赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛 长春 四平 辽源
    通化 白山 松原 白城 延边 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 南京 无锡 徐州 常州 苏州 南通
    连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵
    安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州
    吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳
    鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施
    长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州
    梅州 汕尾 河源 阳江 清远 东莞 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左 海口 三亚
    三沙 儋州 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝 甘孜 凉山 贵阳 六盘水
    遵义 安顺 毕节 铜仁 黔西南 黔东南 黔南 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆 拉萨
    日喀则 昌都 林芝 山南 那曲 阿里 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 天水 武威 张掖 平凉 酒泉 庆阳
    定西 陇南 临夏 甘南 西宁 银川 石嘴山 吴忠 中卫 乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 喀什 和田 伊犁 塔城 阿勒泰
    """.split()
)
_IN_ENGLISH = {
    "beijing": "北京", "shanghai": "上海", "chongqing": "重庆", "shenzhen": "深圳", "guangzhou": "广州", "hangzhou": "杭州",
    "wuhan": "武汉", "xi'an": "西安", "nanjing": "南京", "tianjin": "天津", "deyang": "德阳", "mianyang": "绵阳", "suzhou": "苏州",
}


def foreign_place(folded: str, texts: Iterable[str]) -> str:
    """A place named in a folded question that stands in none of the policy texts; "" if none does."""
    named = [place for place in _PLACES if place in folded]
    named += [place for english, place in _IN_ENGLISH.items() if english in folded]
    if not named:
        return ""
    held = list(texts)
    # 成南 in 成南高速 or 上海路: a longer name that the documents hold is not the city.
    strangers = [place for place in named if not any(place in text for text in held)]
    return min(strangers, key=lambda place: (folded.find(place), place)) if len(strangers) == len(named) else ""
