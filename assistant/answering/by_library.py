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
from assistant.answering.library_frames import CHINESE, ENGLISH, Frame
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
_YEAR = re.compile(r"((?:19|20)\d\d)年?度?")
_RANK = re.compile(r"(?<=[\u4e00-\u9fff]{2})[省市县区]$")


def answer_library(desk: Desk, asked: Understanding, wanted: LibraryAsked, day: date) -> Answer | None:
    """What the records say; None where the question turns out to name no subject, place or issuer of this library and no library either."""
    policies = desk.directory.one_of_each(tuple(desk.policies.values()))
    frame = ENGLISH if asked.english else CHINESE
    if asked.day is not None and wanted.states:  # 2024年哪些文件还有效: a day, not documents of that year
        wanted = replace(wanted, about=tuple(words for words in wanted.about if not _YEAR.fullmatch(words)))
    found, called, sure = _of(desk, policies, wanted.about)
    of_what = frame.of.format(called) if called else ""
    if not sure and wanted.what is not LibraryAsk.ABOUT:
        return None
    day = asked.day or day
    if wanted.what is LibraryAsk.ABOUT:
        lines = _about(desk, policies, wanted.about, day, frame) if not sure else _listed(found, frame.on.format(of=of_what, n=len(found)), day, frame)
    elif wanted.what in (LibraryAsk.COUNT, LibraryAsk.LIST):
        lines = _listed(found, frame.holds.format(of=of_what, n=len(found)), day, frame)
    elif wanted.what is LibraryAsk.STATUS:
        lines = _by_status(found, wanted, of_what, day, frame)
    elif wanted.what is LibraryAsk.ENDING:
        lines = _ending(found, of_what, day, frame)
    else:
        lines = _by_age(found, of_what, day, frame, newest=wanted.what is LibraryAsk.NEWEST)
    return Answer(asked.question, "\n".join(lines), asked.kind) if lines else None


def _of(desk: Desk, policies: Sequence[Policy], about: Sequence[str]) -> tuple[list[Policy], str, bool]:
    """The documents of a place, an issuer, or with these words in the title; what they are called; whether every word was placed so."""
    kept, called = list(policies), ""
    for words in about:
        fits = _fitting(desk, kept, words)
        if not fits:
            return kept, called, False
        kept, called = fits, f"{called}“{words}”"
    return kept, called, True


def _fitting(desk: Desk, policies: Sequence[Policy], words: str) -> list[Policy]:
    place = _RANK.sub("", words)
    year = _YEAR.fullmatch(words)
    if year is not None:
        return [policy for policy in policies if (dated := _dated(policy)) is not None and str(dated.year) == year[1]]
    here = [p for p in policies if place in desk.directory.places_of(p) or any(holds(place, held) for held in desk.directory.places_of(p)[-1:])]
    issued = [policy for policy in policies if any(words == fold(name) or fold(name).endswith(words) for name in policy.issuers)]
    return here or issued or [policy for policy in policies if words in fold(policy.title)]


def _about(desk: Desk, policies: Sequence[Policy], about: Sequence[str], day: date, frame: Frame) -> list[str]:
    """The documents on a subject: by their titles, by their headings, and those whose text speaks of it often."""
    where, words = [w for w in about if _fitting(desk, policies, w)], [w for w in about if not _fitting(desk, policies, w)]
    kept, called, _ = _of(desk, policies, where)
    called = f"{called}的" if called and not frame.english else called
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
        return _cut(found, frame.headed.format(subject=subject, n=len(found)), lambda policy: frame.often.format(n=often[policy.id]), frame)
    once = sorted(speaking, key=lambda policy: -often[policy.id])
    if once:
        return _cut(once, frame.once.format(subject=subject, n=len(once)), lambda policy: frame.mentioned.format(n=often[policy.id]), frame)
    near = [policy for policy in desk.directory.ranked(desk.directory.read(fold(words[0]))) if policy in kept and _fit(desk, words[0], policy) >= _NEAR][:_NEAREST]
    if near:
        return _cut(near, frame.near.format(subject=subject), lambda policy: _when(policy, day, frame), frame)
    return [frame.unheard.format(subject=subject)]


def _fit(desk: Desk, words: str, policy: Policy) -> float:
    return desk.directory.read(fold(words)).fit.get(policy.id, 0.0)


def _measures_on(policy: Policy, forms: set[str]) -> int:
    return sum(any(form in fold(measure.text) for form in forms) for part in policy.parts for measure in part.measures)


def _by_status(found: Sequence[Policy], wanted: LibraryAsked, of_what: str, day: date, frame: Frame) -> list[str]:
    held = [policy for policy in found if policy.validity.status(day) in wanted.states]
    unknown = sum(policy.validity.status(day) is Status.UNKNOWN for policy in found)
    unknown_asked = Status.UNKNOWN in wanted.states
    named, when = frame.named(wanted.states), frame.on_day(day)
    beside = frame.beside.format(n=unknown) if unknown and not unknown_asked else ""
    if not held:
        return [frame.none.format(day=when, of=of_what, all=len(found), named=named, beside=beside).rstrip()]
    held = sorted(held, key=lambda policy: policy.validity.expires or policy.validity.repealed_on or date.min, reverse=True)
    lines = _cut(
        held, frame.held.format(day=when, of=of_what, all=len(found), named=named, n=len(held)),
        lambda policy: _when(policy, day, frame) if unknown_asked else f"——{validity_view(policy, day).line}", frame,
    )
    return [*lines, beside] if beside else lines


def _ending(found: Sequence[Policy], of_what: str, day: date, frame: Frame) -> list[str]:
    coming = sorted((p for p in found if p.validity.status(day) is Status.IN_FORCE and p.validity.expires is not None), key=lambda p: p.validity.expires or day)
    soon = [policy for policy in coming if policy.validity.expires is not None and policy.validity.expires <= day + timedelta(days=_SOON)]
    if not coming:
        return [frame.never.format(of=of_what)]
    head = (frame.soon if soon else frame.later).format(day=frame.on_day(day), of=of_what, n=len(soon))
    return _cut(soon or coming[:1], head, lambda policy: f"——{validity_view(policy, day).line}", frame)


def _by_age(found: Sequence[Policy], of_what: str, day: date, frame: Frame, *, newest: bool) -> list[str]:
    dated = sorted(((dated, policy) for policy in found if (dated := _dated(policy)) is not None), key=lambda pair: (pair[0], pair[1].title), reverse=newest)
    if not dated:
        return [frame.undated.format(of=of_what)]
    first, *rest = dated[:_NEWEST]
    said = (frame.newest if newest else frame.oldest).format(of=of_what, title=first[1].title, day=frame.on_day(first[0]))
    lines = [said + frame.validity.format(line=validity_view(first[1], day).line)]
    if rest:
        lines.append(frame.then.format(others="、".join(frame.and_then.format(title=policy.title, day=frame.on_day(when)) for when, policy in rest)))
    undated = len(found) - len(dated)
    return [*lines, frame.left_undated.format(n=undated)] if undated else lines


def _listed(found: Sequence[Policy], head: str, day: date, frame: Frame) -> list[str]:
    order = sorted(found, key=lambda policy: (_dated(policy) or date.min, policy.title), reverse=True)
    return _cut(order, head, lambda policy: _when(policy, day, frame), frame)


def _cut(found: Sequence[Policy], head: str, tail: Callable[[Policy], str], frame: Frame) -> list[str]:
    """The documents below ``head``, at most so many; how many are left out is said."""
    lines = [f"· 《{policy.title}》{f'（{policy.doc_number}）' if policy.doc_number else ''}{tail(policy)}" for policy in found[:_LISTED]]
    left = len(found) - len(lines)
    return [f"{head}{frame.colon}", *lines, *([frame.left.format(n=left)] if left else [])]


def _when(policy: Policy, day: date, frame: Frame) -> str:
    dated, words = _dated(policy), frame.words[policy.validity.status(day)]
    return frame.day.format(day=frame.on_day(dated), words=words) if dated is not None else f"{'— ' if frame.english else '——'}{words}"


def _dated(policy: Policy) -> date | None:
    return policy.issued or policy.written or policy.validity.effective
