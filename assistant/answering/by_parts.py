"""Questions of several parts (分几级，谁来启动): each part asked alone, where the question as a whole finds less.

A question refused as a whole is answered where every part of it alone is, or where one part asks for a figure that its clause gives
of the very thing and the others for what is not written; what a part alone surely finds is put beside an answer that does not hold
it; a figure that neither gives is said not to be written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation, Confidence, Kind, RefusalCode
from assistant.answering import composing
from assistant.answering.composing import NEAR_LEAD, Evidence
from assistant.answering.desk import Desk, part_at
from assistant.conversation.follow_ups import Resolved
from assistant.judging.attachment import gives_value, share
from assistant.understanding.asked_value import FIGURES, Sort, Wanted, wanted, without_asking
from assistant.understanding.askings import Need, asks, asks_yes_or_no, needs_of, parts_of
from assistant.understanding.question import QUESTION_FRAME, Understanding, understand
from assistant.understanding.words_asked import Weights, whole_words, words_asked
from corpus import Clause, Policy, Span
from corpus.numerals import to_chinese
from index.tokens import fold

_MOST = 4  # parts that are asked alone
# Certainty of every part, and of the surest, from which on a question that was refused is answered part by part: of 283 that were
# refused, 10 are then answered rightly and 1 that no document answers.
_EACH, _SUREST = 0.3, 0.6
# Certainty from which on what a part alone finds stands beside the answer to the whole, and how many more of the part's words it
# must hold: of 584 answered, 13 gain the right clause and 1 a wrong one.
_BESIDE, _MORE_WORDS = 0.85, 0.3
_SURE_OF_THE_REST = 0.6
# Certainty of a part alone, and shares of all its words and of its own that the sentence with the figure holds, from which on it is
# answered though the rest is not written: of 287 dev questions of several parts that were refused, 2 are then answered in part.
_ALONE, _OF_THE_THING, _OF_ITS_OWN, _PLAINLY_ITS_OWN = 0.5, 0.45, 0.3, 0.6
_SAYS_IT = 0.5  # share of a part's words that a line with a value asked for must hold to be worth a search
_TOLD = (Sort.MONEY, Sort.RATIO, Sort.TERM, Sort.DATE, Sort.CONTACT)  # what a text gives or does not, beyond doubt
_ASKED_OUTRIGHT = re.compile(r"多少|好多|几(?![乎何个家位])|多[久长]|哪[一]?[天年月日]|什么时候|啥时候|何时|电话|邮箱|热线|联系方式")
_WHERE_TO = re.compile(r"(?:去|到|在|上|往)哪[里儿]?(?:个(?:窗口|地方|大厅))?(?:报名|领|交|递|申请|申报|办|登记)|哪个(?:窗口|科室|大厅)")
_UNITS_AND_NO_MORE = re.compile(r"(?:找|问|联系)(?:谁|哪(?:个|些|家|几家|几个)?(?:部门|单位|局|委)?)(?:办理?|申请|申报|咨询|问)?[呢啊呀]?[?？]?$|(?:谁|哪(?:个|些|家|几家|几个)?(?:部门|单位|局|委)?)(?:来)?(?:牵头|负责|主管|配合)[呢啊呀]?$|(?:牵头|责任|配合|主管)(?:单位|部门)(?:是谁|是哪|有哪|[?？]?$)")
_SENTENCE = re.compile(r"[^。；;\n]+")
_NOT_WRITTEN = re.compile(r"文件没有写明[^，。\n]{2,12}，写明的如下。\n")  # how an answer begins that says one part is not written

Ask = Callable[[Resolved], Answer]


def in_parts(desk: Desk, resolved: Resolved, whole: Answer, ask: Ask) -> Answer:
    """The answer to the whole question, or what its parts find where that is more; ``ask`` answers one part."""
    asked = resolved.understanding
    parts = [] if asked.english or asked.kind is Kind.SMALL_TALK or asked.instructs else _parts(asked.folded)
    if not 2 <= len(parts) <= _MOST:
        return whole
    once = _asked_once(ask)
    if whole.refusal is None:
        return _completed(desk, resolved, whole, parts, once)
    if whole.refusal.code not in (RefusalCode.NOT_STATED, RefusalCode.NOT_IN_LIBRARY):
        return whole
    near = [desk.policies[policy_id] for policy_id in dict.fromkeys(citation.policy_id for citation in whole.refusal.nearest)]
    found = _each_alone(desk, resolved, parts, once) or _units_alone(desk, resolved, parts, once) or _some_alone(desk, resolved, parts, near, once)
    return found or whole


def _asked_once(ask: Ask) -> Ask:
    """``ask``, each part once: the ways of answering look at the same parts."""
    known: dict[str, Answer] = {}

    def asked_once(part: Resolved) -> Answer:
        if part.understanding.question not in known:
            known[part.understanding.question] = ask(part)
        return known[part.understanding.question]

    return asked_once


def _parts(folded: str) -> list[tuple[str, str]]:
    """The parts of a folded question that ask something, each with what is said before it and belongs to it.

    >>> _parts("我们在北京，补多少，找谁")
    [('补多少', '我们在北京'), ('找谁', '我们在北京，补')]
    """
    found: list[tuple[str, str]] = []
    said: list[str] = []
    for part in parts_of(folded):
        if asks(part):
            found.append((part, "，".join(said)))
            said += [without_asking(part).strip()] if len(found) == 1 else []
        else:
            said.append(part)
    return found


def _alone(desk: Desk, resolved: Resolved, part: str, before: str) -> Resolved:
    """One part as a question of its own, of the same policies."""
    asked = resolved.understanding
    question = f"{before}，{part}" if before else part
    query = resolved.query.replace(asked.question, question) if asked.question in resolved.query else question
    alone = replace(understand(question, desk.units), meant=asked.meant, titles=asked.titles)
    return replace(resolved, understanding=alone, query=query)


def _each_alone(desk: Desk, resolved: Resolved, parts: Sequence[tuple[str, str]], ask: Ask) -> Answer | None:
    """The answers of all parts one below the other; None where one is not answered."""
    answers: list[Answer] = []
    for part, before in parts:
        answer = ask(_alone(desk, resolved, part, before))
        if answer.refused or not answer.citations or _certainty(answer) < _EACH:
            return None
        answers.append(answer)
    if max(map(_certainty, answers)) < _SUREST or len({answer.citations[0].policy_id for answer in answers}) > 1:
        return None
    return _one_below_the_other(resolved.understanding, answers)


def _units_alone(desk: Desk, resolved: Resolved, parts: Sequence[tuple[str, str]], ask: Ask) -> Answer | None:
    """The responsible units, where one part asks for nothing else and its clause surely notes them, and a word on the figures that the
    other parts ask for (由谁牵头，多久一次); None where no part asks so or another asks for no figure."""
    for part, before in parts:
        absent = [value for other, _ in parts if other != part for value in _outright(other)]
        if not _UNITS_AND_NO_MORE.search(part) or len(absent) < len(parts) - 1:
            continue
        answer = ask(_alone(desk, resolved, part, before))
        noted = answer.units is not None and bool(answer.units.lead or _first_part(desk, answer).units)
        if not answer.refused and noted and _certainty(answer) >= _BESIDE:
            answer = replace(answer, question=resolved.understanding.question)
            quoted = [fold(citation.quote) for citation in answer.citations]
            labels = "、".join(dict.fromkeys(value.sort.chinese for value in absent if not any(gives_value(value, text) for text in quoted)))
            return _with_word(answer, f"所问的{labels}，文件没有写明。") if labels else answer
    return None


def _some_alone(desk: Desk, resolved: Resolved, parts: Sequence[tuple[str, str]], near: Sequence[Policy], ask: Ask) -> Answer | None:
    """The answers of the parts whose figure their quotes give of the very thing, and a word on what the other parts ask for; None where
    no part is so answered, or it cannot be said what another asks for, or that it is not written. A part of which no line of the
    policies ``near`` could give the figure is not asked (a search of its own)."""
    given: list[Answer] = []
    rest: list[int] = []
    for at, (part, before) in enumerate(parts):
        alone = _alone(desk, resolved, part, before)
        worth_it = not near or any(_said_somewhere(desk, resolved.understanding, part, policy, _OF_ITS_OWN) for policy in near)
        if worth_it and _gives_its_figure(desk, alone.understanding, part, answer := ask(alone)):
            given.append(answer)
        else:
            rest.append(at)
    if given and given[0].units is not None:  # whom to ask is said below what is quoted
        rest = [at for at in rest if not _UNITS_AND_NO_MORE.search(parts[at][0])]
    if not given or len({answer.citations[0].policy_id for answer in given}) > 1:
        return None
    policy = desk.policies[given[0].citations[0].policy_id]
    lacking = [(at, value) for at in rest for value in wanted(parts[at][0])]
    if {at for at, _ in lacking} != set(rest):  # it cannot be said what is not written
        return None
    if any(_of_another(desk, parts[at][0], policy) or _said_somewhere(desk, resolved.understanding, parts[at][0], policy) for at in rest):
        return None
    whole = _one_below_the_other(resolved.understanding, given)
    return _with_word(whole, f"{_in_words(parts, lacking)}，文件没有写明。") if lacking else whole


def _gives_its_figure(desk: Desk, asked: Understanding, part: str, answer: Answer) -> bool:
    """True if an answer to a part quotes, for every figure that the part asks for, one that the question does not say itself, in a
    sentence that speaks of the thing."""
    figures = [value for value in wanted(part) if value.sort in FIGURES]
    if not figures or answer.refused or not answer.citations or answer.kind is Kind.UNITS or _certainty(answer) < _ALONE:
        return False
    whole, own = words_asked(desk, asked), words_asked(desk, replace(asked, folded=part))
    said = [sentence for citation in answer.citations for sentence in _SENTENCE.findall(fold(citation.quote))]
    return all(
        any(
            any(found.group() not in asked.folded for found in figure.value.finditer(sentence))
            and (held := share(own, sentence)) >= _OF_ITS_OWN
            and (share(whole, sentence) >= _OF_THE_THING or held >= _PLAINLY_ITS_OWN)
            for sentence in said
        )
        for figure in figures
    )


def _in_words(parts: Sequence[tuple[str, str]], lacking: Sequence[tuple[int, Wanted]]) -> str:
    """What parts (by their number) ask for that is not written; of which part it is said where another asks for such a value as well."""
    plain: list[str] = []
    counted: list[str] = []
    for at, value in lacking:
        alike = any(other.sort is value.sort for i, (part, _) in enumerate(parts) if i != at for other in wanted(part))
        (counted if alike else plain).append(f"第{to_chinese(at + 1)}问所问的{value.sort.chinese}" if alike else value.sort.chinese)
    return "、".join(dict.fromkeys([*([f"所问的{'、'.join(dict.fromkeys(plain))}"] if plain else []), *counted]))


def _of_another(desk: Desk, part: str, policy: Policy) -> bool:
    """True if a part means another document than ``policy``."""
    meant = desk.directory.clearly_meant(desk.directory.read(part)) if len(desk.policies) > 1 else []
    return bool(meant) and not any(one.id == policy.id or desk.is_copy(one.id, policy.id) for one in meant)


def _said_somewhere(desk: Desk, asked: Understanding, part: str, policy: Policy, least: float = _SAYS_IT) -> bool:
    """True if a line of ``policy`` gives what a part asks for and holds the ``least`` share of its words: where that is most of them, it
    cannot be said not to be written."""
    values, words = wanted(part), words_asked(desk, replace(asked, folded=part))
    return any(
        any(gives_value(value, line) for value in values) and bool(words) and share(words, line) >= least
        for line in _SENTENCE.findall(desk.folded_text(policy))
    )


def _first_part(desk: Desk, answer: Answer) -> Clause:
    """The part that an answer quotes first."""
    first = answer.citations[0]
    return part_at(desk.policies[first.policy_id], Span(first.start, first.end))


def _certainty(answer: Answer) -> float:
    return answer.certainty if answer.certainty is not None else 1.0 if answer.confidence is Confidence.CLEAR else 0.0


def _one_below_the_other(asked: Understanding, answers: Sequence[Answer]) -> Answer:
    """Several answers as one: what another quotes already is left out, warning and validity stand once."""
    blocks: list[str] = []
    citations: list[Citation] = []
    for answer in answers:
        if citations and all(any(_holds(known, c) for known in citations) for c in answer.citations) and answer.kind is not Kind.UNITS:
            continue
        blocks.append(composing.moved_on(_bare(answer), len(citations)))
        citations += [replace(citation, mark=citation.mark + len(citations)) for citation in answer.citations]
    unsure = any(answer.confidence is not Confidence.CLEAR for answer in answers)
    text = "\n".join([NEAR_LEAD, *blocks] if unsure else blocks)
    view = next((answer.validity for answer in answers if answer.validity is not None), None)
    if view is not None and view.line not in text:
        text = composing.with_validity(text, view, english=asked.english)
    units = next((answer.units for answer in answers if answer.kind is Kind.UNITS and answer.units is not None), answers[0].units)
    return replace(
        answers[0], question=asked.question, text=text, kind=asked.kind, citations=tuple(citations), units=units, validity=view,
        confidence=Confidence.INCOMPLETE if unsure else Confidence.CLEAR, certainty=min(map(_certainty, answers)),
    )


def _bare(answer: Answer) -> str:
    """The text of an answer without the warning and the line on validity that stand once below several."""
    line = composing.with_validity("", answer.validity, english=False) if answer.validity is not None else ""
    return answer.text.removeprefix(f"{NEAR_LEAD}\n").removesuffix(line)


def _holds(one: Citation, other: Citation) -> bool:
    return one.policy_id == other.policy_id and one.start <= other.start and other.end <= one.end


def _completed(desk: Desk, resolved: Resolved, whole: Answer, parts: Sequence[tuple[str, str]], ask: Ask) -> Answer:
    """An answer with what its parts alone surely find besides, and with a word on the figures that nothing gives."""
    asked, policy = resolved.understanding, desk.policies[whole.citations[0].policy_id]
    quoted = [fold(citation.quote) for citation in whole.citations]
    shown = fold(whole.text)
    beside: list[Evidence] = []
    lacking: list[tuple[int, Wanted]] = []
    of_else: list[tuple[int, Wanted]] = []  # values that the quotes give of something else
    spoken_of = False  # another part's value stands in the quotes
    unasked: list[tuple[str, str]] = []  # parts for which nothing more can be found
    answered = False
    for at, (part, before) in enumerate(parts):
        needs, words = needs_of(part), words_asked(desk, replace(asked, folded=part))
        given = all(any(need.given_by(text) for text in quoted) for need in needs)
        held = share(words, "\n".join(quoted)) if words else 1.0
        absent = [value for value in _outright(part) if not gives_value(value, shown) and not any(gives_value(value, text) for text in quoted)]
        if given and held > 1 - _MORE_WORDS and not absent:
            answered = True
            continue
        doubted = [] if absent else _of_something_else(desk, part, shown)
        if doubted and not _said_somewhere(desk, asked, part, policy):
            alone_asked = _alone(desk, resolved, part, before)
            if not _gives_its_figure(desk, alone_asked.understanding, part, ask(alone_asked)):
                of_else += [(at, value) for value in doubted]
                continue
        spoken_of = spoken_of or (given and bool(needs))
        alone = ask(_alone(desk, resolved, part, before)) if _may_be_said(desk, whole, () if given else needs, words, held) else None
        found = _found_besides(desk, whole, alone) if alone is not None else []
        now = [fold(item.span.of(item.policy.text)) for item in found]
        if found and ((needs and not given and all(any(need.given_by(text) for text in now) for need in needs)) or share(words, "\n".join(now)) - held >= _MORE_WORDS):
            beside += found
        elif absent and not any(gives_value(value, text) for value in absent for text in now):
            lacking += [(at, value) for value in absent]
        elif alone is not None:
            answered = answered or _surely(alone)
        else:
            unasked.append((part, before))
    told = _NOT_WRITTEN.match(whole.text) is not None  # 文件没有写明联系电话，写明的如下。
    if beside:
        whole = _with_more(replace(whole, text=_NOT_WRITTEN.sub("", whole.text)) if told and not lacking else whole, beside)
    if told or not (lacking or (of_else and (answered or spoken_of))):
        return whole
    if not lacking:
        return _with_word(whole, f"{_in_words(parts, of_else)}，文件没有写明。")
    labels = _in_words(parts, lacking)
    if answered or beside or whole.confidence is Confidence.CLEAR or any(_surely(ask(_alone(desk, resolved, *one))) for one in unasked):
        return _with_word(whole, f"{labels}，文件没有写明。")
    return _not_written(desk, asked, whole, labels)


def _of_something_else(desk: Desk, part: str, shown: str) -> list[Wanted]:
    """The figures that a part asks for outright, where the answer shown holds none of the part's own words, though documents use them
    (押金多少 beside a rent): the figures shown are of something else."""
    values = [value for value in _outright(part) if value.sort in FIGURES]
    own = [word for words, _ in whole_words(desk, QUESTION_FRAME.sub(" ", without_asking(part))) for word in words if len(word) > 1]
    known = [word for word in own if desk.index.knows(word)]
    return values if known and not any(word in shown for word in own) else []


def _surely(alone: Answer) -> bool:
    return _certainty(alone) >= _SURE_OF_THE_REST and not alone.refused


def _may_be_said(desk: Desk, whole: Answer, needs: Sequence[Need], words: Weights, held: float) -> bool:
    """True if a line of the policy answered from holds enough more of a part's words, or enough of them and a value that it ``needs``:
    where none does, asking the part alone (a search of its own) would add nothing."""
    lines = desk.folded_text(desk.policies[whole.citations[0].policy_id]).split("\n")
    shares = [share(words, line) if words else 1.0 for line in lines]
    return max(shares) - held >= _MORE_WORDS or any(
        said >= _SAYS_IT and any(need.given_by(line) for need in needs) for said, line in zip(shares, lines, strict=True)
    )


def _outright(part: str) -> list[Wanted]:
    """The values that a part of a question asks for outright (几年, 哪天, 电话多少, 去哪领), of kinds that a text gives or does not."""
    if asks_yes_or_no(part):
        return []
    asked = {Sort.PLACE: _WHERE_TO, **dict.fromkeys(_TOLD, _ASKED_OUTRIGHT)}
    return [value for value in wanted(part) if value.sort in asked and asked[value.sort].search(part)]


def _found_besides(desk: Desk, whole: Answer, alone: Answer) -> list[Evidence]:
    """What a part alone quotes first of the same policy and the whole answer does not hold, where it is sure."""
    if alone.refused or _certainty(alone) < _BESIDE:
        return []
    new = [citation for citation in alone.citations if not any(_holds(known, citation) for known in whole.citations)]
    if not new or new[0].policy_id != whole.citations[0].policy_id:
        return []
    policy = desk.policies[new[0].policy_id]
    start = max([new[0].start, *(known.end for known in whole.citations if known.policy_id == policy.id and known.start <= new[0].start < known.end)])
    span = Span(start, new[0].end)
    return [Evidence(policy, part_at(policy, span), span)]


def _with_more(whole: Answer, beside: Sequence[Evidence]) -> Answer:
    """An answer that quotes more."""
    once = list({(item.clause.id, item.span.start): item for item in beside}.values())
    citations = [composing.cite(item, len(whole.citations) + at) for at, item in enumerate(once, 1)]
    block = composing.quotes(citations, [item.clause for item in once], lead="", english=False)
    if beside[0].clause.path == whole.citations[-1].path and len(once) == 1:  # the clause was named above
        block = block.partition("\n")[2]
    return replace(_with_word(whole, block), citations=(*whole.citations, *citations))


def _with_word(whole: Answer, said: str) -> Answer:
    """An answer that says more, above its line on validity."""
    line = composing.with_validity("", whole.validity, english=False) if whole.validity is not None else ""
    below = line if line and whole.text.endswith(line) else ""
    return replace(whole, text=f"{whole.text.removesuffix(below)}\n{said}{below}")


def _not_written(desk: Desk, asked: Understanding, whole: Answer, labels: str) -> Answer:
    """The refusal of a question of which one part asks what is not written, and no other part is surely answered."""
    first = whole.citations[0]
    title = f"《{first.policy}》" if len(desk.policies) > 1 else ""
    reason = f"{title}{composing.name_of(_first_part(desk, whole))}与此最为接近，但没有写明{labels}。"
    return desk.refuse_near(asked, RefusalCode.NOT_STATED, reason, [replace(first, mark=1)])
