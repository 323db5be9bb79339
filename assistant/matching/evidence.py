"""Whether the words of a condition are said of the enterprise (所述事实与条件的比对): affirmed, contradicted, or neither.

Affirmed: every telling word of the condition is said, each run of neighbouring words within one statement; words from here and there
never make a sentence. Contradicted: a denial of the same or of something wider (没有贷款 denies 新增流动资金贷款用于设备更新), a
statement of all there is that leaves the condition out (买的都是柴油货车), an opposite (私人房东的 against 国有), a second time
against 首次. Where both are found nothing is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.matching.descriptions import alternatives
from assistant.matching.doubts import bearing_on
from assistant.matching.nearness import FEWEST, SURE_SHARE, near, nearly_said
from assistant.matching.profile import Profile, Statement
from assistant.matching.wording import canonical, content_words, pieces_of, widened, without_negation
from corpus.support.areas import area_in

Truth = bool | None

# What an office has decided or what lies behind one is not met by a plan.
_PAST = re.compile(r"已|取得|获得|认定|评为|评定|通过|被|完成|实际|连续|晋升|获评|荣获|签订|缴纳|毕业|正常经营|升规")
# What support is asked for before it is done: who plans it meets the condition.
_TO_BE_DONE = re.compile(r"参[加与](?=[^，]{0,4}(?:采购|购置|投标|竞标))|新建|扩建|改建|改造|增加|增长|利用|建设|入驻|设立|举办|申报|申请|(?<!政府)投资|发展|开展|存量")
# All there is: 买的都是柴油货车, 全是本科生, 只租了民房.
_ONLY = re.compile(r"都是|全是|全都|全部是|(?<![\d万千百十几])只(?!要|用[来于]|是)|仅|清一色|一直是|全靠|统统")
# Two words of which a thing is one; the second is what an owner may say against the first.
_OPPOSITES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        (r"国有|机关事业单位|政府投资", r"私人|个人(?:房东|的房)|民营|自有房|自家(?:的)?房|自己(?:家)?(?:的)?(?:房|门面|厂房)|开发商|房东是个人|村民的"),
        (r"租用|租金", r"(?:自有|自己(?:家)?(?:买)?的|自家)(?:的)?(?:房|门面|厂房|铺)|房(?:子|产)是自己的|自购(?:的)?(?:房|厂)"),
        (r"全职", r"兼职|柔性引进|顾问"), (r"应届", r"往届|毕业(?:多|[三四五六七八九十\d])年"), (r"在校", r"已经?毕业"), (r"(?<!拟)上市公司", r"(?:没|未)上市|拟上市"),
        (r"盈利", r"亏损"), (r"亏损", r"盈利|赚了|利润"), (r"正常经营", r"停业|停产|关门|歇业|注销"), (r"独立法人|独立核算", r"分公司|分支机构|分店|子公司不独立"), (r"按时缴纳|足额|依法纳税", r"拖欠|欠税|欠费|断缴|少缴"),
        (r"新建", r"改造|租用|现成的"), (r"进口", r"国产的|(?<!进)出口"), (r"(?<!进)出口", r"内销|国内销售|进口"), (r"线下", r"线上"), (r"线上", r"线下"), (r"农村|乡村", r"城区|市区"),
        (r"在职|在岗", r"退休|离职|辞职"), (r"失业|未就业", r"在职|有工作|已(?:经)?(?:就业|上班)|在.{1,8}上班"), (r"男", r"女性|女的"), (r"女", r"男性|男的"), (r"残疾人", r"身体健康|健全"), (r"民营", r"国有|央企"),
        (r"无违法|无失信|无拖欠", r"失信|违法|拖欠"), (r"本地户籍|本市户籍|户籍", r"外地(?:户籍|户口|人)|外省人|(?:户籍|户口)(?:不在|在外|是外)"), (r"已投产|投产", r"(?:没|未|还没)投产|在建|没开工"), (r"新能源", r"燃油|柴油|汽油"), (r"民办|社会办", r"公办|公立"), (r"质押", r"抵押"), (r"抵押", r"质押"), (r"首套", r"第[二三四五2-5]套|二套"), (r"公办", r"民办|私立"), (r"信用贷款", r"抵押贷款"), (r"首贷|首次", r"续贷"),
        (r"复评|复审|续展|续期|换证|重新认定|到期", r"首次|第一次|头一[回次]|初次"), (r"失能|不能自理", r"(?:吃饭|穿衣|走路|生活)[^，]{0,6}(?:自己来|自己能|不用人)|(?<!不)能自理|可以自理|(?<!能)自理老人"), (r"独栋|整栋", r"合租"), (r"专业承包", r"总承包"), (r"总承包", r"专业承包"), (r"通过[^，]{2,24}(?:捐|赠)", r"直接(?:打|捐|交|送|转|给)(?:给|到|了)|自己(?:打|捐|交|送|转)给"), (r"个体工商户", r"一开始就是(?:企业|公司)"),
    )
)  # fmt: skip
_FIRST = re.compile(r"首次|首届|首台|首个|首家|初次|新(?:设立|认定|评定|入库|获|注册|晋升)")
_FRESHLY = re.compile(r"首次|首家|初次|新(?:设立|认定|评定|入库|注册|晋升|上市|升规|迁入|引进|开设|开办|增(?!值))|当年新")
_NEWNESS = re.compile(r"首|初次|新|刚|今年|去年|本年|当年|第一|头一|上个?月|这个?月|最近|近期|\d月|年初|年底|净增|增加|又|多[了招]|打算|准备")
_AGAIN = re.compile(r"第[二三四五六七八九2-9]次|再次|又一次|不是首次|非首次|复审|重新认定|以前(?:就)?(?:已经?)?(?:有过|取得|参加|办过|认定|拿)|早就(?:是|有|取得)|多次|之前(?:就)?(?:已经?)?(?:有过|取得|参加过|办过|认定)|续期")


@dataclass(frozen=True, slots=True)
class _Heard:
    """A statement made ready: its shared words with the wider ones, its telling words, whether it says all there is."""

    said: str
    words: frozenset[str]
    only: bool


@lru_cache(maxsize=65536)
def _heard(words: str) -> _Heard:
    return _Heard(widened(words), frozenset(content_words(words)), _ONLY.search(words) is not None)


@lru_cache(maxsize=65536)
def may_contradict(statement: Statement) -> bool:
    """Whether a statement could speak against a condition though it does not share all of its words."""
    words = statement.words
    return not statement.holds or statement.planned or _ONLY.search(words) is not None or _AGAIN.search(words) is not None or bool(opposed_by(words)) or any(other.search(words) for _, other in STATES)


@lru_cache(maxsize=65536)
def opposites_of(text: str) -> tuple[re.Pattern[str], ...]:
    """What in a condition has an opposite."""
    return tuple(one for one, _ in _OPPOSITES if one.search(canonical(text)))


@lru_cache(maxsize=65536)
def opposed_by(words: str) -> tuple[re.Pattern[str], ...]:
    """What a statement is the opposite of."""
    return tuple(one for one, other in _OPPOSITES if other.search(words) and not one.search(canonical(other.sub("", words))))


@dataclass(frozen=True, slots=True)
class _Ear:
    """All that one profile says: in one string, what holds, what holds and is no plan, and what could contradict."""

    everything: str
    holding: tuple[_Heard, ...]
    settled: tuple[_Heard, ...]
    against: tuple[Statement, ...]


@lru_cache(maxsize=16384)
def _ear(statements: tuple[Statement, ...]) -> _Ear:
    holding = tuple(_heard(s.words) for s in statements if s.holds)
    settled = tuple(_heard(s.words) for s in statements if s.holds and not s.planned)
    return _Ear("／".join(_heard(s.words).said for s in statements), holding, settled, tuple(s for s in statements if may_contradict(s)))


def said(text: str, profile: Profile, *, settled: bool = False) -> Truth:
    """Whether the enterprise says it, denies it, or does neither; what must be ``settled`` is not met by a plan.

    >>> told = Profile(statements=(Statement("去年买了三台新能源货车"), Statement("贷款", holds=False)))
    >>> said("购置新能源货车", told), said("新增贷款用于设备更新", told), said("引进博士", told)
    (True, False, None)
    """
    if not profile.statements:
        return None
    values = [_one_way(way, profile.statements, settled=settled) for way in alternatives(text)]
    if True in values:
        return True
    return False if all(value is False for value in values) else None


def _one_way(text: str, statements: tuple[Statement, ...], *, settled: bool) -> Truth:
    beyond = _BEYOND.match(text)
    if beyond:  # 义务教育以外的其他教育: who says the one is not of the other
        return False if _affirmed(beyond["what"], statements, settled=settled) is True else None
    if _OF_BOTH.search(text):
        if not any(_FAMILY.search(s.words) for s in statements):
            return None
        alone = any(_ALONE.search(s.words) if s.holds else _MARRIED.fullmatch(canonical(s.words)) for s in statements)
        text = _PERSONS.sub("" if alone else "配偶", text)
        if not alone:  # 我名下没房 says nothing of her
            statements = tuple(s for s in statements if s.holds or _FAMILY.search(s.words))
    core, negated = without_negation(text)
    if not negated or not without_negation(_REMARK.sub("", text))[1]:
        return _affirmed(text, statements, settled=settled)
    if text.startswith("少") and not any(_MUCH.search(s.words) for s in statements):
        return None  # how many are still few the text does not say
    values = [_affirmed(piece, statements, settled=settled) for piece in _listed(core)]  # none of 重大安全、环保事故 may have happened
    return None if None in values and True not in values else True not in values


# 本人及配偶、未成年子女: of whom it is asked; who has no family speaks for all of them.
_PERSONS = re.compile(r"(?:本人|申请人|购房人|职工)?(?:及|和|与|、)?(?:其)?(?:夫妻双方|配偶|家庭成员)(?:(?:及|和|与|、)(?:其)?(?:未成年)?(?:子女|家庭成员))*(?:均|都|名下)?")
_ALONE = re.compile(r"单身|未婚|离婚|离异|丧偶")
_MARRIED = re.compile(r".{0,4}(?:已婚|结婚|成家|对象)")
_BEYOND = re.compile(r"(?:[^，]{0,4}?)(?P<what>[^，]{3,20}?)(?:以外|之外)的?(?:其他|其它)")
# 本人和配偶均无住房: who speaks of himself only has said half of it.
_OF_BOTH = re.compile(r"(?:和|与|及|、)(?:其)?(?:配偶|家庭成员)|夫妻双方")
_FAMILY = re.compile(r"老[婆公]|丈夫|妻子|爱人|媳妇|配偶|夫妻|[我们他她]俩|两口|全家|一家|家里|家人|家庭|单身|未婚|离婚|结婚|成家|对象")
_REMARK = re.compile(r"（[^）]*）")  # a case that is let off denies nothing: （身体不允许的可以提供照片）
_MUCH = re.compile(r"大半|大批|大规模|全部|绝大|很多|不少|没")


@lru_cache(maxsize=65536)
def _listed(text: str) -> tuple[str, ...]:
    """The members of a list, each with the noun they share: 重大安全、环保事故 → 重大安全事故, 环保事故."""
    pieces = [piece for piece in re.split(r"、|和|或者?|及|以及", text) if piece]
    if len(pieces) < 2:
        return (text,)
    last = re.search(r"[\u4e00-\u9fff]{2}$", pieces[-1])
    tail = last.group() if last else ""
    return tuple(piece if not tail or piece.endswith(tail) or len(piece) > 6 else piece + tail for piece in pieces)


@dataclass(frozen=True, slots=True)
class _Sought:
    """A phrase made ready: its telling words, its shared form, and what its wording says of time and direction."""

    words: tuple[str, ...]
    shared: str
    past: bool
    to_be_done: bool
    gives: bool
    fresh: bool


@lru_cache(maxsize=65536)
def _sought(text: str) -> _Sought:
    shared = canonical(text)
    return _Sought(content_words(text), shared, _PAST.search(text) is not None, _TO_BE_DONE.search(shared) is not None, _GIVES.search(text) is not None, _FRESHLY.search(text) is not None)


def _affirmed(text: str, statements: tuple[Statement, ...], *, settled: bool) -> Truth:
    """One phrase without alternatives and negation against all that is said."""
    sought = _sought(text)
    words = sought.words
    if not words:
        return None
    ear = _ear(statements)
    enough = sum(_in(word, ear.everything) for word in words) >= SURE_SHARE * len(words)
    if not enough and not ear.against:
        return None
    past = settled or sought.past
    bears = ear if (bearing := bearing_on(text, statements)) is statements else _ear(bearing)
    holding = bears.settled if past or not sought.to_be_done else bears.holding
    against = any(_contradicts(text, sought.shared, words, statement, past=past, settled=settled) for statement in ear.against)
    for_it = enough and _covered(tuple(word for word in words if not _is_so(word, holding)) or words[-1:], holding)
    if enough and not for_it and not against and not sought.gives and len(words) >= FEWEST:
        for_it = nearly_said(words, tuple(heard.words for heard in holding), tuple(frozenset(w for w in words if _in(w, heard.said)) for heard in holding))
    if for_it and words in _TOO_LITTLE and not any(_IN_HAND.search(s.words) for s in statements if s.holds and not s.planned):
        return None
    if for_it and sought.fresh and not any(_NEWNESS.search(s.words) for s in statements if s.holds):
        return False if against else None  # 当年新上市: that it is listed says not since when
    if for_it and (against or any(_denies_part(words, s) for s in ear.against)):
        return None
    return True if for_it else (False if against else None)


# 认证公司, 审批窗口: the word for an office's act alone does not say that it was done.
_TOO_LITTLE = frozenset({("认定",), ("批准",), ("授予",)})
_IN_HAND = re.compile(r"拿|取得|获|(?<!认)证(?!公司|机构)|通过|下来|评上|考上|[批认评]了|列入|入选|认定为|颁")

# What somebody is, said in one statement, holds of whatever he says he does in another.
_BEING = frozenset("女性 残疾人 退役军人 毕业生 农民工 留学人员 返乡 农民 失业 登记失业 就业困难 低保 特困 博士 硕士".split())


def _is_so(word: str, statements: tuple[_Heard, ...]) -> bool:
    return word in _BEING and any(word in heard.words and len(heard.words) <= _FEW for heard in statements)


_FEW = 3
# Who gives and who gets share all other words: 对小微企业发放贷款 is not said by 我们是小微企业，贷了款.
_GIVES = re.compile(r"(?:为|向|给|对|替)[^，]{1,24}(?:提供|发放|减|免|担保|贷|服务|让利)|发放|出租|减免|收购|放贷|投放")


def _covered(words: tuple[str, ...], statements: tuple[_Heard, ...]) -> bool:
    """Whether runs of the words, each said in one statement, make up the whole; at most one of them of a single word."""
    if any(all(_in(word, heard.said) for word in words) for heard in statements):
        return True
    if len(words) < _FEWEST_FOR_RUNS:
        return False
    reach = alone = 0
    while reach < len(words):
        longest = 0
        for heard in statements:
            run = 0
            while reach + run < len(words) and _in(words[reach + run], heard.said):
                run += 1
            longest = max(longest, run)
        alone += longest < _SHORTEST_RUN
        if not longest or alone > 1:
            return False
        reach += longest
    return True


_FEWEST_FOR_RUNS = 4
_SHORTEST_RUN = 2


@lru_cache(maxsize=262144)
def _in(word: str, said: str) -> bool:
    return word in said or (len(word) >= 4 and all(piece in said for piece in pieces_of(word)))


# 做产权登记 is planned, and says nothing of where one is registered.
_BARE_ACTS = frozenset({("登记",), ("注册",), ("申请",), ("备案",)})
_FORBIDDEN = re.compile(r"禁止|限制|违规|违法|非法|假冒")  # not to do what is forbidden denies nothing else


def _denies_part(words: tuple[str, ...], statement: Statement) -> bool:
    """Whether a denial bears on what the condition is about: on its last word."""
    if statement.holds or statement.planned or words[-1] not in _heard(statement.words).said:
        return False
    return _FORBIDDEN.search(statement.words) is None or any(_FORBIDDEN.search(word) for word in words)


def _contradicts(raw: str, text: str, words: tuple[str, ...], statement: Statement, *, past: bool, settled: bool) -> bool:
    heard = _heard(statement.words)
    if not statement.holds:
        if unrelated_to(statement.words, text) or any(asked.search(text) and lacking.fullmatch(statement.words) for asked, lacking in LACKING):
            return True
        bare = _NOT_EVEN_MEANT.sub("", _TO_WHOM.sub("", statement.words))
        denials = [frozenset(content_words(piece)) for piece in (*_listed(bare), *filter(None, [_said_of_it(statement.words)]))]
        return not _OTHERS.search(statement.words) and any(_narrower((*words, widened(text)), denied) for denied in denials) and (_OF_THE_KIND.search(statement.words) is not None or not _spares_some(text, denials))
    if statement.planned:
        # A status one applies for or a result one only hopes for is not there; what is under way may turn out so.
        hoped = settled or (past and _UNDER_WAY.search(statement.words) is None)
        return hoped and words not in _BARE_ACTS and all(_in(word, heard.said) for word in words)
    shared = [word for word in words if _in(word, heard.said)]
    if heard.only and shared and len(shared) < len(words) and not all(word in shared or any(near(word, other) for other in heard.words) for word in words) and words[-1] in shared:
        return True
    if shared and _FIRST.search(text) and _AGAIN.search(statement.words):
        return True
    if any((state.search(text) or state.search(raw)) and other.search(statement.words) for state, other in STATES):
        return True
    for one in opposed_by(statement.words):
        if one.search(text) and not any(first is one and other.search(text) for first, other in _OPPOSITES):
            about = [word for word in shared if not one.fullmatch(word)]
            if about or len(words) <= 2:
                return True
    return False


# 没孩子, 没证: to have none at all is to have none of the sort.
LACKING = (
    (re.compile(r"[二三]孩|多子女|多孩|子女|婴幼儿"), re.compile(r".{0,4}(?:孩子|小孩|娃|子女)")),
    (re.compile(r"留学|境外学"), re.compile(r".{0,3}出过?国.{0,3}")),
    (re.compile(r"认证"), re.compile(r".{0,6}(?:体系)?认证")),
    (re.compile(r"(?:取得|获得|持有|考取|具备)[^，]{0,14}(?:证书?|职称|资格)"), re.compile(r".{0,3}(?:什么|任何)?(?:证|证书|职称|技能证|资格证)")),
)
_OF_THE_KIND = re.compile(r"[这那]类|之类|[这那]些|[这那]种")  # 没有农贸市场这类房产: nor anything of the sort
_UNDER_WAY = re.compile(r"申[请报]|递|提交|考了|审|公示|报了|填")
_WHEN = frozenset("疫情 防控 疫情防控 期间 今年 去年 前年 上年 年底 目前 最近".split())
_NOT_EVEN_MEANT = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:的)?(?:计划|打算|想法|安排)$")  # 没有上市计划
_ANY_DOING = frozenset("从事 设立 安装 业务".split())  # 没办养老院 denies 新建养老院 too
_OTHERS = re.compile(r"其他|其它|别的|另外|任何问题")


def _said_of_it(words: str) -> str:
    """What is denied of something: 进口货物不属于禁止进境的 denies that they are 禁止进境的."""
    copula = _COPULA.search(words)
    return words[copula.end() :] if copula else ""


_COPULA = re.compile(r"属于|列入|纳入|被认定为|是(?=[^，]{2,})")


def unrelated_to(denied: str, text: str) -> bool:
    """Whether somebody has nothing to do with what a condition is about: 跟防疫没关系, 不碰农业."""
    found = NO_RELATION.search(denied)
    return found is not None and any(len(thing) > 1 and thing in text for thing in re.split(r"、|和|跟|也|，", canonical(found["what"])))


NO_RELATION = re.compile(r"(?:跟|和|与)(?P<what>[^，。]{1,12}?)(?:半点|一点|任何)?(?:关系|沾边|相干)$")
# 没给员工交过失业险: for whom does not matter to what was never done.
_TO_WHOM = re.compile(r"(?:给|为|替)(?:任何)?(?:员工|职工|工人|人|孩子|客户|老人|学员)(?=[^，。]{2,})")
# States that what somebody tells of himself rules out, though no word is shared.
STATES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(state), re.compile(other))
    for state, other in (
        (r"(?:缴纳|交纳|支付)[^，]{0,12}(?:困难|无力)|无力[^，]{0,8}(?:缴纳|支付|偿还)|(?:未能|不能)(?:及时|按时)还", r"(?:按时|一次|及时|早就)[^，]{0,4}(?:付|交|缴|还)清"),
        (r"经营受损|生产经营困难|经营困难|亏损|受到(?:重大|严重)影响", r"卖得更好|生意(?:更|很|特别)好|满负荷|翻了?一?[倍番]|利润(?:涨|增|翻|有?\d)"),
        (r"出租方|房东|业主", r"^是?租户|房子是别人的"), (r"老旧小区|老小区", r"新小区|新楼盘"), (r"三孩", r"(?:只有|就)?[一两二1-2]个(?:孩子|娃|小孩)|独生"), (r"二孩|多子女", r"(?:只有|就)?[一1]个(?:孩子|娃|小孩)|独生"), (r"在校|在读|学生(?!公寓|餐|团)", r"(?:早就|已经|都)[^，]{0,4}(?:毕业|工作)了?"), (r"灵活就业", r"单位(?:给|帮)?(?:交|缴|上)|(?:公司|厂里|厂|单位)(?:里)?(?:上班|工作|当)"), (r"新(?:设立|成立|注册|开办|入驻)|当年(?:设立|成立|注册)", r"(?:成立|开|办|注册|创办)了?(?:都|已经|有|快)*(?:[二两三四五六七八九十]|\d+)多?年"), (r"义务教育", r"(?:上|读|念)(?:的)?(?:高中|高[一二三]|职高|中专|技校|大学|幼儿园)"),
        (r"高校毕业|大学毕业|毕业生|大学生", r"(?:小学|初中|高中|中专)(?:学历|文化|毕业|没)"), (r"租用|承租|租赁|租金", r"(?:厂房|门面|店面|场地|房子|办公室)(?:都|也|就)?是(?:我们|咱们?)?自(?:己|家|有|建|购)"),
    )
)  # fmt: skip


def _spares_some(text: str, denials: list[frozenset[str]]) -> bool:
    """Whether a list names things that the denials do not touch: 样机研发、成果转化和产业化 is not denied by 还没转化."""
    members = [frozenset(content_words(member)) for member in _listed(text)]
    return len(members) >= _FEWEST_LISTED and any(member and not any(member & denied for denied in denials) for member in members)


_FEWEST_LISTED = 3


def _narrower(words: tuple[str, ...], denied: frozenset[str]) -> bool:
    """Whether a condition asks for what is denied or for a case of it: all that is denied it names."""
    telling = [word for word in denied if len(word) > 1 and word not in _WHEN and word not in _ANY_DOING and not area_in(word)]
    return bool(telling) and all(any(word in own for own in words) for word in telling)
