"""Statements that do not bear a condition out (谁的、何时的、办成没有): what another did, what is over, what is under way, what was only attended.

Such a statement still may speak against a condition; it never makes one hold, unless the condition asks for just that.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.matching.profile import Statement

_ROLE_OF_OTHERS = r"(?:合作(?:单位|方|伙伴|企业)|母公司|总公司|集团公司|客户|供应商|上下游|同行|经销商|代理商|加盟商|物业(?:公司)?)"
_COLLATERAL = r"(?:[表堂][哥姐弟妹兄]|[哥姐弟妹舅叔姑姨](?!夫妻)[哥姐弟妹舅叔姑姨妈父夫]?|朋友|同学|同事|亲戚|老乡|邻居|战友|发小)"
_CLOSE = r"(?:爸妈?|妈|父母|父亲|母亲|爷爷?|奶奶?|公公|婆婆|岳父|岳母|老[公婆]|丈夫|妻子|爱人|媳妇|儿子|女儿)"
# What is wrong with a statement, by its words, and the conditions that ask for just that.
_DOUBTS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(doubt), re.compile(excuse))
    for doubt, excuse in (
        # another's
        (rf"^的?(?:{_ROLE_OF_OTHERS}|{_COLLATERAL}(?:家|他们)?)(?:的|自己)?(?!给|帮|替|和我|跟我|介绍|投诉|合作|评价|出资)", r"客户|供应商|合作|上下游|邻居|亲属"),
        (r"^[^，我咱]{1,8}(?:公司|单位|机构|中介)(?:替|帮)(?:我们?|咱)", r"委托|外包|派遣|代理"),
        (r"^(?:[镇村县区市乡](?:上|里)|街道|社区|旁边|隔壁|对面|附近)[^，我咱]{0,6}(?:建|修|办了|开了|种|发生|有(?:一?[家个座]))", r"周边|附近"),
        (r"(?:司机|员工|工人|职工|他们|个人)自己(?:买|交|缴|出|办)", r"个人|自己|自行|灵活就业"),
        (rf"^(?:的)?{_CLOSE}(?!和|跟|与|也?都|给)[^，]{{0,8}}(?:买|租|种|参加|缴|交|考|有[^，]{{0,6}}证|取得|拿到|开|办|就业|上班|毕业|签)", r"老[人年]|养老(?!保险)|父母|家庭|配偶|夫妻|子女|孩|儿童|幼|失能|高龄|赡养|抚养|家属|亲属|学生|户$|残疾|低保"),
        (rf"^(?:的)?{_CLOSE}也?(?:就)?是", r"家庭|配偶|夫妻|子女|孩|儿童|家属|亲属|户$|赡养|抚养|[学老]"),
        # over
        (r"^(?:在)?(?:以前|曾经|曾|早年|早先|从前|早些年|前些年)(?!没|未|从|不)", r"曾|累计|历年|取得|获|评为|认定|表彰|毕业|退役|服役"),
        (r"(?:过期|到期|失效)(?:了|[一二两三四五六七八九十几半\d]+[年个])|被?吊销|被?注销(?:了|$)|被撤销|摘牌|被取消", r"到期|过期|失效|注销|吊销|撤销|摘牌|取消"),
        # under way
        (
            r"(?:还|正)?在(?:谈|评审|实审|审(?:核|批|查)?(?:$|中|呢)|公示(?:$|中|期)|办(?:$|理中|着)|整理|洽谈|走流程|排队|招标|补办)|正在(?:整理|准备|办理?|申|评|谈|审|走|等|补办)|参评|初评|入围|谈(?:过|着)|洽谈|口头|(?:说|答应|通知|让|建议)我们?(?:可以|能|去|将来)|来(?:参观|考察|看)过|意向|报价|看中|相中",
            r"申[报请]|提交|入围|参评|意向|洽谈|评审|公示|参观|考察|中介|报价",
        ),
    )
)  # fmt: skip
# 给一家网络货运公司做软件, 卖给出口公司: what the other is, not oneself.
_PARTNER = re.compile(r"(?:卖给|给|帮|替)(?:了|一?[家个])*[^，。]{1,10}?(?:公司|企业|厂(?!房)|店|机构|单位)")
_NAMES_PARTNERS = re.compile(r"企业|公司|厂|单位|机构|[商户店]|与|和|为|给|向|对|合作|配套|供")
# 参加过培训 is not 开展培训, 参加展会 not 举办展会.
_HOSTS = re.compile(r"(?:开展|组织|举办|承办|主办|提供|承担)[^，。]{0,12}(?:培训|展会|展览|赛事|比赛|大赛|讲座|论坛|活动)$")
_ATTENDS = re.compile(r"参加|去听|参展|参赛|报名")
_HOLDS_IT = re.compile(r"办|组织|开展|主持|承接|带队|给[^，]{1,8}(?:讲|培训)|参加(?:的)?(?:有|人|学员)|来参加|人(?:次)?参加")


@lru_cache(maxsize=65536)
def _doubted(words: str) -> frozenset[int]:
    return frozenset(index for index, (doubt, _) in enumerate(_DOUBTS) if doubt.search(words))


@lru_cache(maxsize=65536)
def _excused(text: str) -> tuple[frozenset[int], bool, bool]:
    return frozenset(index for index, (_, excuse) in enumerate(_DOUBTS) if excuse.search(text)), _NAMES_PARTNERS.search(text) is not None, _HOSTS.search(text) is not None


def bearing_on(text: str, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The statements that can make a condition hold.

    >>> [s.words for s in bearing_on("种植水稻", (Statement("表哥家种了80亩水稻"), Statement("种了3亩水稻")))]
    ['种了3亩水稻']
    """
    return _bearing(*_excused(text), statements)


@lru_cache(maxsize=65536)
def _bearing(excused: frozenset[int], partners: bool, hosts: bool, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    kept = []
    for statement in statements:
        words = statement.words
        if statement.holds and (_doubted(words) - excused or (hosts and _ATTENDS.search(words) and not _HOLDS_IT.search(words))):
            continue
        if statement.holds and not partners and _PARTNER.search(words):
            statement = Statement(_PARTNER.sub("", words), statement.holds, statement.planned)
        kept.append(statement)
    return statements if len(kept) == len(statements) and all(a is b for a, b in zip(kept, statements, strict=True)) else tuple(kept)
