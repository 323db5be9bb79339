"""The optional language model: only checked sentences are shown, every fault ends in the extract, in time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from growth import assert_linear, repeated
from pydantic import SecretStr, ValidationError
from scripted_endpoint import Server, faults, saying, serving

from assistant import Answer, Citation, Kind, Settings
from assistant.answer import Mode, Refusal, RefusalCode
from assistant.rephrasing import EndpointFault, Rephraser, open_rephraser
from assistant.rephrasing.sentences import SentenceCutter

QUOTE = "对符合条件的企业融资担保费率降至1%以下，再担保费率减半收取；"
RIGHT = "符合条件的企业融资担保费率降至1%以下[1]。"
KEY = "sk-do-not-show"
FAULTS = faults(RIGHT)


def make_answer(**changes: object) -> Answer:
    citation = Citation(1, "若干措施", "p1", "a.txt", "四", ("四",), "四、融资", QUOTE, 0, len(QUOTE), 0, len(QUOTE))
    record = {"question": "担保费率多少？", "text": f"“{QUOTE}”[1]", "kind": Kind.FACT, "citations": (citation,)}
    return Answer(**(record | changes))  # type: ignore[arg-type]


class Script:
    """A model that replies with given pieces, or fails; it begins when ``begin`` is set."""

    def __init__(self, *pieces: str, fault: str = "", pause: float = 0.0, begin: threading.Event | None = None) -> None:
        self.pieces, self.fault, self.pause, self.begin = pieces, fault, pause, begin
        self.asked: list[str] = []

    def reply(self, system: str, user: str, deadline: float, hang_up: Callable[[Callable[[], None]], None]) -> Iterator[str]:
        self.asked.append(user)
        if self.begin:
            self.begin.wait(60)
        for piece in self.pieces:
            time.sleep(self.pause)
            yield piece
        if self.fault:
            raise EndpointFault(self.fault)


def rephrased(*pieces: str, **options: object) -> Answer:
    return Rephraser(Script(*pieces, **options), timeout=5).rephrase(make_answer(), lambda _: None)  # type: ignore[arg-type]


def assert_no_thread_left(within: float) -> None:
    """The thread that reads the reply is gone after so many seconds at most."""
    deadline = time.monotonic() + within
    while any(thread.name == "rephrase" for thread in threading.enumerate()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(thread.name == "rephrase" for thread in threading.enumerate())


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Server]:
    pytest.importorskip("llama_index.llms.openai_like", reason="pip install zhengce[llm]")
    with serving(FAULTS | {"right": saying(RIGHT[:7], RIGHT[7:]), "lies": saying("费率降至", "99%[1]。")}) as server:
        yield server


def through(endpoint: Server, name: str, seconds: float) -> tuple[Answer, float]:
    url = "http://127.0.0.1:9/v1" if name == "nobody-there" else endpoint.url(name)
    settings = Settings(llm_base_url=url, llm_model="m", llm_api_key=SecretStr(KEY), llm_timeout=seconds)
    rephraser = open_rephraser(settings)
    assert rephraser is not None
    started = time.perf_counter()
    return rephraser.rephrase(make_answer(), lambda _: None), time.perf_counter() - started


def test_a_working_endpoint_is_used_and_gets_nothing_but_question_and_evidence(endpoint: Server) -> None:
    """The reply stands checked above the extract; the request holds question, quote and key, and asks for a stream."""
    answer, _ = through(endpoint, "right", 60)  # the client library takes seconds to load
    assert answer.mode is Mode.VERIFIED and answer.findings == ()
    assert RIGHT in answer.text and answer.text.endswith(f"“{QUOTE}”[1]")
    request = next(r for r in endpoint.requests if r.path.startswith("/right/"))
    assert request.headers["Authorization"] == f"Bearer {KEY}" and request.body["stream"] is True
    assert QUOTE in request.body["messages"][-1]["content"] and "担保费率多少？" in request.body["messages"][-1]["content"]


@pytest.mark.parametrize("name", [*FAULTS, "nobody-there"])
def test_whatever_the_endpoint_does_the_extract_comes_in_time(endpoint: Server, name: str) -> None:
    """Within the timeout for the whole call the answer is the extract, says why, and is marked as not checked."""
    import llama_index.llms.openai_like  # noqa: F401  (loaded before the clock runs)

    answer, seconds = through(endpoint, name, 0.5)
    assert seconds < 2.5  # half a second is allowed; one that waited for the endpoint would take five
    assert answer.mode is Mode.NOT_CHECKED
    assert answer.text == f"【大模型改写未经核对，未采用；以下为原文摘录】\n“{QUOTE}”[1]"
    assert len(answer.findings) == 1 and answer.findings[0].startswith("未使用大模型：")
    assert KEY not in str(answer) and "secret" not in str(answer)


def test_a_redirect_is_not_followed(endpoint: Server) -> None:
    """Key and evidence do not travel to where the endpoint points."""
    before = sum(request.path.startswith("/right/") for request in endpoint.requests)
    through(endpoint, "redirects", 5)
    assert sum(request.path.startswith("/right/") for request in endpoint.requests) == before


def test_a_lying_endpoint_changes_nothing_but_the_findings(endpoint: Server) -> None:
    """A figure that the quote lacks is not shown; the state says that nothing passed."""
    answer, _ = through(endpoint, "lies", 5)
    assert answer.mode is Mode.NOT_VERIFIED
    assert "99%" not in answer.text and QUOTE in answer.text
    assert any("99%" in finding for finding in answer.findings)


def test_a_hanging_endpoint_leaves_no_thread_behind(endpoint: Server) -> None:
    """The thread that talked to it ends soon after the answer."""
    through(endpoint, "drips-headers", 0.3)
    assert_no_thread_left(within=3)  # the endpoint itself goes on for five seconds


def test_the_four_states_are_told_apart() -> None:
    """All passed, some, none, and nothing to check: each has its own mode and its own first line."""
    answers = {
        Mode.VERIFIED: rephrased(RIGHT),
        Mode.PARTLY_VERIFIED: rephrased(RIGHT, "再担保费率降至30%[1]。"),
        Mode.NOT_VERIFIED: rephrased("再担保费率降至30%[1]。"),
        Mode.NOT_CHECKED: rephrased(RIGHT, fault="超时"),
    }
    assert {mode: answer.mode for mode, answer in answers.items()} == {mode: mode for mode in answers}
    assert len({answer.text.split("\n")[0] for answer in answers.values()}) == 4
    assert all(QUOTE in answer.text and "30%" not in answer.text for answer in answers.values())
    assert [mode for mode, answer in answers.items() if RIGHT in answer.text] == [Mode.VERIFIED, Mode.PARTLY_VERIFIED]


def test_a_dropped_sentence_is_a_finding_with_its_reason() -> None:
    """The person can see what was dropped and why; JSON carries the state of each sentence."""
    answer = rephrased(RIGHT, "再担保费率降至30%[1]。")
    assert any("30%" in finding and "数字" in finding for finding in answer.findings)
    record = answer.to_json()["rewrite"]
    assert record["state"] == "partly_verified"
    assert [bool(sentence["problems"]) for sentence in record["sentences"]] == [False, True]
    assert "30%" not in record["sentences"][1]["text"]


def test_a_sentence_is_shown_only_when_it_is_whole_and_checked() -> None:
    """While the reply streams, no unfinished and no failed sentence is ever in the text."""
    model = Script(*RIGHT, *"再担保费率降至30%[1]。", *RIGHT)
    seen = [a.text for a in Rephraser(model, timeout=5).stream(make_answer(), lambda _: None)]
    extract = make_answer().text
    assert seen[0] == extract
    for text in seen[1:]:
        summary = text.removesuffix(extract).split("\n", 1)[1].removesuffix("\n【原文】\n")
        assert summary.replace(RIGHT, "") == ""
    assert seen[-1].count(RIGHT) == 2


def test_a_reply_that_breaks_off_is_withdrawn() -> None:
    """Half a reply can mislead: what was shown of it is not in the last answer."""
    model = Script(RIGHT, "再担保", fault="回复没有正常结束")
    seen = list(Rephraser(model, timeout=5).stream(make_answer(), lambda _: None))
    assert any(RIGHT in answer.text for answer in seen[:-1])
    assert RIGHT not in seen[-1].text and seen[-1].mode is Mode.NOT_CHECKED


def test_a_visitor_who_leaves_ends_the_call() -> None:
    """Closing the stream stops the thread that reads the reply."""
    model = Script(*(RIGHT for _ in range(100)), pause=0.1)
    stream = Rephraser(model, timeout=30).stream(make_answer(), lambda _: None)
    next(stream)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert_no_thread_left(within=3)


def test_a_refusal_never_reaches_the_model() -> None:
    """A language model cannot turn a refusal into an answer."""
    model = Script("有[1]。")
    refusal = make_answer(citations=(), refusal=Refusal(RefusalCode.NOT_STATED, "没有写明"))
    assert Rephraser(model, timeout=5).rephrase(refusal, lambda _: None) == refusal
    assert model.asked == []


def test_too_many_at_once_get_the_extract_at_once() -> None:
    """A slow endpoint does not hold up the ninth visitor."""
    model = Script(RIGHT, begin=threading.Event())
    rephraser = Rephraser(model, timeout=60)
    crowd = [threading.Thread(target=rephraser.rephrase, args=(make_answer(), lambda _: None)) for _ in range(8)]
    for visitor in crowd:
        visitor.start()
    while len(model.asked) < len(crowd):
        time.sleep(0.01)
    answer = rephraser.rephrase(make_answer(), lambda _: None)
    assert answer.mode is Mode.NOT_CHECKED and all(visitor.is_alive() for visitor in crowd)
    model.begin.set()
    for visitor in crowd:
        visitor.join()


@pytest.mark.parametrize(
    ("pieces", "sentences"),
    [
        (("甲[1]。乙", "[2]。"), ["甲[1]。", "乙[2]。"]),
        (("甲。", "[1]乙。[", "2]"), ["甲。[1]", "乙。[2]"]),
        (("<thi", "nk>瞎想。</think>甲[1]。",), ["甲[1]。"]),
        (("<think>没有想完。",), []),
        (("1. **甲**[1]\n- 乙【2】\n",), ["甲[1]", "乙[2]"]),
        (("写明“甲。乙。”[1]。", "丙"), ["写明“甲。乙。”[1]。", "丙"]),
    ],
)
def test_a_stream_is_cut_into_whole_sentences(pieces: tuple[str, ...], sentences: list[str]) -> None:
    """Marks behind the stop belong to the sentence; thoughts and list bullets are left out."""
    cutter = SentenceCutter()
    assert [s for piece in pieces for s in cutter.add(piece)] + cutter.rest() == sentences


def test_a_sentence_without_end_is_cut_and_costs_little() -> None:
    """A reply of one endless word, letter by letter, is not shown, and its time grows with it, not with its square."""
    def read(letters: str) -> None:
        answer = rephrased(*letters)
        assert answer.text.endswith(make_answer().text) and "甲甲" not in answer.text

    assert_linear(read, repeated("甲"), 8_000)


def test_no_endpoint_means_no_model() -> None:
    """Without a base URL nothing is asked of anyone."""
    assert open_rephraser(Settings()) is None


@pytest.mark.parametrize("bad", [{"llm_base_url": "ftp://x/v1"}, {"llm_base_url": "http://a:b@x/v1"}, {"llm_timeout": 0}])
def test_settings_that_cannot_work_are_refused(bad: dict[str, object]) -> None:
    """A scheme that is none of ours, a password in the address and a timeout of nothing are said at once."""
    with pytest.raises(ValidationError):
        Settings(**bad)  # type: ignore[arg-type]


def test_the_key_is_never_printed() -> None:
    """Settings can be logged: the key does not show."""
    assert KEY not in repr(Settings(llm_api_key=SecretStr(KEY)))
