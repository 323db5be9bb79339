"""What the words of a condition describe, before any profile's statements are looked at: the ways to meet it, a stretch of
days, and the firm that its noun names.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from assistant.matching.profile import Profile
from corpus.support.vocabulary import sections_in, sizes_in, trades_in
from corpus.words import tokenizer

# Lines of business that cut across the sections: a works that exports is a 外贸企业 too.
ACROSS = frozenset("外贸 进出口 国际贸易 电商 电子商务 跨境电商 跨境电子商务 直播带货 环保 新能源 储能 氢能 人工智能 数字 数字经济 供应链贸易 物联网 工业互联网 大数据 云计算 区块链 新材料 光伏 集成电路 芯片 元宇宙".split())
_NAMES_A_FIRM = re.compile(r"(?:企业|公司|工厂|店|社|生产商|机构|单位|经营者)$")
_LISTS = re.compile(r"、|以及|和|或|及|与")


@lru_cache(maxsize=65536)
def named_firm(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The size classes and sections that the noun of a description names: …的小微企业, …的物资生产企业; empty where it names none."""
    noun = text[text.rfind("的") + 1 :]
    if not _NAMES_A_FIRM.search(noun) or len(noun) > 24 or (_LISTS.search(noun) and not all(sections_in(p) or sizes_in(p) for p in _LISTS.split(noun))):
        return frozenset(), frozenset()
    pieces = _LISTS.split(noun)
    return sizes_in(noun), frozenset().union(*map(sections_in, pieces)) if len(pieces) > 1 else sections_in(noun)


def contradicts(text: str, profile: Profile) -> bool:
    """Whether a description names a firm of another size or another line of business than the profile's."""
    sizes, sections = named_firm(text)
    if set(trades_in(text)) & ACROSS or trades_in(text) == ("租赁",) or akin(text, profile):  # whoever lets is a 租赁企业
        sections = frozenset()  # 外贸企业: of any line of business
    return bool((sizes and profile.sizes and not sizes & profile.sizes) or (sections and profile.sections and not sections & profile.sections))


def akin(text: str, profile: Profile) -> bool:
    """Whether a line of business of another section is about the same thing (人力资源软件, 人力资源服务机构; 中药饮片, 中医药服务), or the words name no body.

    政策性金融工具项目 is no financial firm. Such words leave open what the enterprise is.
    """
    if _NOT_A_BODY.search(text):
        return True
    asked = _topics(text)
    return any(asked & _topics(trade) for trade in profile.trades)


_NOT_A_BODY = re.compile(r"(?:工具|产品)(?:项目)?$")


@lru_cache(maxsize=65536)
def _topics(text: str) -> frozenset[str]:
    """What a line of business is about, in pairs of neighbouring characters, without the words that all of them use."""
    bare = _OF_ANY_TRADE.sub(" ", text.replace("中医药", "中药"))
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1) if " " not in bare[i : i + 2])


_OF_ANY_TRADE = re.compile(r"企业|公司|机构|单位|工厂|服务|行业|产业|生产|制造|加工|销售|批发|零售|贸易|经营|开发|研发|运营|管理|技术|科技|软件|信息|设计|设备|产品|物资|商贸|[厂店业家等的和及与、，]|新型|各类")


@lru_cache(maxsize=65536)
def alternatives(text: str) -> tuple[str, ...]:
    """The ways to meet a phrase: one for each of 或, and for each kind of thing in a list (口罩、防护服等防疫物资).

    >>> alternatives("不裁员或少裁员"), alternatives("注册、纳税、纳统")
    (('不裁员', '少裁员'), ('注册、纳税、纳统',))
    """
    if "不裁员少裁员" in text:
        return (text.replace("不裁员少裁员", "不裁员"), text.replace("不裁员少裁员", "少裁员"))
    if text.endswith("收入") and "、" in text:  # 运输物资和公共交通、邮政快递收入: from one of them
        return tuple(re.sub(r"收入$", "", piece) for piece in re.split(r"、|和|及", re.sub(r"(?:取得)?的?收入$", "", text)) if len(piece) > 1)
    levels = _LEVELS.search(text)
    if levels:  # 获评省、市级示范项目: the same project of either level
        rest = text[levels.end() :]
        named = (*re.findall(_LEVEL, levels["before"]), levels["own"])
        return tuple(dict.fromkeys(way for level in named for way in alternatives(f"{text[: levels.start()]}{level}级{rest}")))
    if PERSONS.fullmatch(text):  # 特殊教育教师和手语翻译: nobody is all of them
        return tuple(re.split(r"、|以及|和|及|或者?", text))
    through = _THROUGH.match(text)
    if through:  # 通过社会团体或者县级以上政府向…: one of the ways is enough
        return tuple(through["pre"] + way + through["post"] for way in (through["one"], through["other"]))
    kinds = _KINDS_OF.search(text)
    if kinds:  # 牵头起草国家、行业和地方标准: a standard of one of these sorts
        return tuple(text[: kinds.start()] + kind + kinds["noun"] + text[kinds.end() :] for kind in (*re.findall(_SORT, kinds["before"]), kinds["own"]))
    quoted = _QUOTED.search(text)
    if quoted:  # 获评“甲”“乙”推荐: one of the names is enough
        return tuple(text[: quoted.start()] + name + text[quoted.end() :] for name in re.findall(r"[“「《\"][^”」》\"]+[”」》\"]", quoted.group()))
    owned = _RECEIVED.match(text)
    if owned:  # 按规定标准取得的补助和奖金: what of it there is
        return tuple(piece for piece in re.split(r"、|以及|和|及|或者?", owned["what"]) if len(piece) > 1)
    caused = _CAUSED.match(text)
    if caused:  # 因停工、延期复工等因素导致…: one of the causes is enough
        return tuple(f"{cause}，{caused['then']}" for cause in re.split(r"、|和|或者?|及", caused["list"]) if len(cause) > 1)
    respects = _IN_RESPECT.match(text)
    if respects:  # 在防疫设备、检测药物等方面有创新优势: in one of them, and all that is asked there
        return tuple(respects["pre"] + field + respects["act"] for field in re.split(r"、|以及|和|及|或者?", respects["fields"]) if len(field) > 1)
    if "企事业单位" in text:
        return tuple(way for kind in ("企业单位", "事业单位") for way in alternatives(text.replace("企事业单位", kind)))
    theirs = _AND_THEIRS.match(text)
    if theirs:  # 农村集体经济组织及其成员, 带头人及其团队: either may
        return (theirs["one"] + theirs["act"], theirs["one"] + theirs["other"] + theirs["act"])
    of_kind = _OF_KIND.match(text)
    if of_kind:  # 市场和产业园区等出租方: each with the role that they share
        return tuple(name + of_kind["role"] for name in re.split(r"、|以及|和|及|或者?", of_kind["names"]) if len(name) > 1) + ((of_kind["role"],) if len(of_kind["role"]) > _SHORTEST_NAME else ())
    twice = _SAME_NOUN.match(text)
    if twice:  # 举办创新项目及多学科融合项目
        return (twice["verb"] + twice["one"] + twice["noun"], twice["verb"] + twice["other"] + twice["noun"])
    somewhere = _SOMEWHERE.match(text)
    if somewhere:  # 在河流、湖泊浇灌冰场: in one of the places
        return tuple("在" + place + somewhere["act"] for place in re.split(r"、|和|或者?|及", somewhere["places"]))
    things = _THINGS.match(text)
    if things:  # 捐赠现金和物品: one of the things is enough
        return (text[: things.start("one")] + things["one"], text[: things.start("one")] + things["other"])
    objects = _OBJECTS.match(text)
    if objects:  # 招用就业困难人员、高校毕业生; 新购进的设备、器具: one sort is enough
        return tuple(objects["verb"] + piece for piece in re.split(r"、|以及|和|或者?|及", objects["list"]) if len(piece) > 1)
    if "、" not in text:
        pieces = re.split(r"或者|或", text)
        if len(pieces) == 2 and len(pieces[0]) <= _BARE_VERB and len(pieces[1]) > len(pieces[0]) + 2:
            act = next(iter(tokenizer().cut(pieces[1], HMM=False)), "")  # 新建或改扩建冷库: what is done is done to the same thing
            act = pieces[1][: max(len(act), 2)] if not pieces[1].startswith(("改扩建", "改建", "扩建")) else pieces[1][: 3 if pieces[1].startswith("改扩建") else 2]
            pieces[0] += pieces[1][len(act) :]
        return tuple(pieces) if len(pieces) > 1 and all(len(p) >= 2 for p in pieces) else (text,)
    text = re.sub(r"的(?:机构|企业|单位|公司|个人)$", "", text)
    listed = re.match(r"^(?P<verb>.{1,10}?)(?P<list>[^、]{1,14}(?:、[^、]{1,24}?)+)(?:等(?P<kind>.{2,10}))?$", text)
    graded = all(re.search(r"级$|A$|星$", piece) for piece in text.split("、"))  # 三星级、四星级: one grade is enough
    served = re.match(r"(?:为|向|在)?[^、]{0,8}(?:提供|从事)", text) is not None and len({piece[-2:] for piece in text.split("、")}) == 1  # 养老服务、托育服务
    titled = _TITLED.match(text) is not None  # 获得甲奖、乙奖: one of the titles
    if not listed or (not titled and not listed["kind"] and "或" not in text and not graded and not served):
        return (text,)
    given = _TITLED.match(text)
    verb = given.group() if given else next((v for v in ("首次获得", "新获得", "获得", "荣获", "入选", "新评定为", "新认定为", "评定为", "认定为", "获评", "应急生产", "生产", "研发", "从事", "销售", "购置", "建设", "利用", "积极利用", "开展", "提供", "取得", "评为", "取得") if text.startswith(v)), "")
    body = text[len(verb) :]
    if not verb and (leading := re.match(r"(?:为|向|在)?[^、]{0,8}?(?:提供|从事|经营|开展|举办|生产|研发|销售)", text)):
        verb = leading.group()
        body = text[len(verb) :]
    if not verb and listed["kind"] and (through := _BY_MEANS.match(text)):
        verb = through.group()  # 通过融资租赁方式购置研发、检测等设备
        body = text[len(verb) :]
    tail = re.search(r"(?:研发|生产|销售|创作|建设)$", text)
    pieces = [re.sub(r"等.*$", "", piece) for piece in re.split(r"、|或者|或", body)]
    if any(len(piece) < _SHORTEST_NAME for piece in pieces):
        return (text,)  # not understood: no part of a word is a way to meet the whole
    ways = [verb + piece + (tail.group() if tail and not piece.endswith(tail.group()) else "") for piece in pieces if piece]
    if listed["kind"]:
        ways.append(verb + listed["kind"])
    return tuple(ways)


_BY_MEANS = re.compile(r"(?:通过|采用|采取|利用|以|用)[^，、]{2,12}?(?:购置|购买|采购|引进|租用|生产|研发|建设|开展|销售|取得)")
_RECEIVED = re.compile(r"^(?:按照?[^的]*|依法|上年度?|当年)?取得的(?P<what>[^，]{2,30})$")
_CAUSED = re.compile(r"^因(?:受)?(?P<list>[^，]{2,40}?)等(?:因素|原因|影响|情况)?(?:而)?(?:导致|造成|引起|影响)?(?P<then>[^，]{2,})$")
_IN_RESPECT = re.compile(r"^(?P<pre>在|于)(?P<fields>[^，等]{2,40}?(?:、|和|及)[^，等]{2,30}?)等?(?:方面|领域|行业|环节|产业)(?P<act>[^，、]{3,20})$")
_AND_THEIRS = re.compile(r"^(?P<one>[^，、和或及的]{2,16}?)(?:及|和|以及)其(?P<other>[^，、的]{2,4}?)(?P<act>$|(?:盘活|利用|开展|从事|经营|发展|创办|举办|开办|参加|参与|购买|购置|建设|申请|申报|在|以|通过|使用|新建|改造)[^，]{2,})$")
_OF_KIND = re.compile(r"^(?P<names>[^，等的]{2,12}?(?:(?:、|和|及|以及|或者?)[^，、等的]{2,12}?)+)等(?P<role>[^，、的]{0,6}(?:方|者|人员|人|机构|单位|企业|组织|主体|运营商|服务商|业主|房东))$")
_SAME_NOUN = re.compile(r"^(?P<verb>(?:举办|开展|承担|实施|参加|申报|建设|投资|组织|从事|提供|开设)?)(?P<one>[^，、的和及或]{2,12}?)(?P<noun>项目|活动|课程|产品|服务|工程|课题|业务|设施|基地|平台|赛事|培训|展会)(?:及|和|或者?|以及)(?P<other>[^，、的和及或]{2,14}?)(?P=noun)$")
_SOMEWHERE = re.compile(r"^在(?P<places>[^，、的和或]{2,8}?(?:(?:、|和|或者?|及)[^，、的和或]{2,8}?)+)(?P<act>(?:开办|开设|设立|设置|新建|建设|建造|建立|举办|开展|从事|经营|浇灌|种植|养殖|投资|布局|兴办|创办|就业|创业|工作|任职|购置|购买|租用|安装)[^，]{2,})$")
_THINGS = re.compile(r"[^，、和或]{0,24}?(?:捐赠|购置|购买|生产|销售|运输|经营|研发|种植|养殖)[^，、和或]{0,16}?(?P<one>[^，、和或的]{2,6})(?:和|或者?)(?P<other>[^，、和或]{2,6})$")
_OBJECTS = re.compile(r"^(?P<verb>[^，、的]{0,8}?(?:招用|招录|吸纳|聘用|录用|引进|购置|购进|购买|采购|生产|销售|研发|种植|养殖|租用|承租|出口|进口|运输|加工|收购|建设|新建|改造|安置|培训|开设|经营|参加|参展|参评|应诉)(?:了|的)?)(?P<list>[^，、的]{2,40}(?:、[^，、]{2,40})+?)(?:等)?$")
_TITLED = re.compile(r"(?:当年|本年度?|年度|首次|新|已|被|经|成功)*(?:获得|取得|获评|荣获|获批|评为|评定为|认定为|评审为|入选|列入|纳入|获|通过)(?:为)?")
_QUOTED = re.compile(r"(?:[“「《\"][^”」》\"]{1,24}[”」》\"](?:、|和|或者?|及)?){2,}")
_LEVEL = "国家|省|部|市|区|县|州"
_LEVELS = re.compile(rf"(?P<before>(?:(?:{_LEVEL})级?(?:、|和|或者?|及|与))+)(?P<own>{_LEVEL})级")
_PERSON = r"[^，、的和及或与]{2,12}(?:教师|翻译|医生|护士|人员|导游|司机|工作者|教练|技师|艺人|传承人)"
PERSONS = re.compile(rf"{_PERSON}(?:(?:、|以及|和|及|或者?){_PERSON})+")
_THROUGH = re.compile(r"^(?P<pre>[^，]*?通过)(?P<one>[^，、]{2,20}?)或者?(?P<other>[^，]{2,24}?)(?P<post>(?:向|对|为)[^，]{2,})$")
_SORT = "国家|国际|行业|地方|团体|企业|省级|市级|国家级"
_KINDS_OF = re.compile(rf"(?P<before>(?:(?:{_SORT})(?:、|和|或者?|及|与))+)(?P<own>{_SORT})(?P<noun>标准|规范|项目|课题|奖项|专利)")
_SHORTEST_NAME = 2
_BARE_VERB = 3
_WINDOW = re.compile(r"^(?:在|自|从|于)?(\d{4})年(?:(\d{1,2})月)?(?:(\d{1,2})日)?(?:（含）)?(?:起)?(?:至|到|—|-)(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日|底|末)?(?:（含）)?(?:止)?(?:期间)?$")


@lru_cache(maxsize=65536)
def window_in(text: str) -> tuple[date, date] | None:
    """First and last day of 2022年6月1日至12月31日, None where the words are no such stretch."""
    found = _WINDOW.match(text)
    if not found:
        return None
    first, last = (int(found[1]), int(found[2] or 1)), (int(found[4] or found[1]), int(found[5]))
    try:
        return date(*first, int(found[3] or 1)), date(*last, int(found[6] or monthrange(*last)[1]))
    except ValueError:
        return None
