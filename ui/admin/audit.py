"""What was done in 管理 (审计日志): one line of JSON each, every line sealed with the digest of the one before."""

from __future__ import annotations

import json
import threading
from datetime import datetime
from hashlib import sha256
from pathlib import Path


class Audit:
    """An append-only file; a line that was changed or taken out breaks the chain, which ``broken_at`` finds."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()

    def note(self, who: str, action: str, about: str = "", result: str = "ok") -> None:
        """Add a line: when, who (address), what, about what, with which result."""
        with self._lock:
            lines = self.lines()
            before = lines[-1]["seal"] if lines else ""
            record = {"at": datetime.now().astimezone().isoformat(timespec="seconds"), "who": who, "action": action, "about": about[:300], "result": result[:300]}
            record["seal"] = _seal(before, record)
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as out:
                out.write(json.dumps(record, ensure_ascii=False) + "\n")

    def lines(self) -> list[dict[str, str]]:
        """Every line, the first first; one that is no JSON counts as an empty one."""
        if not self._file.is_file():
            return []
        found = []
        for line in self._file.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                found.append({str(k): str(v) for k, v in json.loads(line).items()})
            except (ValueError, AttributeError):
                found.append({"seal": ""})
        return found

    def broken_at(self) -> int:
        """The number (from 1) of the first line that does not fit the one before, 0 if all do."""
        before = ""
        for number, line in enumerate(self.lines(), 1):
            if line.get("seal") != _seal(before, {key: value for key, value in line.items() if key != "seal"}):
                return number
            before = line["seal"]
        return 0


def _seal(before: str, record: dict[str, str]) -> str:
    return sha256((before + json.dumps(record, ensure_ascii=False, sort_keys=True)).encode()).hexdigest()
