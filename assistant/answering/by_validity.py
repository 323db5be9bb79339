"""Questions about the validity of a document (效力): from when, until when, whether it holds; and what is asked of one that is ended."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from assistant.answer import Answer, Kind, Refusal, RefusalCode, ValidityView
from assistant.answering import by_content, composing
from assistant.answering.by_header import labelled_line
from assistant.answering.composing import Evidence
from assistant.answering.desk import Desk, nearest_text, part_at
from assistant.answering.validity_line import as_asked_for_another_day, validity_view, with_time_left
from assistant.answering.which_document import by_its_words
from assistant.conversation.follow_ups import Resolved
from assistant.judging.attachment import share
from assistant.judging.confidence import HARDLY_READ
from assistant.judging.refusal import REASONS, is_about_something_else
from assistant.understanding.header_fields import EFFECTIVE
from assistant.understanding.question import VALIDITY, Understanding, as_content
from assistant.understanding.words_asked import left_beyond
from assistant.vocabulary.lexicon import unread
from corpus import PartKind, Policy, Repeal, Span, Status
from index import SearchResult
from index.tokens import fold

_SENTENCE = 12  # characters; a mark (废) stands in many sentences
_AGREEING = 3  # hits that must stand in one policy for a question to mean it
# A question that says this much beyond asking for a field (in words that no document has), of which the best quote holds
# this share and of which the content is as sure as this, is about that content.
_MUCH_MORE, _HELD, _SURE = 4.0, 0.25, 0.8
_STILL_USED = re.compile(r"(?:还|仍|现在|目前)[^,，。？?]{0,4}(?:用|算|管|行得通|执行)|作废|废止|取代|替代")
_COMMON = 0.6  # of the weight of a word that no document has: below it a word is one of several documents
_OF_A_DOCUMENT = re.compile(r"有效|效力|失效|过期|作废|废止|施行|生效|执行期|管用|[作算]数|适用|valid|in force|effect")
# What says nothing of which document is meant: 临时救助的实施细则 may be called 办法.
_OF_NO_DOCUMENT = re.compile(rf"{VALIDITY.pattern}|(?:实施|管理|暂行|试行)(?:细则|办法|方案|意见|规定)")
_UNSEEN = "〇〇"
_SUCCESSOR = re.compile(r"续[发出签期展]|接续|延续|新的|接替|替代|下一[个版份]")  # what comes after the document, which it does not say


def content_instead(desk: Desk, resolved: Resolved, day: date, asking: re.Pattern[str]) -> Answer | None:
    """What the content answers, where a question has words that ask for the document's own data (``asking``) but speaks of much
    more, and a clause says that (合同到期要续租须提前多久提出, 依据是省里哪个文号); None where the document itself is asked about."""
    if asking is VALIDITY and resolved.understanding.day is not None and _OF_A_DOCUMENT.search(resolved.understanding.folded):
        return None  # 2022年6月还在执行期内吗
    left = left_beyond(desk, resolved.understanding, asking)
    if sum(weight for _, weight in left) < _MUCH_MORE * desk.index.idf(_UNSEEN):
        return None
    answer = by_content.answer_content(desk, replace(resolved, understanding=as_content(resolved.understanding)), day)
    if answer.refused or (answer.certainty or 0.0) < _SURE or share(left, fold(answer.citations[0].quote)) < _HELD:
        return None
    return None if _is_validity_of(desk, answer) is not None else answer


def of_something_within(desk: Desk, asked: Understanding, asking: re.Pattern[str]) -> bool:
    """True if a question that asks for a header field (哪天公布) names something besides the document, by words of its text that are
    not its title's (入选名单): it is that which is published, not the document."""
    policies = desk.scope(asked)
    if len(policies) != 1:
        return False
    text = desk.folded_text(policies[0])
    of_whom = "".join([*desk.directory.places_of(policies[0]), *map(fold, policies[0].issuers)])
    common = _COMMON * desk.index.idf(_UNSEEN)
    return any(weight < common and any(len(word) > 1 and word in text and word not in of_whom for word in words) for words, weight in left_beyond(desk, asked, asking))


def _is_validity_of(desk: Desk, answer: Answer) -> Policy | None:
    """The policy whose own sentence on validity an answer quotes first, None if it quotes another."""
    if not answer.citations:
        return None
    first = answer.citations[0]
    policy = desk.policies[first.policy_id]
    span = policy.validity.span
    return policy if span is not None and span.start < first.end and first.start < span.end else None


def answer_validity(desk: Desk, resolved: Resolved, day: date) -> Answer:
    """From when, until when and whether a document holds, on ``day`` or the day asked about, with the sentence that says so."""
    asked = resolved.understanding
    policies = desk.scope(asked)
    if len(asked.topic) >= 4 and not asked.speaks_of_this and resolved.clause is None:  # the validity of something named
        named = bool(asked.meant.named) or (len(desk.policies) > 1 and len(policies) == 1)
        result = desk.search(asked.topic, asked)
        # Of an English question hardly a word stands in the document; that it asks for the validity is enough where there is one.
        read_in_english = asked.english and len(desk.policies) == 1 and unread(asked.folded) < HARDLY_READ
        foreign = not named and not read_in_english and is_about_something_else(result, asked, desk.options.refusal)
        own = None
        if foreign and not _SUCCESSOR.search(asked.folded):  # 最后一天递的件，那会儿文件还有没有效: nothing of its own to be found by
            own = _is_validity_of(desk, by_content.answer_content(desk, replace(resolved, understanding=as_content(asked)), day))
        if own is not None:
            policies = [own]
        elif foreign:
            reason = REASONS[RefusalCode.NOT_IN_LIBRARY]
            return desk.refuse(asked, RefusalCode.NOT_IN_LIBRARY, reason, result.hits)
        if len(policies) > 1:  # 临时救助办法还有效吗: the policy that its subject is found in
            alike = desk.directory.called_alike(asked.meant)
            policies = alike if len(alike) > 1 else _of_subject(desk, result)
    if len(policies) > 1 and resolved.clause is None and len(desk.directory.called_alike(asked.meant)) < 2:
        policies = by_its_words(desk, asked, _OF_NO_DOCUMENT, policies)
    if len(policies) > 1 and resolved.clause:
        policies = [policy for policy in policies if policy.id == resolved.clause[0]]
    if len(policies) != 1:
        return desk.refuse(asked, RefusalCode.AMBIGUOUS, f"请说明要问哪一份文件的效力：{desk.candidates(asked)}。")
    (policy,) = policies
    repeal = _ended_by(policy, asked)
    if repeal is not None:
        return answer_ended(desk, asked, policy, repeal, day)
    evidence: list[Evidence] = []
    if policy.validity.span is not None:
        evidence.append(_in_a_clause(policy, policy.validity.span))
    if not evidence or _asks_for_start(asked.folded):
        start = labelled_line(policy, EFFECTIVE)
        evidence += [start] if start is not None and start not in evidence else []
    if not evidence:
        if not _OF_A_DOCUMENT.search(asked.folded):  # 征集哪天截止, 到期前多久提出: of something that the document speaks of
            content = by_content.answer_content(desk, replace(resolved, understanding=as_content(asked)), day)
            if not content.refused:
                return content
        reason = f"《{policy.title}》未载明施行日期和有效期"
        return by_content.answer_other_parts(desk, resolved, VALIDITY, reason, day) or desk.refuse(asked, RefusalCode.NOT_STATED, f"{reason}。")
    today, day = day, asked.day or day
    view = validity_view(policy, day)
    if asked.day is not None and asked.day != today:
        view = as_asked_for_another_day(view, asked.day, validity_view(policy, today), in_words=asked.names_the_day)
    if asked.asks_time_left:
        view = with_time_left(view, day)
    return desk.compose(asked, evidence, day, lead=f"《{policy.title}》{view.line}。", keep_order=True, validity=view)


def answer_ended(desk: Desk, asked: Understanding, policy: Policy, repeal: Repeal, day: date) -> Answer:
    """What is asked of a document that the library does not hold and one of its policies ends: that it is ended, with the sentence."""
    number = f"（{repeal.doc_number}）" if repeal.doc_number else ""
    name = f"《{repeal.title}》{number}" if repeal.title else f"“{repeal.doc_number}”"
    begins = policy.validity.effective or policy.written
    ends = "已由" if begins is None or begins <= (asked.day or day) else "将由"
    evidence = Evidence(policy, part_at(policy, repeal.span), repeal.span)
    said = f"政策库里没有收录{name}；它{ends}《{policy.title}》废止或停止执行。"
    if asked.kind is Kind.VALIDITY or _STILL_USED.search(asked.folded):
        ended = Status.REPEALED if ends == "已由" else Status.UNKNOWN
        view = ValidityView(ended.value, None, begins if ends == "将由" else None, f"{name}{ends}《{policy.title}》废止或停止执行")
        return desk.compose(asked, [evidence], day, lead=said, validity=view)
    reason = f"{said}要问现行的规定，请按《{policy.title}》提问。"
    nearest = (composing.cite(evidence, 1),)
    return Answer(asked.question, reason + nearest_text(nearest, name_policy=True), asked.kind, refusal=Refusal(RefusalCode.NOT_IN_LIBRARY, reason, nearest))


def _in_a_clause(policy: Policy, span: Span) -> Evidence:
    """The sentence on validity as evidence, in the numbered clause that says the same where it stands outside of one (a second copy below the text)."""
    part = part_at(policy, span)
    said = span.of(policy.text).strip()
    at = -1 if part.kind is PartKind.CLAUSE or len(said) < _SENTENCE else policy.text.find(said)
    while at >= 0:
        other = part_at(policy, Span(at, at + len(said)))
        if other.kind is PartKind.CLAUSE:
            return Evidence(policy, other, Span(at, at + len(said)))
        at = policy.text.find(said, at + 1)
    return Evidence(policy, part, span)


def _ended_by(policy: Policy, asked: Understanding) -> Repeal | None:
    """The older document that this policy ends and the question speaks of, told by its year or number."""
    named = set(re.findall(r"(?:19|20)\d\d(?=年)|第\d{1,4}号", asked.folded))
    own = {str(day.year) for day in (policy.written, policy.issued, policy.validity.effective) if day is not None}
    return next((repeal for repeal in policy.repeals if any(mark in fold(repeal.quote) for mark in named - own)), None)


def _of_subject(desk: Desk, result: SearchResult) -> list[Policy]:
    """The policies that the best hits stand in."""
    best = [desk.at(hit)[0] for hit in result.hits[:_AGREEING]]
    return desk.directory.one_of_each(tuple(dict.fromkeys(best)))


def _asks_for_start(folded: str) -> bool:
    return any(word in folded for word in ("施行", "生效", "实施", "开始", "起效", "执行", "effect", "start"))
