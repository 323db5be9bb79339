"""Systems behind HTTP: one with our answer contract, or an OpenAI-compatible chat given the documents.

Both are checked against a library of ours (``home``), so that quotes, clauses and figures are judged alike.
Nothing here retries: a failing endpoint is a miss with its error, and the run goes on.
"""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Citation, Kind, Refusal, RefusalCode, UnitsView
from corpus.errors import BadInput
from corpus.policy import Clause, Policy
from eval.runner.citing import same_document
from eval.runner.scoring import Judging
from eval.systems.contract import answer_from_json
from eval.systems.system import Opened

if TYPE_CHECKING:
    from assistant import Assistant

_MOST_BYTES = 4_000_000  # of one reply; no honest answer is longer
_REFUSAL = "文件中没有写明"

PROMPT = """你是政策问答助手。只依据下面的条款回答，不得使用其他知识。
输出一个 JSON 对象，不要输出别的：{{"refused": 是否无法依据条款回答, "answer": "回答", "citations": [{{"id": 条款编号, "quote": "条款中的原句，逐字"}}], "lead": ["牵头单位"], "supporting": ["配合单位"]}}
条款没有写明所问内容时，refused 为 true，answer 写“{refusal}”。

{clauses}
"""
# JSON and not prose: clauses are then cited by a number we gave, so that no wrong guess of ours costs the model a hit.


def post(url: str, body: Mapping[str, Any], *, key: str = "", timeout: float = 60.0) -> Any:
    """The JSON that ``url`` answers to a JSON body. Raises OSError, ValueError."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
    request = urllib.request.Request(url, json.dumps(body, ensure_ascii=False).encode(), headers)
    with urllib.request.urlopen(request, timeout=timeout) as reply:
        raw = reply.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        raise ValueError("答复过长（the reply is too long）")
    return json.loads(raw)


def _checked(url: str) -> str:
    if not re.match(r"https?://[^\s/]+", url):
        raise BadInput(f"端点地址应以 http:// 或 https:// 开头：{url}（bad endpoint）")
    return url


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A system that answers ``POST url`` with ``{"question", "history": [{"q": …}], "as_of"}`` by our contract.

    Attributes:
        url: the whole address of the call.
        home: a home whose library holds the same documents, to check quotes against; None checks none.
        key_name: environment variable that holds a bearer token; "" sends none.
        timeout: seconds for one answer.
    """

    url: str
    home: Path | None = None
    key_name: str = ""
    timeout: float = 60.0

    def open(self) -> Opened:
        """The endpoint. Raises BadInput for an address that is none."""
        url = _checked(self.url)
        key = os.environ.get(self.key_name, "") if self.key_name else ""

        def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
            body = {"question": question, "history": [{"q": turn} for turn in history], "as_of": as_of.isoformat() if as_of else None}
            return answer_from_json(post(url, body, key=key, timeout=self.timeout))

        return Opened(url, ask, judging_of(self.home), settings={"url": url, "timeout": self.timeout})

    def identity(self) -> str:
        """The address."""
        return f"endpoint {self.url}"


@dataclass(frozen=True, slots=True)
class Chat:
    """An OpenAI-compatible chat with clauses in its prompt: all of them where they fit, else the nearest.

    Attributes:
        url: the base, as in http://127.0.0.1:8000/v1.
        model: its name there.
        home: a home with library and index; the documents come from it.
        key_name: environment variable that holds the key; "" sends none.
        characters: how many characters of clauses a prompt may hold.
        timeout: seconds for one answer.
    """

    url: str
    model: str
    home: Path | None = None
    key_name: str = ""
    characters: int = 12_000
    timeout: float = 120.0

    def open(self) -> Opened:
        """The chat over the home's documents. Raises BadInput, and what opening the assistant raises."""
        from assistant import open_assistant, read_settings

        url = _checked(self.url).rstrip("/") + "/chat/completions"
        key = os.environ.get(self.key_name, "") if self.key_name else ""
        settings = read_settings()
        assistant = open_assistant(settings if self.home is None else settings.model_copy(update={"home": self.home}))

        def ask(question: str, history: Sequence[str], as_of: date | None) -> Answer:
            offered = _offered(assistant, "\n".join((*history, question)), self.characters)
            listed = "\n".join(f"[{n}] 《{policy.title}》{''.join(clause.path)}\n{clause.text}" for n, (policy, clause) in enumerate(offered, 1))
            turns = [{"role": "user", "content": turn} for turn in (*history, question)]
            body = {"model": self.model, "temperature": 0, "messages": [{"role": "system", "content": PROMPT.format(refusal=_REFUSAL, clauses=listed)}, *turns]}
            reply = post(url, body, key=key, timeout=self.timeout)
            return read_reply(question, str(reply["choices"][0]["message"]["content"]), offered)

        return Opened(
            f"chat {self.model}", ask, _judging(assistant.library.policies(), lambda cited: assistant.clause_of(cited).text),
            index_digest=assistant.index.digest, settings={"url": self.url, "model": self.model, "characters": self.characters},
        )  # fmt: skip

    def identity(self) -> str:
        """Address, model, and how much it is shown."""
        return f"chat {self.url} {self.model} {self.characters} {self.home}"


def read_reply(question: str, reply: str, offered: Sequence[tuple[Policy, Clause]]) -> Answer:
    """The answer a chat gave, from the JSON object in its reply. Raises ValueError where there is none.

    A quote is located in the clause it is said to be from; where it does not stand there, the citation
    points at the clause's beginning and counts as not verbatim. An id that was not offered cites nothing real.
    """
    start, end = reply.find("{"), reply.rfind("}")
    if start < 0 or end < start:
        raise ValueError("答复中没有 JSON（no JSON in the reply）")
    data = json.loads(reply[start : end + 1])
    text = str(data.get("answer", ""))
    if data.get("refused"):
        return Answer(question, text, Kind.FACT, refusal=Refusal(RefusalCode.NOT_IN_LIBRARY, text))
    citations: list[Citation] = []
    for mark, cited in enumerate(data.get("citations") or (), 1):
        number, quote = int(cited["id"]), str(cited.get("quote", ""))
        if not 1 <= number <= len(offered):
            raise ValueError(f"引用了没有提供的条款 {number}（cites a clause it was not given）")
        policy, clause = offered[number - 1]
        at = clause.text.find(quote) if quote else -1
        begin = clause.span.start + max(at, 0)
        citations.append(Citation(
            mark, policy.title, policy.id, policy.source, clause.number, clause.path, clause.label, quote,
            begin, begin + max(len(quote) if at >= 0 else 1, 1), 0, 0,
        ))  # fmt: skip
    units = UnitsView(tuple(map(str, data.get("lead") or ())), tuple(map(str, data.get("supporting") or ())))
    return replace(Answer(question, text, Kind.FACT, tuple(citations)), units=units if units.lead or units.supporting else None)


def _offered(assistant: Assistant, question: str, characters: int) -> list[tuple[Policy, Clause]]:
    """The clauses put before a chat: all, in order, where they fit; else the nearest first, as many as fit."""
    policies = {policy.id: policy for policy in assistant.snapshot.policies()}
    everything = [(policy, part) for policy in policies.values() for part in policy.parts]
    if sum(len(part.text) for _, part in everything) <= characters:
        return everything
    offered: list[tuple[Policy, Clause]] = []
    for cited, _ in assistant.retrieve(question):
        pair = (policies[cited.policy_id], assistant.clause_of(cited))
        if pair[1].id not in {clause.id for _, clause in offered}:
            characters -= len(pair[1].text)
            if characters < 0 and offered:
                break
            offered.append(pair)
    return offered


def judging_of(home: Path | None) -> Judging:
    """What foreign citations are checked against: the library of ``home``, by file or title and path."""
    if home is None:
        return Judging()
    from assistant import open_library, read_settings

    library = open_library(read_settings().model_copy(update={"home": home}))
    policies = library.policies()
    texts = {(name, part.path): part.text for policy in policies for name in (policy.id, policy.source, policy.title) for part in policy.parts}

    def text_of(cited: Citation) -> str | None:
        return next((text for name in (cited.policy_id, cited.source, cited.policy) if (text := texts.get((name, cited.path))) is not None), None)

    return _judging(policies, text_of)


def _judging(policies: Sequence[Policy], text_of: Callable[[Citation], str | None]) -> Judging:
    return Judging(clause_text=text_of, same_document=same_document(policies))
