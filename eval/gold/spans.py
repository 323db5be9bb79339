"""Gold spans (原句) where nobody marked them: the sentence that holds what the gold says of the answer.

For items that give facts or units and no quotes. A fact marks the sentence it stands in, the units the one that names
them all. The item gets quotes only if every fact, and the units, stand in exactly one sentence of the gold clauses: with two,
nobody knows which was meant, and a guess would call the other one wrong. What is left out stays unmeasured.

Sentences end at 。；！？ or a line, whatever the system under evaluation cuts by. The result is written into the gold
file, so that it does not move with the program; it is a derived mark, wider than one by hand: see ``FORMAT.md``.
Questions for a whole clause get none: their facts are only samples of what is to be quoted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.answer import Kind
from corpus.files import write_whole
from corpus.policy import Policy
from eval.gold.checking import chosen_of
from eval.gold.item import GoldItem
from eval.gold.reading import load_gold
from eval.metrics.facts import fact_place
from eval.metrics.names import fold

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")


def sentences(text: str) -> list[str]:
    """The sentences of a clause, verbatim, white space at their ends aside.

    >>> sentences("五、坚持交通先行\\n超过65%；提高效率。")
    ['五、坚持交通先行', '超过65%；', '提高效率。']
    """
    return [piece for match in _SENTENCE.finditer(text) if (piece := match.group().strip())]


def derived_quotes(item: GoldItem, texts: Sequence[str]) -> tuple[str, ...]:
    """The quotes of an item by the texts of its gold clauses; () where they are not beyond doubt.

    >>> from eval.gold.item import Split, Style
    >>> from assistant.answer import Kind
    >>> item = GoldItem("q", Split.DEV, "多少？", Kind.FACT, Style.FORMAL, True, clauses=("五",), facts=("65%",))
    >>> derived_quotes(item, ["超过65%；提高效率。"]), derived_quotes(item, ["超过65%。不足65%的整改。"])
    (('超过65%；',), ())
    """
    pieces = [piece for text in texts for piece in sentences(text)]
    units = [fold(name) for name in (*(item.lead or ()), *(item.supporting or ()))]
    wanted = [[piece for piece in pieces if fact_place(piece, fact) is not None] for fact in item.facts]
    if units:
        wanted.append([piece for piece in pieces if all(name in fold(piece) for name in units)])
    if not wanted or any(len(found) != 1 for found in wanted):
        return ()
    return tuple(dict.fromkeys(found[0] for found in wanted))


def fill_in(path: Path, policies: Sequence[Policy]) -> tuple[int, int]:
    """Write the quotes that can be derived into a gold file; all other lines stay as they are, to the byte.

    Returns:
        How many items got quotes, and how many of the file's answerable ones have some now.

    Raises:
        BadInput: the file is no gold file.
    """
    items = load_gold(path)
    new = {item.id: item.quotes for item, old in zip(with_quotes(items, policies), items, strict=True) if item.quotes != old.quotes}
    lines = path.read_text(encoding="utf-8").split("\n")
    for at, line in enumerate(lines):
        if line.strip() and (data := json.loads(line))["id"] in new:
            lines[at] = json.dumps(data | {"quotes": list(new[data["id"]])}, ensure_ascii=False)
    write_whole(path, "\n".join(lines))
    return len(new), sum(bool(item.quotes) or item.id in new for item in items)


def with_quotes(items: Sequence[GoldItem], policies: Sequence[Policy]) -> tuple[GoldItem, ...]:
    """The items, with quotes where they have none and these can be derived. Everything else stays as it is."""
    out = []
    for item in items:
        if item.answerable and not item.quotes and item.kind is not Kind.CLAUSE:
            chosen, lost = chosen_of(item, policies)
            item = item if lost else replace(item, quotes=derived_quotes(item, [clause.text for _, clause in chosen]))
        out.append(item)
    return tuple(out)
