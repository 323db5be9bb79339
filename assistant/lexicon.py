"""Words people use for words documents use (口语与公文用语对照, ``lay_words.txt``), and English for Chinese.

The official words are added to a question for the search by words; for the search by meaning the
question is read a second time with the first official word in place of each lay one. What a person
typed is never shown changed. The embedding knows many of these; the table is for those that share no
character.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

_LAY_WORDS = Path(__file__).with_name("lay_words.txt")
_ENGLISH: tuple[tuple[str, str], ...] = (
    (r"fraud\w*|falsif\w*|cheat\w*", "骗取 弄虚作假 虚假"), (r"barred|ban(?:ned)?|disqualif\w*", "取消资格 不得申报 不再受理"), (r"appl(?:y|ies|ication|icant)\w*", "申请 申报"),
    (r"unemploy\w*|jobless", "失业"), (r"employ\w*|jobs?|hir(?:e|ing)", "就业 招用"), (r"benefits?|allowances?", "补贴 补助 津贴"), (r"complaints?|appeals?", "投诉 诉求"),
    (r"public complaints?|swift response", "接诉即办"), (r"forum", "论坛"), (r"theme", "主题"), (r"elderly|older people|seniors?", "老年人 长者"), (r"pensions?", "养老"),
    (r"disab\w+", "残疾人"), (r"welfare", "福利"), (r"insurance", "保险"), (r"tax(?:es|ation)?", "税收 纳税"), (r"invoices?", "发票"), (r"exempt\w*|waive\w*", "免征 减免"),
    (r"defer\w*|postpone\w*|extension|extend\w*", "延期 延长"), (r"rents?|rental", "租金 房租"), (r"smes?|small (?:and|business)\w*|medium", "中小企业 小微企业"), (r"epidemic|pandemic|covid\S*", "疫情 防控"),
    (r"masks?", "口罩 防护用品"), (r"hukou|household registration|residency", "入户 落户 户籍"), (r"points?", "积分"), (r"intern\w*|trainees?", "见习 实习"), (r"graduates?", "毕业生"),
    (r"start-?ups?|entrepreneur\w*", "创业"), (r"canteens?|meals?", "食堂 助餐"), (r"flats?|apartments?", "公寓 住房"), (r"touris\w*|scenic", "旅游 景区"), (r"homestays?|guesthouses?", "民宿"),
    (r"exports?", "出口"), (r"imports?", "进口"), (r"bookst\w+", "实体书店"), (r"data ?sets?", "数据集"), (r"grain|food reserve", "粮食"), (r"machinery|tractors?", "农机 农业机械"),
    (r"poverty|poor", "贫困 困难"), (r"rescue|relief|assistance", "救助"), (r"wetlands?", "湿地"), (r"veterans?|ex-?soldiers?", "退役士兵 退役军人"), (r"vehicles?|cars?|\bevs?\b", "汽车 车辆"),
    (r"charging", "充电"), (r"holidays?", "放假 节假日"), (r"meetings?", "会议"), (r"mortgages?", "住房贷款"), (r"deduct\w*", "扣除"), (r"income", "收入 所得"), (r"parents?", "赡养 父母"),
    (r"electric\w* install\w*|wiring|circuits?", "电路 线路 用电"), (r"beds?", "床位"), (r"deadline|due date", "截止 之前"), (r"penal\w*|fined?", "处罚 罚款"), (r"months?", "月"), (r"years?", "年"),
    (r"taxis?|cabs?", "出租车 出租汽车"), (r"emergenc\w*", "应急 突发"), (r"levels?|grades?|tiers?", "等级 分级 级"), (r"supported persons?|dependants?|relatives?", "被赡养人 赡养"), (r"income tax", "个人所得税 所得税"),
    (r"kitchens?", "厨房 自主"), (r"operat\w*", "运营 经营"), (r"deliver\w*", "配送 送餐"), (r"studios?|masters?", "工作室 大师"), (r"one-?off|lump sum", "一次性"), (r"newly|recogni[sz]\w*", "认定 新"),
    (r"municipal|city-level", "市级"), (r"provincial", "省级"), (r"maximum|at most|cap\b|ceiling", "最高 不超过"), (r"minimum|at least", "不低于 最低"), (r"materials?|documents", "材料"),
    (r"review\w*|examin\w*|audit\w*", "审核 审查"), (r"refund\w*|return(?:ed)?", "退还 退费"), (r"ages?d?\b", "年龄 周岁"), (r"hours?", "小时 学时"), (r"days?", "日 天 工作日"),
    (r"warn\w*|alert\w*", "预警"), (r"reserves?|stock\w*", "储备"), (r"supply", "供应"), (r"prices?", "价格"), (r"markets?", "市场"), (r"inspect\w*|check\w*", "检查"), (r"register\w*|registration", "登记 注册"),
    (r"address(?:es)?|premises", "住所 地址"), (r"licen[cs]\w*", "许可 执照"), (r"workers?|staff|personnel", "人员 职工"), (r"committee|council", "委员会"), (r"director|head of", "负责人 主任"), (r"responsib\w*", "负责 责任"),
    (r"households?|famil(?:y|ies)", "家庭"), (r"women|maternity", "妇女 生育"), (r"water", "水 用水"), (r"gas\b", "燃气 用气"), (r"online|internet|website", "网上 互联网"), (r"apply for points|points-based", "积分制"),
    (r"subway|metro|rail transit|rail station", "轨道交通 站点"), (r"bus(?:es)?", "公交"), (r"railway|train", "铁路"),
    (r"coverage", "覆盖"), (r"highway|expressway|road", "高快速路 快速路"), (r"airport", "机场"), (r"hub", "枢纽"),
    (r"school|education|teacher", "学校 教育 教师"), (r"hospital|medical|health\s?care", "医疗 医院"),
    (r"talent|skilled|expert", "人才"), (r"hous(?:e|ing)|home|apartment", "住房 购房"), (r"subsid(?:y|ies)|grant", "补贴 补助 支持"),
    (r"loan|financing|credit", "贷款 融资"), (r"guarantee", "担保"), (r"fee|rate", "费率"), (r"interest", "贴息 利率"),
    (r"bonds?", "专项债券"), (r"fund", "基金 资金"), (r"land", "用地 土地"), (r"factor(?:y|ies)|workshop|plant", "厂房 工业"),
    (r"floors?", "层数"), (r"penalt(?:y|ies)|punish", "行政处罚"), (r"approval|permit", "审批 许可"), (r"plan(?:ning)?", "规划"),
    (r"assess|evaluat|apprais", "考核 评估"), (r"company|companies|enterprise|business|firm", "企业"),
    (r"technolog(?:y|ies)|innovation|tech", "科技 创新"), (r"pilot", "中试 试点"), (r"platform", "平台"), (r"lead(?:s|ing)?", "牵头"),
    (r"foreign|overseas|international", "海外 国际"), (r"certificate|qualification", "职业证书 职业资格"), (r"farm|agricultur", "农业"),
    (r"social (?:security|insurance)", "社保"), (r"investment|invest", "投资"), (r"reits?", "不动产投资信托基金"),
    (r"valid|expir|in force|effect", "有效期 施行"), (r"district|county", "区（市）县"), (r"renovat|renewal", "更新改造"),
    (r"sports?|fitness", "体育 健身"), (r"culture|tourism", "文体旅"), (r"data", "数据"), (r"transfer|interchange", "换乘 接驳"),
    (r"volume|plot ratio|far\b", "容积率"), (r"deposit", "保证金"), (r"transition(?:al)?|grace", "过渡期"), (r"national", "国家"),
    (r"business environment|doing business", "营商环境"), (r"phase", "期 建设规划"), (r"regulat|supervis", "监管"),
    (r"new technolog", "新技术 新业态 新模式"), (r"business models?", "新模式 新业态"), (r"reward|incentive|motivat", "激励 奖励"),
    (r"performance|kpi|ranking", "考核 排名"), (r"task force|working group|team", "工作专班 团队"), (r"logistics|freight|cargo", "物流 货运"),
    (r"power|substation|grid|electric", "变电站 配电网"), (r"sewage|waste|garbage|environmental", "污水 垃圾 生态环境"),
    (r"tunnel|pipe|underground", "地下 综合管廊"), (r"low[- ]carbon|green", "绿色 低碳"), (r"village|urban renewal", "城中村 更新"),
    (r"research|laborator|r&d", "研发 实验室"), (r"university|college|postdoc|academic", "博士后 院士"), (r"title|professional rank", "职称"),
    (r"training|apprentice|skills?", "培训 技能"), (r"child|children|kids", "子女"), (r"purchase|buy", "购房 购置"), (r"restrict|limit", "限制 限购"),
    (r"equipment|device", "设备"), (r"commerciali[sz]|transform", "转化"), (r"asset", "资产"), (r"state[- ]owned", "国有企业"),
    (r"bank|financial institution", "金融机构 银行"), (r"aim|purpose|goal|objective", "目的 制定"), (r"coordinat|cooperat", "协同 合作"),
    (r"rural|collective", "农村集体"), (r"office building|building", "楼宇 建筑"), (r"rooftop|basement", "屋顶 地下室"),
    (r"scenario|application", "场景 应用"), (r"5g|artificial intelligence|\bai\b", "5g 人工智能"), (r"list|catalogue", "清单"),
    (r"decentrali[sz]|delegat", "下放 扩权"), (r"private (?:capital|hospital|investment)", "社会资本 民营"), (r"branch", "分院"),
    (r"remote|telemedicine", "远程医疗"), (r"station|stop", "站点 站"), (r"dead[- ]end|unfinished road", "断头路"), (r"three[- ]year", "三年行动计划"),
    (r"higher|stack|both|conflict|inconsisten", "取高不重复"), (r"issued|publish", "印发"), (r"minutes?", "分钟"), (r"met(?:er|re)s?", "米"), (r"key areas?", "重点片区"), (r"commercial", "商业"), (r"idle|vacant", "闲置 存量"),
)


# English names of the usual municipal bodies, as their own websites translate them.
_BODIES: tuple[tuple[str, str], ...] = (
    (r"finance bureau|fiscal bureau|bureau of finance", "财政局"), (r"education (?:bureau|commission)|bureau of education", "教育局"),
    (r"development and reform|ndrc", "发改委"), (r"housing (?:and|&) |housing bureau|housing and urban", "住建局"),
    (r"planning and natural resources|natural resources bureau", "规划和自然资源局"), (r"human resources", "人社局"),
    (r"transport(?:ation)? (?:bureau|commission)|bureau of transport", "交通运输局"), (r"health (?:commission|bureau)", "卫健委"),
    (r"economy and information|economic and information", "经信局"), (r"science and technology (?:bureau|commission)", "科技局"),
    (r"commerce (?:bureau|commission)|bureau of commerce", "商务局"), (r"sports? bureau", "体育局"), (r"tax(?:ation)? bureau|tax service", "税务局"),
    (r"agricultur\w* and rural|agricultur\w* bureau", "农业农村局"), (r"state-owned assets|sasac", "国资委"), (r"justice bureau|bureau of justice", "司法局"),
    (r"ecology and environment|environment bureau", "生态环境局"), (r"market (?:regulation|supervision)", "市场监管局"),
    (r"investment promotion", "投促局"), (r"organi[sz]ation department", "组织部"), (r"people's bank|pboc", "人行"),
    (r"financial (?:supervis|regulat)\w*", "金融监管局"), (r"culture,? (?:radio|tourism)|tourism bureau", "文广旅局"), (r"supervision office", "督查室"),
)


def english_bodies(folded: str) -> str:
    """The Chinese names of the public bodies that a folded English question names, joined by spaces."""
    return " ".join(name for english, name in _BODIES if re.search(english, folded))


def expansions(folded: str) -> str:
    """Official words for the lay and English words of a folded question, joined by spaces."""
    pattern, meant = lay_words()
    found = [" ".join(meant[match.group()]) for match in pattern.finditer(folded)]
    if re.search(r"[a-z]{3,}", folded):
        for english, official in _ENGLISH:
            if re.search(rf"\b(?:{english})", folded):
                found.append(official)
    return " ".join(found)


def in_official_words(folded: str) -> str:
    """A folded question with the first official word in place of each lay one.

    >>> in_official_words("地铁谁挑头")
    '轨道交通谁牵头'
    """
    pattern, official = lay_words()
    return pattern.sub(lambda match: official[match.group()][0], folded)


@lru_cache(maxsize=1)
def lay_words() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """A pattern of every lay word, longer ones first, and the official words of each."""
    official: dict[str, tuple[str, ...]] = {}
    for line in _LAY_WORDS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            lay, meant = line.split(" = ")
            for word in lay.split():
                official.setdefault(word, tuple(meant.split()))
    longest_first = sorted(official, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first))), official


def is_english(question: str) -> bool:
    """True if a question is written in English: mostly Latin letters, hardly any Chinese."""
    latin = len(re.findall(r"[A-Za-z]", question))
    chinese = len(re.findall(r"[\u4e00-\u9fff]", question))
    return latin > 8 and latin > 4 * chinese
