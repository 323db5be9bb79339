"""Names of public bodies (单位名称): the short forms people use and the full ones.

A question says 发改委 where the document prints 市发改委 or 市发展和改革委员会. ``core_name`` takes the
place and the rank off and spells the body out, so that names of one body compare equal. Two
printed names with different cores are two bodies; nothing is guessed from meaning.
"""

from __future__ import annotations

import re

# Short form → full form, as the reform of 2018 named them; regional variants share one core.
_SPELLED_OUT = {
    "发改委": "发展和改革委员会", "发改局": "发展和改革委员会", "发展改革委": "发展和改革委员会",
    "发展改革局": "发展和改革委员会", "发展和改革局": "发展和改革委员会", "发展改革委员会": "发展和改革委员会",
    "发展和改革委": "发展和改革委员会",
    "经信局": "经济和信息化局", "经信委": "经济和信息化局", "经济和信息化委员会": "经济和信息化局",
    "工信局": "工业和信息化局", "工信部": "工业和信息化部", "工信厅": "工业和信息化厅",
    "新经济委": "新经济发展委员会",
    "住建局": "住房和城乡建设局", "住建部": "住房和城乡建设部", "住建厅": "住房和城乡建设厅",
    "住房城乡建设局": "住房和城乡建设局", "住房城乡建设部": "住房和城乡建设部", "住建委": "住房和城乡建设委员会",
    "人社局": "人力资源和社会保障局", "人力社保局": "人力资源和社会保障局", "人社部": "人力资源和社会保障部",
    "人社厅": "人力资源和社会保障厅", "人力资源社会保障局": "人力资源和社会保障局",
    "人力资源社会保障部": "人力资源和社会保障部", "人力资源社会保障厅": "人力资源和社会保障厅",
    "规划局": "规划和自然资源局", "规自局": "规划和自然资源局", "自然资源和规划局": "规划和自然资源局",
    "规划自然资源局": "规划和自然资源局", "资规局": "规划和自然资源局", "规资局": "规划和自然资源局",
    "卫健委": "卫生健康委员会", "卫健局": "卫生健康委员会", "卫生健康委": "卫生健康委员会",
    "卫生健康局": "卫生健康委员会",
    "国资委": "国有资产监督管理委员会", "国资局": "国有资产监督管理委员会",
    "市场监管局": "市场监督管理局", "市监局": "市场监督管理局", "市场监管总局": "市场监督管理总局",
    "文广旅局": "文化广电旅游局", "文旅局": "文化广电旅游局", "文广旅体局": "文化广电旅游体育局",
    "文化广播电视和旅游局": "文化广电旅游局", "文化和旅游局": "文化广电旅游局",
    "投促局": "投资促进局", "投资促进委员会": "投资促进局", "投促委": "投资促进局",
    "科技局": "科学技术局", "科技厅": "科学技术厅", "科技部": "科学技术部",
    "交通局": "交通运输局", "交委": "交通运输局", "交运局": "交通运输局", "交通运输委": "交通运输局",
    "金融监管局": "金融监督管理局", "地方金融监管局": "金融监督管理局", "金融局": "金融监督管理局",
    "地方金融监督管理局": "金融监督管理局", "金融工作局": "金融监督管理局",
    "农业局": "农业农村局", "农业农村委": "农业农村局", "环保局": "生态环境局", "生态局": "生态环境局",
    "编办": "机构编制委员会办公室", "委编办": "机构编制委员会办公室", "委编委办公室": "机构编制委员会办公室",
    "委机构编制委员会办公室": "机构编制委员会办公室",
    "教委": "教育局", "商务委": "商务局", "商务委员会": "商务局", "体育委": "体育局",
    "网络理政办": "网络理政办公室", "理政办": "网络理政办公室",
    "委人才办": "人才工作办公室", "人才办": "人才工作办公室", "委人才工作领导小组办公室": "人才工作办公室",
    "委组织部": "组织部", "委宣传部": "宣传部", "委统战部": "统战部", "委政法委": "政法委员会",
    "委督查室": "委督查室", "政府督查室": "政府督查室",
    "人行": "中国人民银行", "央行": "中国人民银行", "人民银行": "中国人民银行",
    "财政部门": "财政局", "税务总局": "国家税务总局",
}
_PLACE = re.compile(r"^(?:[\u4e00-\u9fff]{2,6}?(?:省|自治区))?(?:[\u4e00-\u9fff]{1,5}?(?:市|州|盟|地区))?(?:[\u4e00-\u9fff]{1,6}?(?:区|县|旗))?")
_RANK = re.compile(r"^[省市区县州]")
_BRACKET = re.compile(r"[（(].*?[)）]")


def core_name(name: str) -> str:
    """The body's full name without place and rank.

    >>> core_name("市发改委") == core_name("成都市发展和改革委员会") == core_name("发改委")
    True
    >>> core_name("市财政局"), core_name("财政局"), core_name("市委组织部（市委人才办）")
    ('财政局', '财政局', '组织部')
    """
    bare = _BRACKET.sub("", name.strip())
    for stripped in (bare, _strip_rank(bare), _strip_place(bare), _strip_rank(_strip_place(bare))):
        if stripped in _SPELLED_OUT:
            return _SPELLED_OUT[stripped]
    shortest = _strip_rank(_strip_place(bare))
    return shortest or bare


def short_forms(core: str) -> tuple[str, ...]:
    """The short forms people use for a full name that ``core_name`` returned.

    >>> short_forms("住房和城乡建设局")
    ('住建局', '住房城乡建设局')
    """
    return tuple(short for short, full in _SPELLED_OUT.items() if full == core)


def _strip_rank(name: str) -> str:
    # 市场监管局 begins with a word, not with a rank.
    if name.startswith("市场"):
        return name
    return _RANK.sub("", name) if len(name) > 2 else name


def _strip_place(name: str) -> str:
    rest = _PLACE.sub("", name)
    return rest if len(rest) >= 2 else name


def names_within(unit: str) -> tuple[str, ...]:
    """The names a printed unit can go by: the whole, and each body joined in it.

    >>> names_within("市经信局市新经济委")
    ('市经信局市新经济委', '市经信局', '市新经济委')
    >>> names_within("市委组织部（市委人才办）")
    ('市委组织部（市委人才办）', '市委组织部', '市委人才办')
    """
    names = [unit]
    inside = re.search(r"[（(](.+?)[)）]$", unit)
    if inside:
        names += [unit[: inside.start()], inside.group(1)]
    else:
        joined = re.match(r"^([省市区县].+?[局委办部厅])([省市区县].+[局委办部厅])$", unit)
        if joined:
            names += [joined.group(1), joined.group(2)]
    return tuple(names)
