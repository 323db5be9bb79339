"""BM25 alone: bm25s over jieba words, pieces of about 300 characters that end at a stop or a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.words import tokenizer
from eval.peers.passages import Found, Passage, Text

_PIECE = 300  # characters
_TOP = 5


class Bm25:
    """A plain baseline: no embedding, no repair of words, no refusal."""

    def __init__(self, texts: Sequence[Text]) -> None:
        import bm25s

        self._passages = [passage for text in texts for passage in pieces(text)]
        by_source = {text.source: text.text for text in texts}
        self._index = bm25s.BM25()
        self._index.index([_words(by_source[p.source][p.start : p.end]) for p in self._passages], show_progress=False)

    def search(self, question: str) -> Found:
        """The five best pieces."""
        found, scores = self._index.retrieve([_words(question)], k=min(_TOP, len(self._passages)), show_progress=False)
        best = float(scores[0][0])
        return Found(tuple(self._passages[int(i)] for i in found[0]), best / (1.0 + best))


def pieces(text: Text) -> list[Passage]:
    """The text in pieces of about 300 characters, cut behind 。；！？ or a line."""
    cut: list[Passage] = []
    start = 0
    for stop in re.finditer(r"[。；！？\n]+|$", text.text):
        if stop.end() - start >= _PIECE or stop.end() == len(text.text):
            if stop.end() > start:
                cut.append(Passage(text.source, start, stop.end()))
            start = stop.end()
    return cut


def _words(text: str) -> list[str]:
    return [word for word in tokenizer().lcut(text.lower()) if re.search(r"\w", word)]
