"""How well the articles of statutes are cut, against the headings of their Markdown files.

``python -m eval.statutes_score [--limit N]`` reads the shared statutes (1,000 laws), takes their marks of headings and
articles away, segments what is left, and prints the share of articles that come out with their number, their
beginning and their end. The truth are the Markdown headings: every ``第X条`` that opens a paragraph of the file.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.files import write_whole
from corpus.repair import repair
from corpus.segmentation import segment
from eval.texts import statutes

_RESULTS = Path(__file__).parent / "results"

_ARTICLE = re.compile(r"#*\s*(第[一二三四五六七八九十百千零○〇0-9]+条(?:之[一二三四五六七八九十]+)?)(?=[\s\u3000])")
_HEADING = re.compile(r"#+\s*")
_KEY = 12  # characters of a beginning and an end that are compared, spaces and marks aside


@dataclass(slots=True)
class Articles:
    """How many articles there are, how many came out with number and beginning, and how many with their end too.

    ``size`` in bytes of UTF-8, ``seconds`` of one core.
    """

    laws: int = 0
    there: int = 0
    begun: int = 0
    whole: int = 0
    size: int = 0
    seconds: float = 0.0


def truth(markdown: str) -> tuple[str, list[tuple[str, str]]]:
    """The bare text of a law, and (number, words) of its articles as its Markdown marks them."""
    text = re.sub(r"<!--.*?-->", "", markdown)
    articles: list[tuple[str, str]] = []
    bare: list[str] = []
    open_article = False
    for line in text.split("\n"):
        article = _ARTICLE.match(line)
        if article:
            articles.append((article.group(1), line[article.end() :]))
            open_article = True
        elif _HEADING.match(line):
            open_article = False
        elif open_article and articles:
            articles[-1] = (articles[-1][0], articles[-1][1] + line)
        bare.append(_HEADING.sub("", line, count=1))
    return "\n".join(bare), articles


def score(markdown: str) -> Articles:
    """Segment one law and count its articles."""
    text, articles = truth(markdown)
    began = time.process_time()
    repaired = repair(text).text
    parts = segment(repaired, "p")
    result = Articles(1, len(articles), size=len(text.encode()), seconds=time.process_time() - began)
    found: dict[tuple[str, str], list[str]] = {}
    for part in parts:
        if part.leaf:
            words = _words(part.text)
            number = _words(part.number)
            body = words.removeprefix(number)
            found.setdefault((number, body[:_KEY]), []).append(body)
    for number, body in articles:
        words = _words(body)
        candidates = found.get((_words(number), words[:_KEY]))
        if candidates:
            result.begun += 1
            result.whole += candidates.pop(0).endswith(words[-_KEY:]) if candidates else 0
    return result


def _words(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, default=None, help="laws, from the beginning of the file")
    parser.add_argument("--worst", type=int, default=0, help="print so many laws that lose the most articles")
    options = parser.parse_args(arguments)
    total = Articles()
    losses = []
    for i, law in enumerate(statutes()):
        if options.limit is not None and i >= options.limit:
            break
        one = score(law.text)
        for name in Articles.__slots__:
            setattr(total, name, getattr(total, name) + getattr(one, name))
        losses.append((one.there - one.whole, law.name))
    line = (
        f"{total.laws} laws, {total.there} articles: number and beginning {total.begun / total.there:.4f}, "
        f"with their end {total.whole / total.there:.4f}; repair and segmentation {total.size / total.seconds / 1e6:.2f} MB per CPU second\n"
    )
    print(line)
    for lost, name in sorted(losses, reverse=True)[: options.worst]:
        print(lost, name)
    if options.limit is None:
        write_whole(_RESULTS / "statutes.txt", line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
