"""Writing files so that nothing half-written is ever left behind."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from corpus.errors import BadInput


def write_whole(path: Path, content: str | bytes) -> None:
    """Write ``content`` (text as UTF-8) to ``path`` in full or not at all. Raises BadInput if it cannot be written."""
    try:
        handle, aside = tempfile.mkstemp(prefix=".", dir=path.parent or Path("."))
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content.encode("utf-8") if isinstance(content, str) else content)
            os.replace(aside, path)
        except BaseException:
            os.unlink(aside)
            raise
    except OSError as error:
        raise BadInput(f"无法写入 {path}：{error.strerror}（cannot write）") from None
