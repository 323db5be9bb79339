"""An assistant over texts written in a test, with the real model."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from assistant import Assistant, Settings, build_index, ingest, open_assistant


def assistant_over(texts: Mapping[str, str], folder: Path) -> Assistant:
    """Write ``texts``, by file name, into an empty folder, ingest them and open an assistant over them."""
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    settings = Settings(home=folder / "home")
    list(ingest(settings, sorted(folder.glob("*.txt"))))
    build_index(settings)
    return open_assistant(settings)
