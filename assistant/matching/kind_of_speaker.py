"""Who is speaking (说话的是谁): a firm, its owner, somebody it employs, or a body of another kind, told by how the words put it.

Who runs a body or speaks for it (我是某公司的人事, 我盖了座养老院) is that body, and a person besides; who works in one (在某公司上班) is
a person only.
"""

from __future__ import annotations

import re

from assistant.matching.profile import GOVERNMENT
from corpus.policy import Audience
from corpus.support.vocabulary import trades_in

_BODY = (
    r"(?:公司|企业|(?<![\u4e00-\u9fff])厂|[\u4e00-\u9fff]{1,4}厂|养老院|敬老院|护理院|福利院|(?<!卫)医院|卫生室|卫生站|诊所|门诊部?|幼儿园|托育园|托育所|托儿所|托班|托育中心|学校|学堂|培训班|培训机构|研究所|研究院|实验室|合作社|家庭农场|农场|养殖场|猪场|孵化器|众创空间|产业园|协会|商会|旅行社|事务所|银行|担保公司)"
)
_ROLE = r"(?:人事|会计|财务|出纳|老板|老板娘|院长|园长|校长|厂长|店长|社长|所长|场长|经理|总经理|总监|负责人|法人|法人代表|股东|合伙人|创始人|理事长|秘书长|HR|行政|法务|文员|店主|主管|管事)"
# 我是东浦一家软件公司的人事: who speaks for it.
_SPEAKS = re.compile(rf"(?:^|[，。；])我?(?:是|在|给|替|帮)[^，。；]{{0,20}}?(?P<body>{_BODY})(?:里)?(?:的|做|当|管)?{_ROLE}(?=$|[，。；])")
# 我在一家银行管信贷: who is in charge of something there.
_IN_CHARGE = re.compile(rf"(?:^|[，。；])我(?:们)?(?:是|在)[^，。；]{{0,16}}?(?P<body>{_BODY}|小贷公司|保险公司)(?:里)?(?:分管|主管|负责|管)(?!理?(?:着|过)?$)[\u4e00-\u9fff]{{2,8}}")
# 我在北京盖了座养老院, 跟人凑钱开了个汽修公司: who runs it.
_RUNS = re.compile(
    rf"(?:^|[，。；]|我|俺|咱|自己|跟[^，。；]{{1,8}})[^，。；]{{0,14}}?(?:(?<![召公离张打])开|(?<![民公主举协])办|盖|经营|盘下|接手|承包|创办|注册|成立|运营|建)(?:了|着|有|起来?)*(?:[一二两三四五几\d]{{0,2}}(?:家|座|间|个|所|栋|处|片))?(?:[^，。；]{{0,12}}?)(?P<body>{_BODY})(?=$|[，。；]|的(?=$|[，。；])|里|上)|"
    rf"我(?!们)(?:自己)?(?:在[^，。；]{{1,10}})?有(?:[一二两三四五几\d]{{0,2}}(?:家|座|间|个|所))[^，。；]{{0,8}}?(?P<having>{_BODY})(?=$|[，。；])|"
    rf"我(?!们)是(?:一?[个家名])?(?:做|搞|干|卖|开)[^，。；]{{0,14}}?(?P<doing>{_BODY})(?=$|[，。；]|的)"
)
_PLAN = re.compile(r"想|打算|准备|计划|要(?=开|办|建|注册|成立)|拟|希望|朋友|亲戚|同学(?=的|开|办)|邻居")
# 是公司, 注册的是公司, 公司在合肥: said of what one has.
_IS_A_FIRM = re.compile(r"(?:^|[，。；])(?:也|都|就)?(?:是|注册的?是|登记的?是)(?:家|个)?(?:正经)?(?:注册的?)?公司|(?:^|[，。；])(?:我们?)?(?:这?家?)?公司(?:就|注册)?(?:在|是|叫)")
# 在一家公司上班: who works in one, and speaks for nobody else.
_EMPLOYED = re.compile(
    rf"(?:{_BODY}|店|馆|单位|局|社区|中心|工地|车间|机关)(?:里|那边)?(?:上班|打工|工作|任职|就职|供职|实习|面试|写代码|做(?:[^，。；]{{1,4}}(?:员|工|师|生))|当(?!地|年|月|天|时|前|初|中)[^，。；]{{1,6}})"
)
_SPEAKS_FOR_IT = re.compile(r"我们(?:公司|厂|店|企业|单位|院|校|所)|本公司|我司|我厂|个体户|个体工商户|开了|办了")
_OUR_FIRM = re.compile(r"(?:^|[，。；]|[年月初底前后来])(?:我们|咱们?|我们?家)[\u4e00-\u9fff]{0,6}公司(?!的?(?:客户|老板|房东|隔壁|旁边|附近|楼))")
_PERSON = re.compile(r"(?:^|[，。])(?:我(?:妈|爸|爷|奶|家老人|父|母|孩子|儿子|女儿|丈夫|妻子|爱人|老公|老婆)|今年\d{1,3}岁|刚(?:从)?[^，。]{0,8}毕业|大学毕业|(?:退休|失业|下岗|待业)(?!保险|金))|^(?:我(?!们|公司|厂|店|司|单位|企业|家)|本人)|我是(?:一?[名个位])?[^，。]{0,16}(?:毕业生|人员|人才|导游|技师|大师|教师|博士|硕士|经理人|农民|员工|职工|者|人)")
_KIND: tuple[tuple[str, re.Pattern[str]], ...] = (
    (GOVERNMENT, re.compile(r"(?:(?:我们|单位)是[^，。]{0,14}|^[^，。]{0,8})(?:局|委|政府|街道办|管委会|部门|机关)(?:$|[，。的想])")),
    (Audience.SELF_EMPLOYED.value, re.compile(r"个体工?商?户|个体经营|小店主|摆摊")),
    (Audience.FINANCE.value, re.compile(r"(?:我们|本|是)[^，。]{0,14}(?:银行(?!贷款|账|开户)|金融机构|(?:融资)?担保公司|担保机构|小贷公司|小额贷款公司|保险公司|证券公司|融资租赁公司|创投机构)(?!的?客户)")),
    (Audience.FARM.value, re.compile(r"合作社|家庭农场|(?:种粮|种植|养殖|粮食|生产|承包|流转)[^，。]{0,4}大户|(?:我|我们)[^，。]{0,12}(?:种粮|种地|种田|种菜|养猪|养鸡|养牛|养羊)|养殖户|种植户|村集体|(?:猪|鸡|牛|羊|鸭|鹅|养殖|水产|渔)场(?:$|[，。的])|^(?:[^，。]{0,6})?农户|[果茶菜]农(?!业)|(?:^|[，。；])(?:我|俺|我家|我们家)[^，。公司厂店]{0,10}种(?!类|族|植牙|子)(?:了|着)?[\u4e00-\u9fff\d]{1,6}")),
    (Audience.ASSOCIATION.value, re.compile(r"民办非企业|社会服务机构|民非")),
    (Audience.PUBLIC_SERVICE.value, re.compile(r"(?:^|我们|本|是)[^，。]{0,14}(?:医院|学校|幼儿园|养老院|敬老院|福利院|卫生院|诊所|托育中心|职业院校|技工院校|技校|高职|职高|中专|职校|医疗机构|养老机构)(?:$|[，。的]|想|要|有|准备|打算|在|办|招)")),
    (Audience.RESEARCH.value, re.compile(r"(?:^|我们|本|是)[^，。]{0,14}(?:(?<!从)大学(?!生|毕业)|高校(?!毕业)|研究院|研究所|科研院所|研发机构|创新中心)(?:$|[，。的]|想|要|有|准备|打算|在|办|招)")),
    (Audience.PARK.value, re.compile(r"(?:^|我们|本|是|运营)[^，。]{0,16}(?<!入驻)(?:孵化器|众创空间|产业园|科技园|园区|孵化基地|创业基地)(?!里|内|企业)(?:$|[，。的]|运营)")),
    (Audience.ASSOCIATION.value, re.compile(r"(?:^|[，。；]|我们|本|是)[^，。]{0,14}(?:协会|商会|学会|社会组织|社团|基金会|联盟)(?:$|[，。的])")),
)  # fmt: skip
_FIRM = re.compile(r"企业|公司|我司|我店|我厂|见习基地|用人单位|工厂|集团|我们厂|[一-龥]厂(?:$|[，。的])|我们店|旅行社|酒店|民宿|餐厅|饭店|店(?!员|长)|我们是做|我们做|厂里")
_PRIVATE = re.compile(r"我们?家(?!公司|店|厂|企业|做|是做)|[二两三]个?(?:孩|娃)|[老]公|老婆|结婚|(?:家里|家中)?(?:老人|爸妈|父母|老伴)|(?:大[一二三四]|在校|研究生|职校|高职)?学生(?!公寓|餐)|毕业生(?!见习)|\d{2}岁|[一二三四]级残疾|残疾证|低保户|失业金|待业|毕业(?!生|季)|找工作|面试|跑外卖|打零工|社保[^，。]{0,6}自己|自己[^，。]{0,8}社保|(?:家里|自家)(?:承包|种|刚|有|买)|打工(?!人|者)|务工(?!人)|农民(?!工|专业|合作)")
_BUSINESS = re.compile(r"我们[^。]{0,60}(?:招了|招用|员工|工人|营收|生产|销售|产品|客户|研发|纳税|订单|融资|发债|门店|商场|运营方|事务所|工作室|车队|商行|作坊)")
# Who says 我们 or 公司 of itself and is none of the above is a firm.
_WE = re.compile(r"(?:^|[，。；])(?:我们(?!村|社区|街道|班|一家|夫妻|家|小区|[镇县区市乡局委校院]|俩|两口)|公司|本司|企业)")
# What kind of body a word of _BODY is; a firm where none fits.
_KIND_OF_BODY: tuple[tuple[str, re.Pattern[str]], ...] = (
    (Audience.FINANCE.value, re.compile(r"银行|担保公司")), (Audience.RESEARCH.value, re.compile(r"研究[所院]|实验室")), (Audience.FARM.value, re.compile(r"合作社|农场|养殖场|猪场")),
    (Audience.PUBLIC_SERVICE.value, re.compile(r"养老院|敬老院|护理院|福利院|医院|卫生[室站]|诊所|门诊|幼儿园|托育|托儿所|托班|学校|学堂|培训")), (Audience.PARK.value, re.compile(r"孵化器|众创空间|产业园")), (Audience.ASSOCIATION.value, re.compile(r"协会|商会")),
)
_PLANNED = "打算"  # a body that somebody only means to set up
_WISHED = re.compile(r"想|打算|准备|计划|拟|希望")
_ALONE = re.compile(r"(?:^|[，。；])(?:我(?!们|公司|厂|店|司|单位|企业|家(?:公司|店|厂))|本人)")
_MYSELF = re.compile(r"(?:^|[，。；])我(?!们|司|厂|公司|店|校|院|单位|企业|家(?:公司|企业|店|厂))|本人|(?:^|[，。])(?:今年)?\d{2}岁|(?:刚|去年|前年|今年)[^，。]{0,4}毕业(?!生)")
_KEEPS = re.compile(r"(?:开|办|经营|盘下)(?:了|着|个|一?[家间])+([^，。；]{1,8})")  # 开了个小超市
# 我在遂宁开小饭馆, 摆了个摊: a shop of one's own, whatever it is registered as.
_SHOP = re.compile(
    r"(?<![召公离张打])(?:开|经营|盘|摆|支)(?:了|着|有|起|下)*(?:[一两二三几]?(?:家|个|间|处))?[^，。；]{0,10}?(?:店|铺|摊|饭馆|面馆|餐馆|菜馆|旅馆|茶馆|酒吧|网吧|作坊|超市|小卖部|客栈|民宿|农家乐|酒楼|茶楼|档口|洗车行|车行|菜摊|农资站|驿站)(?!员|长|里(?:上班|打工|做)|(?:上班|打工))"
)
_OWNS = re.compile(r"(?:开|办|创办|成立|注册|经营)了?[^，。]{0,12}(?:公司|企业|厂|店|工作室|铺)|我的(?:公司|企业|厂|店)|个体户|个体工商户|(?:个体|营业)执照")



def _own_body(text: str) -> str:
    """The body that the speaker runs or speaks for, ``_PLANNED`` where it is only meant to be, "" where none is said."""
    speaks = _SPEAKS.search(text) or _IN_CHARGE.search(text)
    if speaks:
        return speaks["body"]
    planned = False
    for runs in _RUNS.finditer(text):
        clause = text[max(text.rfind(stop, 0, runs.start() + 1) for stop in "，。；") + 1 : runs.end()]
        if not _PLAN.search(clause) and not _EMPLOYED.search(text[runs.start() : runs.end() + 6]):
            return str(runs["body"] or runs["having"] or runs["doing"])
        planned = planned or _WISHED.search(clause) is not None
    if planned and not _SPEAKS_FOR_IT.search(text) and not _IS_A_FIRM.search(text) and _ALONE.search(text):
        return _PLANNED
    return "公司" if _MYSELF.search(text) and _IS_A_FIRM.search(text) and not _EMPLOYED.search(text) else ""


def _kind_of_body(body: str, text: str) -> str:
    if re.search(r"个体工?商?户", text):
        return Audience.SELF_EMPLOYED.value
    return next((kind for kind, words in _KIND_OF_BODY if words.search(body)), Audience.ENTERPRISE.value)


def kind_in(text: str) -> str:
    """One of ``profile.KINDS``, "" where the words do not tell.

    >>> kind_in("我是一家软件公司的人事"), kind_in("我在一家软件公司写代码"), kind_in("我自己盖了座养老院")
    ('企业', '个人', '医疗教育机构')
    """
    body = _own_body(text)
    if body:
        return _kind_of_body(body, text) if body != _PLANNED else Audience.PERSON.value
    if _EMPLOYED.search(text) and not _SPEAKS_FOR_IT.search(text):
        return Audience.PERSON.value
    if _OUR_FIRM.search(text) and not re.search(r"个体工?商?户", text):
        return Audience.ENTERPRISE.value
    if _PERSON.search(text) and not re.search(r"我的?(?:公司|企业|厂|店)|开了?一?家|个体|大户|家庭农场|我[^，。]{0,12}(?:种[粮地田菜果茶玉水小大棉花树甘土红]|种(?:了|着)|养[猪鸡牛羊鱼虾])", text):
        return Audience.PERSON.value
    for kind, pattern in _KIND:
        if pattern.search(text):
            return kind
    if not _FIRM.search(text) and _PRIVATE.search(text):
        return Audience.PERSON.value
    return Audience.ENTERPRISE.value if _FIRM.search(text) or trades_in(text) or _BUSINESS.search(text) or _WE.search(text) else ""


_A_FEW = re.compile(r"(?:我们|咱们?)(?:几个|俩|仨|[两三四五]个人|两口子|夫妻)")  # 我们几个大学生: persons, whatever they have set up


def also_in(text: str, kind: str) -> str:
    """A person who has a firm speaks for both."""
    if kind not in ("", Audience.PERSON.value, GOVERNMENT) and (_MYSELF.search(text) or _A_FEW.search(text)):
        return Audience.PERSON.value
    if kind != Audience.PERSON.value:
        return ""
    own = "，".join(clause for clause in re.split("[，。；]", text) if not _PLAN.search(clause) and not _EMPLOYED.search(clause))
    if _SHOP.search(own):
        return Audience.SELF_EMPLOYED.value
    if _OWNS.search(own) or any(trades_in(kept) for kept in _KEEPS.findall(own)):
        return Audience.SELF_EMPLOYED.value if re.search(r"个体|店|铺|摊", own) or not re.search("公司|企业|厂", own) else Audience.ENTERPRISE.value
    return ""
