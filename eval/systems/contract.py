"""The answer contract read back: one line of ``zhengce ask --json`` as an ``Answer``.

What another system leaves out is taken as not given; what it gives in another form is an error with the
name of the field, which the run keeps as a miss.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from assistant.answer import (
    Answer,
    Citation,
    Confidence,
    Kind,
    Mode,
    Refusal,
    RefusalCode,
    UnitsView,
    ValidityView,
)


def answer_from_json(data: Mapping[str, Any]) -> Answer:
    """The answer that a line of the contract stands for.

    Raises:
        ValueError: a field is missing that the contract requires (question, answer, refused), or has another form.
    """
    try:
        refused = data["refused"]
        if not isinstance(refused, bool):
            raise ValueError("refused")
        said = data.get("refusal") or {}
        refusal = Refusal(_code(said.get("code")), str(said.get("reason", "")), _citations(said.get("nearest") or ())) if refused else None
        units, validity = data.get("units"), data.get("validity")
        return Answer(
            question=str(data.get("question", "")), text=_text(data["answer"]), kind=_kind(data.get("kind")),
            citations=() if refused else _citations(data.get("citations") or ()),
            units=UnitsView(tuple(units.get("lead") or ()), tuple(units.get("supporting") or ())) if units else None,
            validity=_validity(validity) if validity else None, refusal=refusal, findings=tuple(data.get("findings") or ()),
            resolved=str(data.get("resolved") or ""), mode=Mode(data.get("mode", Mode.EXTRACTIVE)),
            confidence=Confidence(data.get("confidence") or Confidence.CLEAR), certainty=_share(data.get("certainty")), seconds=float(data.get("seconds") or 0.0),
        )  # fmt: skip
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"答复不合约定，{error}（the answer does not follow the contract）") from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("answer")
    return value


def _share(value: object) -> float | None:
    if value is None:
        return None
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError("certainty")
    return float(value)


def _kind(value: object) -> Kind:
    return Kind(value) if isinstance(value, str) and value in {kind.value for kind in Kind} else Kind.FACT


def _code(value: object) -> RefusalCode:
    known = {code.value: code for code in RefusalCode}
    return known.get(str(value), RefusalCode.NOT_IN_LIBRARY)


def _citations(given: Sequence[Mapping[str, Any]]) -> tuple[Citation, ...]:
    found: list[Citation] = []
    for mark, cited in enumerate(given, 1):
        clause = str(cited.get("clause") or "")
        path = tuple(cited.get("path") or ((clause,) if clause else ()))
        found.append(
            Citation(
                int(cited.get("mark") or mark), str(cited.get("policy") or ""), str(cited.get("policy_id") or ""),
                str(cited.get("source") or ""), clause or (path[-1] if path else ""), path, str(cited.get("label") or ""),
                str(cited["quote"]), int(cited.get("start") or 0), int(cited.get("end") or 0),
                int(cited.get("raw_start") or 0), int(cited.get("raw_end") or 0),
            )
        )  # fmt: skip
    return tuple(found)


def _validity(given: Mapping[str, Any]) -> ValidityView:
    def day(key: str) -> date | None:
        return date.fromisoformat(given[key]) if given.get(key) else None

    return ValidityView(str(given["status"]), day("effective"), day("expires"), str(given.get("line") or ""))
