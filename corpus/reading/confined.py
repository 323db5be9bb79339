"""Reading what may be hostile (.docx, .pdf, pictures) in a process of its own, bounded in memory and time.

A file that makes a parser eat memory or run for ever ends the child, not the program.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from corpus.errors import UnreadableDocument
from corpus.policy import Heading, Span, Table
from corpus.reading.document import Content

_MEMORY = 6 * 1024**3  # bytes of address space; recognising a page takes about one gigabyte
_SECONDS = 300  # for one file; 60 scanned pages are the most that is asked of it
_BAD = "无法在限定的内存和时间内读完，文件可能已损坏或异常；请重新导出或拆分（gave up reading: damaged or too demanding）"


def read_confined(kind: str, data: bytes) -> Content:
    """Read ``data`` of a ``kind`` (docx, pdf, image) in a child process.

    Raises:
        UnreadableDocument: with the reader's reason, or because the limits were reached.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "corpus.reading.confined", kind], input=data, capture_output=True,
            timeout=_SECONDS, check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableDocument(_BAD) from None
    if done.returncode:
        raise UnreadableDocument(_BAD)
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise UnreadableDocument(answer["refused"])
    return _content(answer)


def _content(answer: dict[str, Any]) -> Content:
    tables = tuple(
        Table(Span(*t["span"]), tuple(tuple(Span(*cell) for cell in row) for row in t["rows"]), t["header_rows"])
        for t in answer["tables"]
    )
    headings = tuple(Heading(Span(*h["span"]), h["level"]) for h in answer["headings"])
    return Content(answer["text"], answer["kind"], tuple(answer["pages"]), tables, headings)


def _plain(content: Content) -> dict[str, Any]:
    record = asdict(content)
    for table in record["tables"]:
        table["span"] = [table["span"]["start"], table["span"]["end"]]
        table["rows"] = [[[cell["start"], cell["end"]] for cell in row] for row in table["rows"]]
    for heading in record["headings"]:
        heading["span"] = [heading["span"]["start"], heading["span"]["end"]]
    return record


def main(kind: str) -> None:
    """The child: bytes come in, one JSON object goes out."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS + 5))
    data = sys.stdin.buffer.read()
    try:
        if kind == "docx":
            from corpus.reading.docx import read_docx as read
        elif kind == "pdf":
            from corpus.reading.pdf import read_pdf as read
        else:
            from corpus.reading.ocr import read_image as read
        answer: dict[str, Any] = _plain(read(data))
    except UnreadableDocument as error:
        answer = {"refused": str(error)}
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))


if __name__ == "__main__":
    main(sys.argv[1])
