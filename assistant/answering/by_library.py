"""Questions about the library itself, answered from the records of its policies: titles, days, and the status on the day asked about.

No clause is quoted, so nothing is cited; a long list is cut and its number said. Copies of one document count once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant.answer import Answer
from assistant.answering.desk import Desk
from assistant.answering.validity_line import validity_view
from assistant.understanding.library_asked import LibraryAsk, LibraryAsked
from assistant.understanding.question import Understanding
from assistant.vocabulary.lexicon import in_official_words
from assistant.which_policy.places import holds
from corpus import Policy, Status
from index.tokens import fold

_LISTED = 12  # documents that are named in one answer
_SOON = 180  # days until the end of what lapses soon
_OFTEN = 3  # measures that speak of a subject from which on a document is said to
_NEWEST = 3
_NEAREST, _NEAR = 3, 0.3  # documents named where none has the very words, and how well they must fit them
_WORDS = {
    Status.IN_FORCE: "现行有效", Status.EXPIRED: "已失效", Status.REPEALED: "已废止", Status.NOT_YET: "尚未施行",
    Status.EVENT_BOUND: "有效至某一事项结束", Status.UNKNOWN: "未载明有效期",
}  # fmt: skip
_YEAR = re.compile(r"((?:19|20)\d\d)年?度?")
_RANK = re.compile(r"(?<=[\u4e00-\u9fff]{2})[省市县区]$")


def answer_library(desk: Desk, asked: Understanding, wanted: LibraryAsked, day: date) -> Answer | None:
    """What the records say; None where the question turns out to name no subject, place or issuer of this library and no library either."""
    policies = desk.directory.one_of_each(tuple(desk.policies.values()))
    if asked.day is not None and wanted.states:  # 2024年哪些文件还有效: a day, not documents of that year
        wanted = replace(wanted, about=tuple(words for words in wanted.about if not _YEAR.fullmatch(words)))
    found, of_what, sure = _of(desk, policies, wanted.about)
    if not sure and wanted.what is not LibraryAsk.ABOUT:
        return None
    day = asked.day or day
    if wanted.what is LibraryAsk.ABOUT:
        lines = _about(desk, policies, wanted.about, day) if not sure else _listed(found, f"{of_what}文件有{_number(found)}", day)
    elif wanted.what in (LibraryAsk.COUNT, LibraryAsk.LIST):
        lines = _listed(found, f"政策库里收录了{_number(found)}{of_what}文件", day)
    elif wanted.what is LibraryAsk.STATUS:
        lines = _by_status(found, wanted, of_what, day)
    elif wanted.what is LibraryAsk.ENDING:
        lines = _ending(found, of_what, day)
    else:
        lines = _by_age(found, of_what, day, newest=wanted.what is LibraryAsk.NEWEST)
    return Answer(asked.question, "\n".join(lines), asked.kind) if lines else None


def _of(desk: Desk, policies: Sequence[Policy], about: Sequence[str]) -> tuple[list[Policy], str, bool]:
    """The documents of a place, an issuer, or with these words in the title; what they are called; whether every word was placed so."""
    kept, called = list(policies), ""
    for words in about:
        fits = _fitting(desk, kept, words)
        if not fits:
            return kept, called, False
        kept, called = fits, f"{called}“{words}”"
    return kept, f"{called}的" if called else "", True


def _fitting(desk: Desk, policies: Sequence[Policy], words: str) -> list[Policy]:
    place = _RANK.sub("", words)
    year = _YEAR.fullmatch(words)
    if year is not None:
        return [policy for policy in policies if (dated := _dated(policy)) is not None and str(dated.year) == year[1]]
    here = [p for p in policies if place in desk.directory.places_of(p) or any(holds(place, held) for held in desk.directory.places_of(p)[-1:])]
    issued = [policy for policy in policies if any(words == fold(name) or fold(name).endswith(words) for name in policy.issuers)]
    return here or issued or [policy for policy in policies if words in fold(policy.title)]


def _about(desk: Desk, policies: Sequence[Policy], about: Sequence[str], day: date) -> list[str]:
    """The documents on a subject: by their titles, by their headings, and those whose text speaks of it often."""
    where, words = [w for w in about if _fitting(desk, policies, w)], [w for w in about if not _fitting(desk, policies, w)]
    kept, called, _ = _of(desk, policies, where)
    if len(words) != 1:
        return []
    forms = {words[0], *(form for form in in_official_words(words[0]).split() if len(form) > 1)}
    speaking = [policy for policy in kept if any(form in desk.folded_text(policy) for form in forms)]
    often = {policy.id: _measures_on(policy, forms) for policy in speaking}
    headed = [policy for policy in speaking if any(form in fold(clause.heading) for clause in policy.clauses for form in forms)]
    spoken = [policy for policy in speaking if often[policy.id] >= _OFTEN and policy not in headed]
    found = sorted([*headed, *spoken], key=lambda policy: -often[policy.id])
    subject = f"{called}“{words[0]}”"
    if found:
        head = f"没有文件以{subject}为题；条款标题或正文多处写到它的有{_number(found)}"
        return _cut(found, head, lambda policy: f"（{often[policy.id]} 处写到）")
    once = sorted(speaking, key=lambda policy: -often[policy.id])
    if once:
        return _cut(once, f"没有专门关于{subject}的文件；正文提到它的有{_number(once)}", lambda policy: f"（{often[policy.id]} 处提到）")
    near = [policy for policy in desk.directory.ranked(desk.directory.read(fold(words[0]))) if policy in kept and _fit(desk, words[0], policy) >= _NEAR][:_NEAREST]
    if near:
        return _cut(near, f"没有文件逐字写到{subject}；与它最接近的是", lambda policy: _when(policy, day))
    return [f"政策库里没有关于{subject}的文件，收录的文件也没有提到它。"]


def _fit(desk: Desk, words: str, policy: Policy) -> float:
    return desk.directory.read(fold(words)).fit.get(policy.id, 0.0)


def _measures_on(policy: Policy, forms: set[str]) -> int:
    return sum(any(form in fold(measure.text) for form in forms) for part in policy.parts for measure in part.measures)


def _by_status(found: Sequence[Policy], wanted: LibraryAsked, of_what: str, day: date) -> list[str]:
    held = [policy for policy in found if policy.validity.status(day) in wanted.states]
    unknown = sum(policy.validity.status(day) is Status.UNKNOWN for policy in found)
    unknown_asked = Status.UNKNOWN in wanted.states
    named = _WORDS[wanted.states[0]] if len(wanted.states) == 1 else "、".join(_WORDS[state] for state in wanted.states)
    beside = f"另有{unknown}份没有载明有效期，是否有效请向发文机关核实。" if unknown and not unknown_asked else ""
    if not held:
        return [f"截至{_chinese(day)}，{of_what}{len(found)}份文件里没有{named}的。{beside}"]
    held = sorted(held, key=lambda policy: policy.validity.expires or policy.validity.repealed_on or date.min, reverse=True)
    lines = _cut(held, f"截至{_chinese(day)}，{of_what}{len(found)}份文件里{named}的有{_number(held)}", lambda policy: _when(policy, day) if unknown_asked else f"——{validity_view(policy, day).line}")
    return [*lines, beside] if beside else lines


def _ending(found: Sequence[Policy], of_what: str, day: date) -> list[str]:
    coming = sorted((p for p in found if p.validity.status(day) is Status.IN_FORCE and p.validity.expires is not None), key=lambda p: p.validity.expires or day)
    soon = [policy for policy in coming if policy.validity.expires is not None and policy.validity.expires <= day + timedelta(days=_SOON)]
    if soon:
        return _cut(soon, f"自{_chinese(day)}起半年内到期的{of_what}文件有{_number(soon)}", lambda policy: f"——{validity_view(policy, day).line}")
    if coming:
        return _cut(coming[:1], f"自{_chinese(day)}起半年内没有{of_what}文件到期；最近到期的是", lambda policy: f"——{validity_view(policy, day).line}")
    return [f"{of_what}文件里没有写明到期日而尚未到期的。"]


def _by_age(found: Sequence[Policy], of_what: str, day: date, *, newest: bool) -> list[str]:
    dated = sorted(((dated, policy) for policy in found if (dated := _dated(policy)) is not None), key=lambda pair: (pair[0], pair[1].title), reverse=newest)
    if not dated:
        return [f"{of_what}文件都没有载明成文或发布日期，无法比较先后。"]
    first, *rest = dated[:_NEWEST]
    lines = [f"按成文或发布日期，{of_what}文件里{'最新' if newest else '最早'}的是《{first[1].title}》（{_chinese(first[0])}）。效力：{validity_view(first[1], day).line}。"]
    if rest:
        lines.append("其次是" + "、".join(f"《{policy.title}》（{_chinese(when)}）" for when, policy in rest) + "。")
    undated = len(found) - len(dated)
    return [*lines, f"另有{undated}份没有载明日期，未计入。"] if undated else lines


def _listed(found: Sequence[Policy], head: str, day: date) -> list[str]:
    order = sorted(found, key=lambda policy: (_dated(policy) or date.min, policy.title), reverse=True)
    return _cut(order, head, lambda policy: _when(policy, day))


def _cut(found: Sequence[Policy], head: str, tail: Callable[[Policy], str]) -> list[str]:
    """The documents below ``head``, at most so many; how many are left out is said."""
    lines = [f"· 《{policy.title}》{f'（{policy.doc_number}）' if policy.doc_number else ''}{tail(policy)}" for policy in found[:_LISTED]]
    left = len(found) - len(lines)
    return [f"{head}：", *lines, *([f"其余{left}份没有列出，可加上主题、地方或年份再问，或在“政策库”里查看。"] if left else [])]


def _when(policy: Policy, day: date) -> str:
    dated = _dated(policy)
    return f"——{_chinese(dated)}，{_WORDS[policy.validity.status(day)]}" if dated is not None else f"——{_WORDS[policy.validity.status(day)]}"


def _dated(policy: Policy) -> date | None:
    return policy.issued or policy.written or policy.validity.effective


def _number(found: Sequence[Policy]) -> str:
    return f"{len(found)}份"


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
