"""The turns of conversations, remembered, so that a growing conversation costs one answer a question.

A turn depends on the questions before it and the day alone (the library of an assistant never changes; a new one gets a new
memory), so it is kept under these. A conversation is read from one of its eighth questions on, at most sixteen back: the same
questions then stand before a turn from one question to the next.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from hashlib import blake2b

from assistant.conversation.follow_ups import Turn

_STEP = 8  # questions by which the beginning of what is read moves on
_REMEMBERED = 1024  # turns, about 10 kB each


def read_from(history: Sequence[str]) -> Sequence[str]:
    """The part of a conversation that is read: all of it up to 15 questions, then the last 8 to 15.

    >>> [len(read_from(["a"] * n)) for n in (3, 15, 16, 17, 24)]
    [3, 15, 8, 9, 8]
    """
    return history[max(0, len(history) // _STEP - 1) * _STEP :]


class Turns:
    """The turns of the conversations that were last carried on. Safe to call from several threads."""

    def __init__(self) -> None:
        self._turns: OrderedDict[bytes, Turn | None] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, questions: Sequence[str], day: date) -> tuple[bool, Turn | None]:
        """(known, turn) after these questions; a turn may be None, where no question had a word in it."""
        key = _key(questions, day)
        with self._lock:
            if key not in self._turns:
                return False, None
            self._turns.move_to_end(key)
            return True, self._turns[key]

    def put(self, questions: Sequence[str], day: date, turn: Turn | None) -> None:
        """Remember the turn after these questions; the one least lately asked for makes room."""
        with self._lock:
            self._turns[_key(questions, day)] = turn
            while len(self._turns) > _REMEMBERED:
                self._turns.popitem(last=False)


def _key(questions: Sequence[str], day: date) -> bytes:
    digest = blake2b(day.isoformat().encode(), digest_size=16)
    for question in questions:
        said = question.encode("utf-8", "surrogatepass")
        digest.update(len(said).to_bytes(8, "little") + said)
    return digest.digest()
