"""Questions about the library itself (问政策库): how many documents, which, which have lapsed, which is the newest, is there one on X.

They are answered from the records, so every word of the question must be accounted for: the asked document (文件, not 材料), what is
asked of it, and at most a subject, a place or an issuer (``about``). 申请需要哪些文件 has words besides and asks for papers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.vocabulary.lexicon import expansions
from corpus.policy import Status


class LibraryAsk(StrEnum):
    """What is asked of the library."""

    COUNT = "count"
    LIST = "list"
    STATUS = "status"
    ENDING = "ending"  # those that lapse soon
    NEWEST = "newest"
    OLDEST = "oldest"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class LibraryAsked:
    """What is asked, the states asked for (none: any), and the subject, place or issuer the documents must have, () if none."""

    what: LibraryAsk
    states: tuple[Status, ...] = ()
    about: tuple[str, ...] = ()
    counted: bool = False


_DOCUMENT = r"(?:(?:政策性?|规范性|政府|官方|红头|法规)?文件|公文|(?:份|部|篇)(?:政策|规定|办法|法规|条例|通知)|条例|通知|通告)"
_LOOSE = rf"(?:{_DOCUMENT}|政策|规定|办法|法规)"  # where the words around leave no doubt that documents are asked for
_OPENING = (
    r"(?:请问|请|麻烦|帮我|给我|告诉我|我?想(?:知道|了解|看看?|问)(?:一?下)?|(?:政策|文件|知识|资料)?库(?:里面|里头|里|中|内)|(?:政策|文件|知识|资料)库|"
    r"你们?(?:这里|这儿|那里|那儿|系统)?(?:里面|里)?|(?:这里|这儿|系统|平台|网站|本站)(?:里面|里|上|中)?|目前|现在|当前|如今|眼下|截至(?:目前|今天)|到(?:目前|现在|今天)(?:为止)?|[,，、])*"
)
_HAS = r"(?:一共|总共|共计|共|都|已经?|能(?:查|问)到?|可以?(?:查|问)到?|收录|收入|存|保存|包括|包含|有|是|了|的)*"
_HOW_MANY = r"(?:多少|几)(?:份|个|篇|部)?(?!条)"
_ON_A_DAY = r"(?:(?:截至|截止到?|到|在)?(?:19|20)\d\d年(?:\d{1,2}月(?:份)?)?(?:\d{1,2}日)?(?:底|末|时|的时候)?[，,]?)?"
_WHICH = r"(?:哪些|哪几|什么|啥|哪)(?:一)?(?:份|个|篇|部|件|种|类)?"
_TAIL = r"(?:都|呢|吗|么|啊|了|没有|没|有|是|一下|[?？!！。\s])*"
_STATES: tuple[tuple[str, tuple[Status, ...]], ...] = (
    (r"(?:快要?|即将|马上|就要?|将要?|临近|近期|最近|今年|本月|年底前?)(?:就)?(?:要|会)?(?:到期|失效|过期|作废|届满)", ()),
    (r"(?:还|尚|仍)?(?:没有?|未)(?:到期|失效|过期|废止)|(?:现行|仍然?|依然|还|目前|现在)*(?:是)?有效(?:力)?|现行|(?:还|仍)(?:在)?(?:执行|管用|适用|能用|生效)|在执行", (Status.IN_FORCE, Status.EVENT_BOUND)),
    (r"(?:还|尚)?(?:没有?|未)(?:开始)?(?:施行|生效|实施|执行)", (Status.NOT_YET,)),
    (r"(?:已经?|都|被)*(?:废止|废除|作废)", (Status.REPEALED, Status.EXPIRED)),
    (r"(?:已经?|都)*(?:失效|过期|到期|无效|不(?:再)?有效|没有?效力?|不管用|不能用|失去效力)", (Status.EXPIRED, Status.REPEALED)),
    (r"(?:没有?|未)(?:写|载|注|标)?明?(?:有效期|施行日期)", (Status.UNKNOWN,)),
)
_ANY_STATE = "(?:" + "|".join(words for words, _ in _STATES) + ")"
_NEWEST = r"(?:最新|最近|最晚|新近)(?:的|发布|印发|出台|下发|收录|发)*"
_OLDEST = r"(?:最早|最老|最旧)(?:的|发布|印发|出台|下发|发)*"
_SUBJECT = r"(?P<about>[^，。？?；;、《》]{1,16}?)"
_SUBJECT_AFTER = _SUBJECT.replace("about", "after")
_OF = r"(?:方面|领域|相关|有关|这(?:一)?块)?(?:的)?"
_SPEAKS = r"(?:关于|有关|涉及|讲到?|谈到?|针对|提到|写到?|说到?|规定)(?:了|的|到)*(?:是)?"
_LISTED = rf"(?:都|一共|总共|共)?(?:有|是|叫|包括)?(?:{_WHICH}|{_HOW_MANY}|吗|没有|清单|目录|名单|列表)"
# Each asking as a whole question; ``about`` is the subject, place or issuer in it.
_ASKINGS: tuple[tuple[LibraryAsk, re.Pattern[str]], ...] = tuple((what, re.compile(f"{_OPENING}(?:{words}){_TAIL}")) for what, words in (
    (LibraryAsk.STATUS, rf"{_ON_A_DAY}(?:{_SUBJECT}{_OF})??{_HAS}(?:{_WHICH}|{_HOW_MANY}|有没有){_LOOSE}(?:是|现在|目前)*(?P<state>{_ANY_STATE})(?:的)?"),
    (LibraryAsk.STATUS, rf"{_ON_A_DAY}(?:{_SUBJECT}{_OF})??{_HAS}(?P<state>{_ANY_STATE})(?:了?的{_LOOSE}?|{_LOOSE}){_LISTED}{_LOOSE}?"),
    (LibraryAsk.STATUS, rf"{_SUBJECT}{_OF}{_LOOSE}(?:里面|里|中|当中)?(?:现在|目前|都)*(?:{_WHICH}|{_HOW_MANY})(?:是|已经|都)*(?P<state>{_ANY_STATE})(?:的)?"),
    (LibraryAsk.NEWEST, rf"(?:{_SUBJECT}{_OF})??{_NEWEST}(?:{_SUBJECT_AFTER}{_OF})??(?:一份|一个)?{_LOOSE}(?:是|有|叫)*(?:{_WHICH}){_LOOSE}?|{_NEWEST}(?:是|有)*(?:哪|什么)(?:一)?(?:份|个|篇|部|件|{_LOOSE})"),
    (LibraryAsk.NEWEST, rf"(?:{_WHICH}){_LOOSE}?(?:是)?{_NEWEST}|{_NEWEST}(?:一份|一个)?{_DOCUMENT}"),
    (LibraryAsk.OLDEST, rf"(?:{_SUBJECT}{_OF})??{_OLDEST}(?:{_SUBJECT_AFTER}{_OF})??(?:一份|一个)?{_LOOSE}(?:是|有|叫)*(?:{_WHICH}){_LOOSE}?|{_OLDEST}(?:是|有)*(?:哪|什么)(?:一)?(?:份|个|篇|部|件|{_LOOSE})"),
    (LibraryAsk.OLDEST, rf"(?:{_WHICH}){_LOOSE}?(?:是)?{_OLDEST}|{_OLDEST}(?:一份|一个)?{_DOCUMENT}"),
    (LibraryAsk.COUNT, rf"{_HAS}{_HOW_MANY}{_LOOSE}|{_LOOSE}(?:的)?(?:数量|总数|份数)(?:是)?(?:多少|几)?|(?:的)?{_DOCUMENT}{_HAS}{_HOW_MANY}"),
    (LibraryAsk.LIST, rf"{_HAS}{_WHICH}{_DOCUMENT}|(?:列出|列举|看看|查看|显示)(?:一下)?(?:所有|全部|库里)?(?:的)?{_LOOSE}(?:清单|目录|名单|列表)?|(?:所有|全部)?(?:的)?{_DOCUMENT}(?:清单|目录|名单|列表)|(?:所有|全部)(?:的)?{_DOCUMENT}{_HAS}{_WHICH}"),
    (LibraryAsk.LIST, rf"(?<=库里|这里|这儿|系统|库中|库内){_HAS}{_WHICH}(?:{_LOOSE}|东西|内容)?|(?<=政策库|文件库|知识库){_HAS}{_WHICH}(?:{_LOOSE}|东西|内容)?"),
    (LibraryAsk.STATUS, rf"(?:有没有|有无|是否有)(?P<state>{_ANY_STATE})(?:了)?(?:的)?{_LOOSE}"),
    (LibraryAsk.ABOUT, rf"(?:{_SUBJECT_AFTER})??(?:有没有|有无|是否有|有|找|查找|查询|查|列出|{_HAS}(?:{_WHICH}|{_HOW_MANY}))(?:一下)?(?:{_SPEAKS}|跟|与|和){_SUBJECT}{_OF}{_DOCUMENT}"),
    (LibraryAsk.ABOUT, rf"(?:有没有|有无|是否有|{_HAS}(?:{_WHICH}|{_HOW_MANY})){_SUBJECT}(?:方面|领域|相关|有关)(?:的)?{_DOCUMENT}"),
    (LibraryAsk.ABOUT, rf"{_HAS}(?:{_WHICH}|{_HOW_MANY}){_SUBJECT}的{_DOCUMENT}"),
    (LibraryAsk.ABOUT, rf"{_HAS}(?:{_WHICH}|有没有){_DOCUMENT}(?:里面|里|中)?(?:是)?{_SPEAKS}{_SUBJECT}(?:的)?"),
    (LibraryAsk.ABOUT, rf"(?:{_SPEAKS})?{_SUBJECT}{_OF}{_DOCUMENT}{_LISTED}"),
    (LibraryAsk.ABOUT, rf"(?:{_SUBJECT_AFTER})??(?:有没有|有无|是否有){_SUBJECT}的{_DOCUMENT}"),
    (LibraryAsk.ABOUT, rf"{_SUBJECT}(?:都|一共|总共|共)?有{_WHICH}{_DOCUMENT}"),
))
_THE_LIBRARY = r"(?:in (?:the|this|your) (?:library|database|collection|system)|(?:here|you have|do you have|do you hold|does (?:the|this|your) (?:library|database|system) (?:have|hold|contain)|are (?:there|held|covered|included|available)|(?:are |is )?in (?:the|this|your) (?:library|database|collection|system)))"
_DOCUMENTS = r"(?:(?:policy|government|official)\s)?(?:documents?|files?|policies|policy|regulations?|notices?)"
_ENGLISH_STATES: tuple[tuple[str, tuple[Status, ...]], ...] = (
    (r"(?:about to|going to|due to|will(?: soon)?|soon to)?\s?(?:expire|lapse|end)(?: soon| this year| next)?|expiring(?: soon| next| this year)?", ()),
    (r"(?:not|no longer) (?:in force|valid|effective)(?: any ?more)?|(?:have |has |had )?(?:already )?(?:expired|lapsed)|out of date|outdated|invalid", (Status.EXPIRED, Status.REPEALED)),
    (r"(?:still |currently |now )?(?:in force|valid|effective|in effect|current|apply|active)", (Status.IN_FORCE, Status.EVENT_BOUND)),
    (r"(?:not yet|yet to be) (?:in force|in effect|effective|valid)", (Status.NOT_YET,)),
    (r"(?:have |has )?(?:been )?(?:repealed|abolished|revoked|withdrawn)", (Status.REPEALED, Status.EXPIRED)),
)
_ENGLISH_STATE = "(?:" + "|".join(words for words, _ in _ENGLISH_STATES) + ")"
_PLEASE = r"(?:please |can you |could you |tell me |show me |hi,? |hello,? )*"
_ENGLISH_ASKINGS: tuple[tuple[LibraryAsk, re.Pattern[str]], ...] = tuple((what, re.compile(f"{_PLEASE}(?:{words})[?.! ]*")) for what, words in (
    (LibraryAsk.STATUS, rf"(?:which|what|how many|list (?:all |the )*) ?(?:of (?:the |these |your )?)?{_DOCUMENTS}(?: {_THE_LIBRARY})? (?:are |have |that are |that have |which are |which have |is |has )?(?:already )?(?P<state>{_ENGLISH_STATE})"),
    (LibraryAsk.STATUS, rf"(?:are there |do you have |is there |list |which are |what are )(?:any |all |the |an? )*(?P<state>{_ENGLISH_STATE}) {_DOCUMENTS}"),
    (LibraryAsk.STATUS, rf"(?:are there|do you have|have) (?:any )?{_DOCUMENTS} (?:that (?:are|have) )?(?P<state>{_ENGLISH_STATE})"),
    (LibraryAsk.STATUS, rf"how many (?P<state>{_ENGLISH_STATE}) {_DOCUMENTS}(?: {_THE_LIBRARY})?"),
    (LibraryAsk.NEWEST, rf"(?:what|which)(?: is|'s)? (?:the |your )?(?:{_DOCUMENTS} (?:is |are )?(?:the )?)?(?:newest|latest|most recent)(?: {_DOCUMENTS})?(?: {_THE_LIBRARY})?"),
    (LibraryAsk.OLDEST, rf"(?:what|which)(?: is|'s)? (?:the |your )?(?:{_DOCUMENTS} (?:is |are )?(?:the )?)?(?:oldest|earliest)(?: {_DOCUMENTS})?(?: {_THE_LIBRARY})?"),
    (LibraryAsk.COUNT, rf"how many {_DOCUMENTS}(?: {_THE_LIBRARY})*|(?:what is the )?(?:total )?number of {_DOCUMENTS}(?: {_THE_LIBRARY})*|how (?:big|large) is (?:the|this|your) (?:library|database|collection)"),
    (LibraryAsk.LIST, rf"(?:what|which) {_DOCUMENTS} {_THE_LIBRARY}(?: {_THE_LIBRARY})?|list (?:all |of )?(?:the |your )?{_DOCUMENTS}(?: {_THE_LIBRARY})*|what(?: is|'s) in (?:the|this|your) (?:library|database|collection)"),
    (LibraryAsk.ABOUT, rf"(?:(?:do you have|are there|is there) (?:any |an? )?|(?:which|what|how many) ){_DOCUMENTS} (?:(?:are|is) )?(?:about|on|concerning|dealing with|related to) (?P<about>[a-z \-]{{3,40}}?)(?: {_THE_LIBRARY})?"),
))
_NO_SUBJECT = re.compile(
    r"申请|申报|提交|提供|需要?|材料|依据|根据|按照|上报|附|携带|填|交|开具|证明|签|盖章|[这本该此那]|同时|取代|谁|怎么|如何|为什么|多久|负责|牵头|配合|什么|哪|几|多少|我|办理|手续|收到|应当?|必须|执行|"
    r"最新|最近|最早|时候|时间|日期|(?:违反|符合|适用|参照|下列|以下|上述|相关|有关|其他)$"
)


_ISSUED = re.compile(r"(?:所|自己)?(?:印发|发布|下发|出台|制定|颁布|公布|发)(?:过)?的?$")
_SHORTEST = 2  # characters of a subject


def library_asked(folded: str) -> LibraryAsked | None:
    """What a folded question asks of the library, None if it asks nothing of it.

    >>> library_asked("库里有多少份文件").what.value, library_asked("哪些文件已经失效").what.value
    ('count', 'status')
    >>> asked = library_asked("有没有关于养老的文件")
    >>> asked.what.value, asked.about
    ('about', ('养老',))
    >>> library_asked("申请需要哪些文件") is None, library_asked("国务院工作规则的目录") is None
    (True, True)
    """
    if re.match(r"[a-z]", folded):
        return _asked_in_english(" ".join(folded.split()))
    bare = re.sub(r"[“”\"'\s]", "", folded)
    for what, asking in _ASKINGS:
        found = asking.fullmatch(bare)
        if found is None:
            continue
        groups = found.groupdict()
        about = tuple(words for words in (_bare(groups.get("about")), _bare(groups.get("after"))) if words)
        if any(len(words) < _SHORTEST or _NO_SUBJECT.search(words) for words in about):
            continue
        counted = bool(re.search(_HOW_MANY, bare))
        state = groups.get("state")
        if state is None:
            return LibraryAsked(what, about=about, counted=counted)
        held = next(held for words, held in _STATES if re.fullmatch(words, state))
        return LibraryAsked(LibraryAsk.STATUS if held else LibraryAsk.ENDING, held, about, counted)
    return None


def _asked_in_english(folded: str) -> LibraryAsked | None:
    for what, asking in _ENGLISH_ASKINGS:
        found = asking.fullmatch(folded)
        if found is None:
            continue
        groups, counted = found.groupdict(), folded.startswith("how many")
        if groups.get("about"):  # the longest word of the documents' own for it
            forms = expansions(groups["about"]).split()
            return LibraryAsked(what, about=(max(forms, key=len),), counted=counted) if forms else None
        if groups.get("state") is None:
            return LibraryAsked(what, counted=counted)
        held = next(held for words, held in _ENGLISH_STATES if re.fullmatch(words, groups["state"]))
        return LibraryAsked(LibraryAsk.STATUS if held else LibraryAsk.ENDING, held, counted=counted)
    return None


def _bare(words: str | None) -> str:
    """A subject without what only says that documents are on it (关于…的) or that a body issued them (国务院发的)."""
    return _ISSUED.sub("", re.sub(r"^(?:关于|有关|涉及)|的$", "", words or ""))
