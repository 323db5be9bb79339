"""The connection to an OpenAI-compatible endpoint, through llama-index's ``OpenAILike``.

Whatever the other side does ends within the deadline, in little memory, and as one of two things: the complete
text of a reply, or ``EndpointFault`` with a reason. The deadline is for the whole call, however it is spent;
redirects are not followed, since the key and the evidence would go with them; proxies of the environment are
not used. Nothing the endpoint sends becomes part of a message to people.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

if TYPE_CHECKING:
    import httpx

_MOST_BYTES = 512 * 1024  # of one response; a reply of 2,000 characters streams in a tenth of it
_MOST_TOKENS = 400

Reply = Iterator[str]


class EndpointFault(Exception):
    """Why no complete reply came, in words for a person."""


class Endpoint:
    """One endpoint and model. Calls may come from several threads at once."""

    def __init__(self, base_url: str, model: str, key: SecretStr) -> None:
        self._base_url = base_url
        self._model = model or "default"
        self._key = key

    def reply(self, system: str, user: str, deadline: float, hang_up: Callable[[Callable[[], None]], None]) -> Reply:
        """The pieces of the model's reply as they come; returns only when the reply is complete.

        ``deadline`` is a time of ``time.monotonic()``. ``hang_up`` is handed a function that ends the call
        from another thread. Raises EndpointFault.
        """
        with _faults_named():
            from llama_index.core.llms import ChatMessage, MessageRole
            from llama_index.llms.openai_like import OpenAILike

            client = _client(deadline)
            hang_up(client.close)
            try:
                model = OpenAILike(
                    model=self._model, api_base=self._base_url, api_key=self._key.get_secret_value() or "none",
                    timeout=max(0.01, deadline - time.monotonic()), is_chat_model=True, max_retries=0,
                    temperature=0.0, max_tokens=_MOST_TOKENS, http_client=client,
                    default_headers={"Accept-Encoding": "identity"},
                )
                finished = ""
                chat = [ChatMessage(role=MessageRole.SYSTEM, content=system), ChatMessage(role=MessageRole.USER, content=user)]
                for chunk in model.stream_chat(chat):
                    finished = _finish_reason(chunk.raw) or finished
                    if chunk.delta:
                        yield str(chunk.delta)
                if finished != "stop":
                    raise EndpointFault("回复过长，被截断" if finished == "length" else "回复没有正常结束")
            finally:
                client.close()


def open_endpoint(base_url: str, model: str, key: SecretStr) -> Endpoint:
    """The endpoint, its client library being loaded in the background (seconds) so that the first visitor does not wait."""

    def load() -> None:
        with suppress(Exception):  # the call itself will say what is wrong
            import llama_index.llms.openai_like  # noqa: F401

    threading.Thread(target=load, name="load-llm-client", daemon=True).start()
    return Endpoint(base_url, model, key)


def _client(deadline: float) -> httpx.Client:
    """An HTTP client whose one call keeps the deadline and the limit on bytes."""
    import httpx

    class Bounded(httpx.SyncByteStream):
        def __init__(self, stream: Any) -> None:
            self._stream = stream

        def __iter__(self) -> Iterator[bytes]:
            taken = 0
            for piece in self._stream:
                taken += len(piece)
                if taken > _MOST_BYTES:
                    raise EndpointFault("回复过长")
                if time.monotonic() > deadline:
                    raise EndpointFault("超时")
                yield piece

        def close(self) -> None:
            self._stream.close()

    class Transport(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            left = max(0.01, deadline - time.monotonic())
            request.extensions = dict(request.extensions) | {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), left)}
            response = super().handle_request(request)
            kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
            problem = ""
            if 300 <= response.status_code < 400:
                problem = "端点要求转到别处，未跟随"
            elif response.status_code >= 400:
                problem = f"端点返回 {response.status_code}"
            elif kind != "text/event-stream":
                problem = "端点返回的不是流式回复"
            elif response.headers.get("content-encoding", "identity").lower() != "identity":
                problem = "端点返回了压缩内容"
            if problem:
                response.close()
                raise EndpointFault(problem)
            return httpx.Response(
                response.status_code, headers=response.headers, stream=Bounded(response.stream),
                extensions=response.extensions,
            )

    return httpx.Client(transport=Transport(), follow_redirects=False, trust_env=False)


@contextmanager
def _faults_named() -> Iterator[None]:
    """Turn whatever is raised into EndpointFault; the endpoint's own words are not repeated."""
    try:
        yield
    except EndpointFault:
        raise
    except ImportError:
        raise EndpointFault("没有安装大模型组件，请运行 pip install \"zhengce[llm]\"") from None
    except Exception as error:
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, EndpointFault):
                raise cause from None
            name = type(cause).__name__
            if "Timeout" in name:
                raise EndpointFault("超时") from None
            if name == "ConnectError":
                raise EndpointFault("连接不上端点") from None
            cause = cause.__cause__ or cause.__context__
        raise EndpointFault(f"回复无法读取（{type(error).__name__}）") from None


def _finish_reason(raw: Any) -> str:
    choices = getattr(raw, "choices", None)
    reason = getattr(choices[0], "finish_reason", None) if choices else None
    return reason if isinstance(reason, str) else ""
