"""Documents that the library does not hold (库里没有的文件): by title, by number, a predecessor that is ended, another year's edition.

What is asked of one of them is never answered from the document that is held and called alike.
"""

from __future__ import annotations

from assistant.answer import Kind
from assistant.answering.desk import Desk
from assistant.understanding.question import Understanding
from assistant.which_policy.editions import names_another
from assistant.which_policy.named_documents import Unheld, unheld
from assistant.which_policy.titles import bare_title, plain_number, same_policy, sounds_like
from corpus import Policy, Repeal
from index.tokens import fold

_WHOLE_TITLE = 6  # characters of a title that a question names in full
_NAMED_BY = 4  # characters of a title by which a question means its document


def why_not_held(desk: Desk, asked: Understanding) -> str:
    """Why the library, or the part of it that is asked, cannot hold the answer, in words; "" if it may."""
    if (beyond := desk.beyond(asked)) is not None:
        return f"《{beyond.title}》不在限定的范围内；去掉范围可以再问。"
    if stranger := unknown_title(desk, asked):
        other = other_years(desk, stranger)
        return f"政策库里没有收录《{stranger}》，无法据以回答。" + (f"收录的是《{other.title}》。" if other is not None else "")
    mentioned = only_mentioned(desk, asked)
    if mentioned is not None and (asked.clauses or asked.nested or asked.kind is Kind.VALIDITY):
        return f"政策库里没有收录《{mentioned[0]}》，只在《{mentioned[1].title}》中提到，无法据以回答它的条款和效力。"
    if number := unknown_number(desk, asked):
        return f"政策库里没有收录“{number}”，无法据以回答。"
    if place := desk.places.foreign(asked.meant):
        return f"已收录的政策文件没有涉及“{place}”的内容，无法据以回答。"
    if (edition := other_edition(desk, asked)) is not None:
        return f"政策库里没有收录所问年份或批次的文件，无法据以回答。收录的是《{edition.title}》。"
    return ""


def unknown_title(desk: Desk, asked: Understanding) -> str:
    """A document named in 《》 that the library neither holds nor mentions; "" if there is none."""
    for title in asked.titles:
        held = any(same_policy(title, policy.title) for policy in desk.policies.values())
        if not held and not desk.mentioning(title):
            return title
    return ""


def unheld_document(desk: Desk, asked: Understanding) -> Unheld | None:
    """A document that the question names without 《》, or of another place or level, and the library does not hold; None if there is none."""
    found = unheld(asked.folded, desk.policies.values(), desk.places.of)
    return None if found is None or (asked.meant.named and not found.alike) else found


def unknown_number(desk: Desk, asked: Understanding) -> str:
    """A 文号 that the question gives, where it names no policy of ours and ours do not end that document; "" if there is none."""
    number = asked.meant.unknown_number
    return "" if asked.meant.named or not number or desk.ending(number) else number


def other_years(desk: Desk, title: str) -> Policy | None:
    """The policy called as a title that the library does not hold, but of another year or batch; None if there is none."""
    return next((policy for policy in desk.policies.values() if sounds_like(title, policy.title)), None)


def only_mentioned(desk: Desk, asked: Understanding) -> tuple[str, Policy] | None:
    """A document named in 《》 that the library does not hold, with the first policy that mentions it."""
    for title in asked.titles:
        if not any(same_policy(title, policy.title) for policy in desk.policies.values()):
            mentioning = desk.mentioning(title)
            return (title, mentioning[0]) if mentioning else None
    return None


def ended_before(desk: Desk, asked: Understanding) -> tuple[Policy, Repeal] | None:
    """A document that the question names, the library does not hold, and one of its policies ends; None if there is none."""
    said, bare = plain_number(asked.folded), bare_title(asked.folded)
    by_number = asked.meant.unknown_number != ""
    if asked.meant.named and not by_number and (not asked.titles or any(map(desk.directory.holds_title, asked.titles))):
        return None
    for policy, repeal, number, title in desk.directory.repealed:
        by_title = len(title) >= _WHOLE_TITLE and title in bare and not desk.directory.holds_title(repeal.title)
        if (by_number and number and number in said) or by_title:
            return policy, repeal
    return None


def other_edition(desk: Desk, asked: Understanding) -> Policy | None:
    """The policy that the question would mean, but for the year or batch it names: the title bears another, and the text nowhere that one."""
    meant = desk.directory.clearly_meant(asked.meant)
    if not meant or asked.meant.named or asked.kind is Kind.VALIDITY or sum(map(len, asked.meant.words)) < _NAMED_BY:
        return None
    return meant[0] if names_another(asked.folded, fold(meant[0].title), desk.folded_text(meant[0])) else None
