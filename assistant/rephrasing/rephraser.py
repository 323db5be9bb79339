"""What is shown of a model's reply, and when: only checked sentences, only in time, the extract in any case."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answer import Answer, Citation, Mode, Rewrite, RewrittenSentence
from assistant.rephrasing.endpoint import EndpointFault, open_endpoint
from assistant.rephrasing.prompt import messages
from assistant.rephrasing.sentences import SentenceCutter
from assistant.settings import Settings
from assistant.verification import Ground, grounds_of, problems
from corpus import Clause

_LONGEST = 20_000  # characters of a reply, a reasoning model's thoughts included
_MOST_SENTENCES = 8
_MOST_CALLS = 8  # at once; whoever comes later gets the extract at once instead of waiting

_HEADS = {
    Mode.VERIFIED: "【大模型改写，已逐句核对】",
    Mode.PARTLY_VERIFIED: "【大模型改写，部分核对：未通过核对的语句已删去】",
    Mode.NOT_VERIFIED: "【大模型改写未通过核对，未采用；以下为原文摘录】",
    Mode.NOT_CHECKED: "【大模型改写未经核对，未采用；以下为原文摘录】",
}


class Model(Protocol):
    """What rephrases: a language model behind an endpoint, or a script in a test."""

    def reply(self, system: str, user: str, deadline: float, hang_up: Callable[[Callable[[], None]], None]) -> Iterator[str]:
        """The pieces of a reply, ended only when it is complete. Raises EndpointFault."""


@dataclass(frozen=True, slots=True)
class _Event:
    """What the thread that talks to the endpoint reports: a piece of text, the end, or a fault."""

    piece: str = ""
    ended: bool = False
    fault: str = ""


class Rephraser:
    """Rephrases answers through a model. Safe to call from several threads."""

    def __init__(self, model: Model, timeout: float) -> None:
        """``timeout`` in seconds is the longest an answer waits in all, however the endpoint behaves."""
        self._model = model
        self._timeout = timeout
        self._calls = threading.BoundedSemaphore(_MOST_CALLS)

    def rephrase(self, answer: Answer, clause_of: Callable[[Citation], Clause | None]) -> Answer:
        """The answer with a checked summary above its extract, or the extract with a finding that says why."""
        *_, last = self.stream(answer, clause_of)
        return last

    def stream(self, answer: Answer, clause_of: Callable[[Citation], Clause | None]) -> Iterator[Answer]:
        """The answer as it grows: first the extract, then once more for every sentence that passed its check.

        Every answer given is fit to be shown; the last one holds. A reply that breaks off is withdrawn: the
        last answer is then the extract alone.
        """
        yield answer
        if answer.refused or not answer.citations:
            return
        deadline = time.monotonic() + self._timeout
        grounds = grounds_of(answer.citations, clause_of)
        taken: list[RewrittenSentence] = []
        cutter, reply = SentenceCutter(), ""
        for event in self._events(answer, grounds, deadline):
            if event.fault:
                yield _shown(answer, Rewrite(Mode.NOT_CHECKED, tuple(taken), event.fault, reply))
                return
            reply += event.piece
            for sentence in cutter.rest() if event.ended else cutter.add(event.piece):
                if len(taken) == _MOST_SENTENCES:
                    yield _shown(answer, Rewrite(Mode.NOT_CHECKED, tuple(taken), "回复过长", reply))
                    return
                taken.append(_checked(sentence, grounds))
                if taken[-1].shown and not event.ended:
                    yield _shown(answer, Rewrite(_mode(taken), tuple(taken), "", reply))
            if event.ended:
                yield _shown(answer, Rewrite(_mode(taken), tuple(taken), "" if taken else "回复是空的", reply))

    def _events(self, answer: Answer, grounds: tuple[Ground, ...], deadline: float) -> Iterator[_Event]:
        """What comes from the endpoint until the end, a fault or the deadline, whichever is first."""
        if not self._calls.acquire(blocking=False):
            yield _Event(fault="同时使用的人太多")
            return
        events: queue.SimpleQueue[_Event] = queue.SimpleQueue()
        stopped = threading.Event()
        close: list[Callable[[], None]] = []
        system, user = messages(answer.question, grounds)

        def talk() -> None:
            pieces = self._model.reply(system, user, deadline, close.append)
            length = 0
            try:
                for piece in pieces:
                    length += len(piece)
                    if stopped.is_set():
                        return
                    if length > _LONGEST:
                        raise EndpointFault("回复过长")
                    events.put(_Event(piece=piece))
                events.put(_Event(ended=True))
            except EndpointFault as fault:
                events.put(_Event(fault=str(fault)))
            except Exception as error:  # whatever a model does, the extract stands
                events.put(_Event(fault=f"回复无法读取（{type(error).__name__}）"))
            finally:
                self._calls.release()

        threading.Thread(target=talk, name="rephrase", daemon=True).start()
        try:
            while True:
                try:
                    event = events.get(timeout=max(0.0, deadline - time.monotonic()))
                except queue.Empty:
                    event = _Event(fault=f"超过 {self._timeout:g} 秒没有完成")
                yield event
                if event.ended or event.fault:
                    return
        finally:  # also when the visitor has left
            stopped.set()
            for hang_up in close:
                with suppress(Exception):
                    hang_up()


def _checked(sentence: str, grounds: tuple[Ground, ...]) -> RewrittenSentence:
    return RewrittenSentence(sentence, problems(sentence, grounds))


def _mode(sentences: list[RewrittenSentence]) -> Mode:
    """The state of a reply by its sentences; without any there was nothing to check."""
    if not sentences:
        return Mode.NOT_CHECKED
    passed = sum(sentence.shown for sentence in sentences)
    if not passed:
        return Mode.NOT_VERIFIED
    return Mode.VERIFIED if passed == len(sentences) else Mode.PARTLY_VERIFIED


def _shown(answer: Answer, rewrite: Rewrite) -> Answer:
    """The answer under the state of its rewrite; what was dropped and why stands in ``findings``."""
    dropped = tuple(
        f"大模型语句未通过核对：{sentence.text[:120]}（{'；'.join(sentence.problems)}）"
        for sentence in rewrite.sentences if not sentence.shown
    )
    fault = (f"未使用大模型：{rewrite.fault}",) if rewrite.fault else ()
    summary = ""
    if rewrite.state in (Mode.VERIFIED, Mode.PARTLY_VERIFIED):
        summary = "".join(sentence.text for sentence in rewrite.sentences if sentence.shown) + "\n【原文】\n"
    text = f"{_HEADS[rewrite.state]}\n{summary}{answer.text}"
    return replace(answer, text=text, mode=rewrite.state, findings=(*answer.findings, *dropped, *fault), rewrite=rewrite)


def open_rephraser(settings: Settings) -> Rephraser | None:
    """The rephraser the settings ask for, None where they name no endpoint."""
    if not settings.llm_base_url:
        return None
    return Rephraser(open_endpoint(settings.llm_base_url, settings.llm_model, settings.llm_api_key), settings.llm_timeout)
