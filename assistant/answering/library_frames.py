"""The words that what is said of the library itself stands in (句式), in Chinese and in English: titles stay as printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corpus import Status


@dataclass(frozen=True, slots=True)
class Frame:
    """One language. In the sentences ``{n}`` is a number of documents, ``{of}`` what documents they are ("" for any), ``{day}`` a day.

    Attributes:
        words: of a status. joint: between several of them. of: round the subject, place or issuer named.
        holds, on, held, none, beside, soon, later, never, undated, newest, oldest, validity, then, and_then, left_undated,
        headed, once, near, unheard, left: the sentences. often, mentioned: behind a document, how often it speaks of the subject.
    """

    words: Mapping[Status, str]
    joint: str
    of: str
    day: str
    holds: str
    on: str
    held: str
    none: str
    beside: str
    soon: str
    later: str
    never: str
    undated: str
    newest: str
    oldest: str
    validity: str
    then: str
    and_then: str
    left_undated: str
    headed: str
    once: str
    near: str
    unheard: str
    often: str
    mentioned: str
    left: str
    colon: str
    english: bool = False

    def on_day(self, day: date) -> str:
        """A day as it is written."""
        return f"{day.day} {day:%B} {day.year}" if self.english else f"{day.year}年{day.month}月{day.day}日"

    def named(self, states: Sequence[Status]) -> str:
        """Several statuses in words."""
        return self.joint.join(self.words[state] for state in states)


CHINESE = Frame(
    words={
        Status.IN_FORCE: "现行有效", Status.EXPIRED: "已失效", Status.REPEALED: "已废止", Status.NOT_YET: "尚未施行",
        Status.EVENT_BOUND: "有效至某一事项结束", Status.UNKNOWN: "未载明有效期",
    },
    joint="、", of="{}的", day="——{day}，{words}",
    holds="政策库里收录了{n}份{of}文件", on="{of}文件有{n}份", held="截至{day}，{of}{all}份文件里{named}的有{n}份",
    none="截至{day}，{of}{all}份文件里没有{named}的。{beside}", beside="另有{n}份没有载明有效期，是否有效请向发文机关核实。",
    soon="自{day}起半年内到期的{of}文件有{n}份", later="自{day}起半年内没有{of}文件到期；最近到期的是", never="{of}文件里没有写明到期日而尚未到期的。",
    undated="{of}文件都没有载明成文或发布日期，无法比较先后。", newest="按成文或发布日期，{of}文件里最新的是《{title}》（{day}）。", oldest="按成文或发布日期，{of}文件里最早的是《{title}》（{day}）。",
    validity="效力：{line}。", then="其次是{others}。", and_then="《{title}》（{day}）", left_undated="另有{n}份没有载明日期，未计入。",
    headed="没有文件以{subject}为题；条款标题或正文多处写到它的有{n}份", once="没有专门关于{subject}的文件；正文提到它的有{n}份",
    near="没有文件逐字写到{subject}；与它最接近的是", unheard="政策库里没有关于{subject}的文件，收录的文件也没有提到它。",
    often="（{n} 处写到）", mentioned="（{n} 处提到）", left="其余{n}份没有列出，可加上主题、地方或年份再问，或在“政策库”里查看。", colon="：",
)  # fmt: skip
ENGLISH = Frame(
    words={
        Status.IN_FORCE: "in force", Status.EXPIRED: "expired", Status.REPEALED: "repealed", Status.NOT_YET: "not yet in force",
        Status.EVENT_BOUND: "in force until an event ends", Status.UNKNOWN: "without a stated validity",
    },
    joint=" or ", of=" on {}", day=" — {day}, {words}",
    holds="Documents{of} in the library ({n})", on="Documents{of} ({n})", held="On {day}, {n} of the {all} documents{of} are {named}",
    none="On {day}, none of the {all} documents{of} is {named}. {beside}", beside="{n} more do not state their validity; please ask the issuer.",
    soon="Documents{of} that expire within half a year of {day} ({n})", later="No document{of} expires within half a year of {day}; the next to expire is",
    never="No document{of} states a day of expiry that is still to come.",
    undated="No document{of} states when it was written or issued.", newest="By the day of writing or issue, the newest document{of} is 《{title}》 ({day}).", oldest="By the day of writing or issue, the oldest document{of} is 《{title}》 ({day}).",
    validity=" Validity 效力：{line}。", then="Next: {others}.", and_then="《{title}》 ({day})", left_undated="{n} more state no date and are not counted.",
    headed="No document has {subject} in its title; headings or text speak of it often in {n}", once="No document is about {subject}; mentioned in {n}",
    near="No document says {subject} word for word; the nearest", unheard="The library holds no document on {subject}, and none mentions it.",
    often=" ({n} places)", mentioned=" ({n} places)", left="{n} more are not listed; ask with a subject, or see the Library tab.", colon=":", english=True,
)  # fmt: skip
