"""A page of a PDF as a picture, drawn in a process of its own: what the reader read, for a person to look at."""

from __future__ import annotations

import io
import resource
import subprocess
import sys

from corpus.errors import UnreadableDocument

_MEMORY = 2 * 1024**3  # bytes of address space
_SECONDS = 20
_LONGEST = 1_600  # pixels of the longer side


def page_image(data: bytes, number: int) -> bytes:
    """Page ``number`` (from 1) of a PDF as PNG. Raises UnreadableDocument where there is none or it cannot be drawn."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "corpus.reading.page_image", str(number)], input=data, capture_output=True, timeout=_SECONDS + 10, check=False,
        )
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode or not done.stdout.startswith(b"\x89PNG"):
        raise UnreadableDocument(f"原件第{number}页画不出来，请打开原文件查看（the page cannot be drawn）")
    return done.stdout


def main(number: int) -> None:
    """The child: a PDF comes in, a PNG goes out."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS + 5))
    import pypdfium2

    page = pypdfium2.PdfDocument(sys.stdin.buffer.read())[number - 1]
    scale = min(2.0, _LONGEST / max(*page.get_size(), 1))
    made = io.BytesIO()
    page.render(scale=scale).to_pil().convert("L").save(made, "PNG", optimize=True)
    sys.stdout.buffer.write(made.getvalue())


if __name__ == "__main__":
    main(int(sys.argv[1]))
