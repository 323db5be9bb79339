"""A system under evaluation: something that answers, opened from a description that can travel to a process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from corpus.policy import Policy
from eval.runner.run import Ask, Rank
from eval.runner.scoring import Judging

if TYPE_CHECKING:
    from assistant import Settings


@dataclass(frozen=True, slots=True)
class Opened:
    """A system ready to answer.

    Attributes:
        name: in a word, kept with the run.
        ask: as the assistant's.
        judging: the stored texts and policies its citations are checked against.
        rank: what its search alone finds; None where it tells none.
        index_digest: of the index that answers, "" where it has none.
        settings: kept with the run; secrets are masked there.
        warm_up: loads what is loaded late.
    """

    name: str
    ask: Ask
    judging: Judging = field(default_factory=Judging)
    rank: Rank | None = None
    index_digest: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    warm_up: Callable[[], None] = lambda: None


class SystemSpec(Protocol):
    """How to open a system, in this process or another: a frozen record that can be pickled."""

    def open(self) -> Opened:
        """Open it. Raises ZhengceError where it is not ready."""

    def identity(self) -> str:
        """What tells this system, in its present state, from others; a run broken off is taken up only by the same."""


@dataclass(frozen=True, slots=True)
class Local:
    """The assistant over the library of ``home`` (None: the settings' own).

    Attributes:
        home: a home with library and index.
        policy: the policy the gold is about, as `zhengce show` names it; "" for a library.
    """

    home: Path | None = None
    policy: str = ""

    def open(self) -> Opened:
        """The assistant. Raises LibraryMissing, IndexMissing, IndexStale, ModelUnavailable, PolicyNotFound."""
        from assistant import open_assistant
        from eval.runner.citing import same_document

        settings = self._settings()
        assistant = open_assistant(settings)
        judging = Judging(
            clause_text=lambda citation: assistant.clause_of(citation).text,
            policy_id=assistant.library.find(self.policy).id if self.policy else None,
            same_document=same_document(assistant.library.policies()),
            validity_of=lambda citation: _ends(assistant.snapshot.policy(citation.policy_id)),
        )
        kept = {"model": settings.model, "backend": settings.backend, "llm_model": settings.llm_model, "policies": len(assistant.snapshot.policies())}
        return Opened(
            "zhengce", assistant.ask, judging, lambda question: [citation for citation, _ in assistant.retrieve(question)],
            assistant.index.digest, kept, assistant.warm_up,
        )  # fmt: skip

    def identity(self) -> str:
        """The index in use, and the policy."""
        settings = self._settings()
        try:
            current = (settings.index_home / "CURRENT").read_text(encoding="utf-8")
        except OSError:
            current = ""
        return f"local {current} {settings.model} {settings.llm_model} {self.policy}"

    def _settings(self) -> Settings:
        from assistant import read_settings

        settings = read_settings()
        return settings if self.home is None else settings.model_copy(update={"home": self.home})


def _ends(policy: Policy) -> tuple[date | None, date | None]:
    return policy.validity.effective, policy.validity.expires
