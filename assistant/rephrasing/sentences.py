"""Cutting a streamed reply into whole sentences: a sentence is handed on when its end and its marks have come."""

from __future__ import annotations

import re

_LONGEST = 800  # characters; what has no end by then is cut, and fails its check
_STOPS = "。！？!?"
_MARKS = re.compile(r"[”」』\"）)]*(?:\s*\[\d{1,4}\])*[。！？]?")
_BULLET = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.、)）])\s*")
_THOUGHT, _THOUGHT_ENDS = "<think", re.compile(r"</think(?:ing)?>", re.IGNORECASE)


class SentenceCutter:
    """Takes the pieces of a reply as they come and gives whole sentences.

    >>> cutter = SentenceCutter()
    >>> cutter.add("费率降至1%以下。"), cutter.add("[1]再担保"), cutter.rest()
    ([], ['费率降至1%以下。[1]'], ['再担保'])
    """

    def __init__(self) -> None:
        self._held = ""
        self._begun = False  # a reply may begin with a reasoning model's thoughts, which are left out

    def add(self, piece: str) -> list[str]:
        """The sentences that ``piece`` completes."""
        self._held += piece
        if not self._begun and not self._past_thoughts():
            return []
        done = []
        while (end := _end_of_sentence(self._held)) is not None:
            sentence, self._held = self._held[:end], self._held[end:]
            done.append(sentence)
        return [clean for sentence in done if (clean := tidy(sentence))]

    def rest(self) -> list[str]:
        """What is left when the reply is complete: its last sentence, if it did not end with one."""
        left, self._held = self._held, ""
        return [tidy(left)] if tidy(left) and (self._begun or not left.lstrip().lower().startswith(_THOUGHT)) else []

    def _past_thoughts(self) -> bool:
        head = self._held.lstrip()[: len(_THOUGHT)].lower()
        if head == _THOUGHT:
            closed = _THOUGHT_ENDS.search(self._held)
            if closed is None:
                self._held = _THOUGHT + self._held[len(_THOUGHT) :][-12:]  # the end of its closing tag at most
                return False
            self._held = self._held[closed.end() :]
        elif _THOUGHT.startswith(head):
            return False
        self._begun = True
        return True


def tidy(sentence: str) -> str:
    """A sentence without list bullets and bold marks, its citation marks as [1]; "" if it says nothing."""
    sentence = sentence.replace("**", "").replace("［", "[").replace("］", "]")
    sentence = re.sub(r"【(\d{1,4})】", r"[\1]", sentence)
    sentence = _BULLET.sub("", sentence.strip())
    return sentence if re.search(r"\w", re.sub(r"\[\d+\]", "", sentence)) else ""


def _end_of_sentence(text: str) -> int | None:
    """Where the first sentence ends, marks behind it included; None while more of it may come.

    A stop within quotation marks ends nothing, but the closing mark behind it does.
    """
    if len(text) > _LONGEST:
        return len(text)
    depth = 0
    for at, char in enumerate(text):
        if char == "\n":
            return at + 1
        depth += (char in "“「『") - (char in "”」』")
        if depth > 0 or not (char in _STOPS or (char in "”」』" and at and text[at - 1] in _STOPS)):
            continue
        marks = _MARKS.match(text, at + 1)
        end = marks.end() if marks else at + 1
        # Behind the stop a mark, or the rest of one, may still come.
        behind = text[end:].lstrip(" \t")
        return end if behind and not re.match(r"\[\d{0,4}$", behind) else None
    return None
