"""Follow-ups (追问): what "那谁负责？" or "第二条呢？" means after the turn before it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation, Kind
from assistant.understanding.question import RoleAsked, Understanding
from corpus.naming import clause_name
from corpus.numerals import chinese_number, to_chinese

# 截止哪天？ after a question about validity asks about it still.
_ASKS_DAY = re.compile(r"(?:那|它|具体)*(?:截止|到|从|自|是|管|用)*(?:在)?(?:哪[一]?[天年月日]|什么时候|何时|几时|几号|多久|多长时间)(?:截止|为止|到期|开始|算起|起)?[呢啊吗?？。]*")
_LONGEST_MATTER = 14  # characters; more is a sentence of its own
# 还有别的支持吗: what has been quoted is no answer.
_MORE = re.compile(r"(?:那|那么|除此之?外|除了这些?|另外|此外|请问|[，,])*(?:还有|有|有没有|还有没有)(?:没有)?(?:什么|哪些|啥)?(?:别的|其他|其它|另外的?|更多|相关)?(?:的)?(?:支持|补贴|补助|奖励|政策|措施|规定|优惠|要求|条件|内容|办法|好处|扶持|待遇)?(?:吗|么|没有|没|呢|不)?[?？。]*")
# 该申请几日内批复, 这钱由谁发, 那套有多大: of what was spoken of, not 那怎么监督.
SPEAKS_OF_IT = re.compile(r"该|上述|前述|它|其(?![他它余中次实])|这(?!边|里|儿|样|么|一?块|方面)|那(?:个|项|条|笔|份|些|套|种|类|批|家|次)(?!人)")
_SEVERAL = re.compile(r"这些|那些|这几|那几|它们|上述|分别|都(?:由|是|归)")


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier turn: how its question was understood and what was answered."""

    understanding: Understanding
    answer: Answer
    about: tuple[str, str, tuple[str, ...]] | None = None  # policy id, clause id, path
    policy: str = ""  # id of the policy it was about, "" if of none
    cited: tuple[tuple[str, str], ...] = ()  # (policy id, clause id) of every clause it quoted, in order


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question with what it takes over from the conversation.

    Attributes:
        understanding: the question as it is now meant.
        clause: (policy id, clause id) taken over, None if none.
        clauses: all that the turn before quoted, where the question speaks of several (这些由谁负责).
        query: words to search with, the earlier topic included where it is needed.
        tentative: only the question's shortness speaks for leaning; if its own words find a measure
            it stands alone.
        said: what the turn before quoted, where the question asks for what else there is (还有别的吗).
        shown: the resolution in words ("第五条由谁负责？"), "" if nothing was taken over.
        spoken_of: id of the policy of the turn before, where the question does not leave it; "" if it does or there is none.
    """

    understanding: Understanding
    clause: tuple[str, str] | None = None
    query: str = ""
    shown: str = ""
    tentative: bool = False
    clauses: tuple[tuple[str, str], ...] = ()
    said: tuple[Citation, ...] = ()
    spoken_of: str = ""


def resolve(understanding: Understanding, turn: Turn | None) -> Resolved:
    """Take over from the last turn what the question leaves out; nothing if it stands alone."""
    alone = Resolved(understanding, query=understanding.question)
    if turn is None or understanding.kind is Kind.SMALL_TALK:
        return alone
    before = turn.understanding
    step = _step(understanding.folded)
    number = chinese_number(turn.about[2][-1]) if turn.about and step else None
    if number is not None and number + step > 0:  # 下一条呢？
        meant = replace(understanding, clauses=(number + step,), kind=before.kind if before.kind is Kind.UNITS else Kind.CLAUSE)
        return replace(alone, understanding=meant, shown=f"第{to_chinese(number + step)}条")
    if understanding.nested:
        return alone
    if understanding.clauses or understanding.part:
        # 第二条呢？: the same thing is asked of another clause.
        bare = len(understanding.topic) <= 2 and understanding.kind in (Kind.FACT, Kind.CLAUSE)
        if bare and understanding.leans and before.kind in (Kind.UNITS, Kind.CLAUSE):
            named = "、".join(f"第{to_chinese(n)}条" for n in understanding.clauses) or understanding.part
            asks = "由谁负责？" if before.kind is Kind.UNITS else "的内容是什么？"
            return replace(
                alone, understanding=replace(understanding, kind=before.kind, role=before.role), shown=named + asks
            )
        return alone
    if understanding.units and before.kind is Kind.UNITS_REVERSE and (
        understanding.leans or len(understanding.folded) <= 12
    ):
        meant = replace(understanding, kind=Kind.UNITS_REVERSE, role=before.role)
        return replace(alone, understanding=meant, shown=f"{understanding.units[0].words}负责哪几条？")
    if not understanding.units and before.units and before.kind is Kind.UNITS_REVERSE and (
        understanding.kind in (Kind.CLAUSE, Kind.UNITS, Kind.UNITS_REVERSE) and understanding.role is not before.role
    ):
        # 市财政局牵头哪几条？ 其作为配合单位的呢？: the same unit in another role.
        meant = replace(understanding, kind=Kind.UNITS_REVERSE, units=before.units)
        doing = {RoleAsked.LEAD: "牵头", RoleAsked.SUPPORTING: "配合", RoleAsked.ANY: "负责"}[understanding.role]
        return replace(alone, understanding=meant, shown=f"{before.units[0].words}{doing}哪几条？")
    if turn.about is None:
        return alone
    clause, path = turn.about[:2], turn.about[2]
    name = clause_name(path)
    if _MORE.fullmatch(understanding.folded):
        return Resolved(understanding, clause, before.question, f"关于{before.topic or name}：{understanding.question}", said=turn.answer.citations)
    if understanding.about_the_clause and not understanding.units:
        meant = replace(understanding, kind=Kind.CLAUSE)
        return Resolved(meant, clause, understanding.question, f"{name}的内容是什么？")
    if understanding.kind is Kind.UNITS and len(turn.cited) > 1 and _SEVERAL.search(understanding.folded):
        shown = f"{'、'.join(_name_of_id(clause_id) for _, clause_id in turn.cited)}由谁负责？"
        return Resolved(understanding, clause, understanding.question, shown, clauses=turn.cited)
    if understanding.kind is Kind.UNITS and (understanding.leans or len(understanding.topic) <= 2):
        return Resolved(understanding, clause, understanding.question, f"{name}由谁负责？")
    if before.kind is Kind.VALIDITY and understanding.kind is Kind.FACT and _ASKS_DAY.fullmatch(understanding.folded):
        return Resolved(replace(understanding, kind=Kind.VALIDITY), query=understanding.question, shown=f"效力：{understanding.question}")
    if understanding.leans and understanding.kind is not Kind.VALIDITY:
        query = f"{before.topic} {understanding.question}"
        return Resolved(understanding, clause, query, restated(name, understanding.question))
    short = len(understanding.topic) <= 8 and not understanding.units
    if short and understanding.kind in (Kind.FACT, Kind.ELIGIBILITY, Kind.LIST, Kind.YES_NO):
        query = f"{before.topic} {understanding.question}"
        shown = restated(name, understanding.question)
        return Resolved(understanding, clause, query, shown, tentative=True)
    return alone


def _name_of_id(clause_id: str) -> str:
    return clause_name(tuple(clause_id.rsplit("#", 1)[-1].split("/")))


def _step(folded: str) -> int:
    """上一条 is one back, 下一条 one on; 0 where neither is said."""
    return 1 if re.search(r"(?:下|后)一条|next (?:clause|one)", folded) else -1 if re.search(r"(?:上|前)一条|previous", folded) else 0


_LEADS_IN = re.compile(r"^(?:那么|那|还有|另外|再问一下|请问|它|其)[，,、]?")
_TAIL = re.compile(r"[呢啊呀吗]?[？?。！!，,；; ]*$")
_ASKS = re.compile(r"[什哪谁几多何怎吗否]|是不是|能不能|可不可以|有没有")


def restated(name: str, question: str) -> str:
    """A follow-up about the clause or the document called ``name`` as one sentence that can stand alone.

    >>> restated("第2条", "那硕士呢"), restated("第五条", "那要多久？")
    ('第2条对硕士是怎么规定的？', '第五条中，要多久？')
    """
    bare = _TAIL.sub("", _LEADS_IN.sub("", question.strip()))
    if not re.search(r"[\u4e00-\u9fff]", bare):
        return f"关于{name}：{question}"
    if _ASKS.search(bare) or len(bare) > _LONGEST_MATTER:
        return f"{name}中，{bare}？"
    if question.rstrip("？?。！! ").endswith("吗"):
        return f"{name}中，{bare}吗？"
    return f"{name}对{bare}是怎么规定的？"
