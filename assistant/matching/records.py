"""A clean record (无不良记录): conditions that ask for the absence of a misdeed, and what somebody says of theirs.

近三年无重大违法行为, 未列入失信名单, 未发生安全责任事故 all ask that nothing bad is on record. Who says that nothing of the sort ever was
(没犯过事, 没上过黑名单, 从没出过事故) says so of every narrower case; a denial of the narrower (没出过重大事故) says nothing of the wider.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.matching.profile import Profile
from assistant.matching.three_valued import Truth

# Sorts of bad record: how a condition names it, how an owner may, and the words of an owner's that name all of the sort.
_SORTS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"失信|黑名单|异常名[录单]|被执行人|联合惩戒|信用惩戒|不良(?:信用)?记录|信用不良"), re.compile(r"失过?信|黑名单|异常名[录单]|老赖|被执行|不良(?:信用)?记录|信用(?:有|出过?)?问题|失信名单")),
    (re.compile(r"违法|违规|违纪|犯罪|处罚|走私|骗税|骗取|偷税"), re.compile(r"违过?[法规纪]|犯过?[事罪法]|(?:被|受过?|挨过?)[^，]{0,8}罚|处罚|走私|骗税|偷[税漏排]|通报")),
    (re.compile(r"事故|虐[老童待]"), re.compile(r"事故|出过?(?:什么|一点|大|安全)*事(?!情办)")),
)  # fmt: skip
_ABSENT = re.compile(r"^(?:且|并|同时)?(?:在|申[报请][^，]{0,8}?)?(?:(?:近|前|最近|连续)?[一二两三五\d]+(?:个会计)?年(?:度)?(?:之?内|以来)?|上一?年度?|近年来|经营期间?内?|运营以来)?[^，；未无没不]{0,10}?(?:未|无(?!偿|人|线)|没有|不存在|从未|未曾)(?P<what>[^；]{2,40})$")
_GRADED = re.compile(r"重大|较大|特大|严重|一般以上")
_ALL_OF_IT = re.compile(r"(?:没有?|从没|从未|未|无)[^，]{0,6}(?:犯过?事|违过?法|违过?规|出过?(?:一点)?事)|清清白白|清白|(?:违法|违规|犯事|处罚|罚)")


@lru_cache(maxsize=65536)
def clean_of(text: str, *, negated: bool = False) -> tuple[int, str]:
    """Which sort of misdeed a condition wants absent, and its words; -1 where it asks for something else.

    >>> clean_of("近三年无重大违法行为")[0], clean_of("被列入失信名单", negated=True)[0], clean_of("依法纳税")[0]
    (1, 0, -1)
    """
    absent = _ABSENT.match(text)
    what = text if negated and not absent else absent["what"] if absent and not negated else ""
    named = [sort for sort, (asked, _) in enumerate(_SORTS) if asked.search(what)]
    return (named[0], what) if len(named) == 1 else (-1, "")


def tells_of(sort: int, words: str) -> bool:
    """Whether a statement's words tell of a record of this sort, good or bad."""
    return _SORTS[sort][1].search(words) is not None or "清清白白" in words


def record_holds(text: str, profile: Profile, *, negated: bool = False) -> Truth:
    """Whether the record that a condition wants clean is: True where it is denied as a whole, False where the misdeed is told."""
    sort, what = clean_of(text, negated=negated)
    if sort < 0:
        return None
    told = _SORTS[sort][1]
    for statement in profile.statements:
        found = None if statement.planned else told.search(statement.words)
        if found is None and statement.holds and sort == 1 and "清清白白" in statement.words:
            return True
        if found is None:
            continue
        if statement.holds:
            return None if _GRADED.search(what) or re.search("没有|[没无未]", statement.words) else False
        if _GRADED.search(statement.words) and not _GRADED.search(what):
            return None
        if sort != 1 or _ALL_OF_IT.search(statement.words) or re.search(r"犯过?事", statement.words) or _each_named(what, statement.words):
            return True
    return None


# What shuts one out of support nearly everywhere, whether a document says so or not.
_GRAVE = re.compile(r"失信|黑名单|老赖|被执行人|假药|劣药|假冒伪劣|制假|售假|卖假|传销|非法集资|骗补|骗取|骗税|偷税|走私|吊销|严重违法|重大违法|犯罪|坐过?牢|判刑")


def bad_record(profile: Profile) -> tuple[str, ...]:
    """What somebody says of himself that support is refused for nearly everywhere, in his own words.

    >>> from assistant.matching.profile import Statement
    >>> bad_record(Profile(statements=(Statement("卖假药"), Statement("列入失信名单", holds=False))))
    ('卖假药',)
    """
    return tuple(dict.fromkeys(s.words for s in profile.statements if s.holds and not s.planned and _GRAVE.search(s.words) and not re.search("[没无未不]", s.words)))


def _each_named(what: str, said: str) -> bool:
    """走私、骗税等违法行为 is denied by 走私骗税从没沾过: each of the misdeeds that are listed."""
    listed = re.findall(r"走私|骗税|骗取|偷税|犯罪", what)
    return bool(listed) and all(word in said for word in listed)
