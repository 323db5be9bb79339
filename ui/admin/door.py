"""Who may enter 管理: one password kept as a scrypt hash, failures slowed down, sessions that end.

The password is set by ``zhengce password`` and lies as a salted hash in ``<home>/admin.json`` (mode 0600). Without
that file there is no 管理 at all, so there is no default password to forget.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import BadInput

SHORTEST = 10  # characters of a password
IDLE = 30 * 60.0  # seconds without a request after which a session ends
LONGEST = 8 * 3600.0  # seconds after which it ends anyway
FREE_TRIES = 5  # wrong passwords before the wait begins
_COST = {"n": 2**15, "r": 8, "p": 1, "maxmem": 64 * 1024 * 1024}  # 32 MB and a tenth of a second for each try
_COMMON = ("password", "12345678", "admin", "zhengce", "qwerty", "11111111")


def set_password(file: Path, password: str) -> None:
    """Write the hash of ``password`` to ``file``. Raises BadInput for one that is short or easily guessed."""
    if len(password) < SHORTEST or len(set(password)) < 5:
        raise BadInput(f"密码至少 {SHORTEST} 个字符，且不能只有几种字符（password too short）")
    if any(word in password.lower() for word in _COMMON):
        raise BadInput("密码太常见，请换一个（password too common）")
    salt = secrets.token_bytes(16)
    file.parent.mkdir(parents=True, exist_ok=True)
    record = json.dumps({"scrypt": _hashed(password, salt).hex(), "salt": salt.hex()})
    aside = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(record)
    os.replace(aside, file)


def _hashed(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, dklen=32, **_COST)


@dataclass
class Session:
    """One person who is logged in; ``form`` is the token that every form of theirs carries, ``name`` what they last signed with."""

    form: str
    began: float
    seen: float
    name: str = ""


class Door:
    """Checks passwords and keeps sessions, in memory: after a restart everybody logs in again."""

    def __init__(self, file: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._file, self._clock = file, clock
        self._sessions: dict[str, Session] = {}
        self._failures = 0
        self._closed_until = 0.0
        self._lock = threading.Lock()

    @property
    def exists(self) -> bool:
        """Whether a password has been set."""
        return self._file.is_file()

    def wait(self) -> int:
        """Seconds until the next try is let in, 0 if now."""
        return max(0, -int(-(self._closed_until - self._clock()) // 1))

    def enter(self, password: str) -> str:
        """A new session's token. Raises BadInput: wrong, or too many tries, which costs everybody a wait."""
        with self._lock:  # one hash at a time: a flood of tries must not take the machine
            if self.wait():
                raise BadInput(f"尝试次数过多，请 {self.wait()} 秒后再试。")
            try:
                known = json.loads(self._file.read_text(encoding="utf-8"))
                right = hmac.compare_digest(_hashed(password[:1_000], bytes.fromhex(known["salt"])), bytes.fromhex(known["scrypt"]))
            except (OSError, ValueError, KeyError, TypeError):
                raise BadInput("管理密码尚未设置或已损坏；请运行 zhengce password。") from None
            if not right:
                self._failures += 1
                if self._failures >= FREE_TRIES:
                    self._closed_until = self._clock() + min(900, 5 * 2 ** min(self._failures - FREE_TRIES, 8))
                raise BadInput("密码不对。")
            self._failures = 0
            token = secrets.token_urlsafe(32)
            now = self._clock()
            self._sessions = {key: kept for key, kept in self._sessions.items() if self._alive(kept)}
            self._sessions[_digest(token)] = Session(secrets.token_urlsafe(16), now, now)
            return token

    def session(self, token: str) -> Session | None:
        """The living session of a token, which counts as used; None if there is none."""
        found = self._sessions.get(_digest(token)) if token else None
        if found is None or not self._alive(found):
            return None
        found.seen = self._clock()
        return found

    def leave(self, token: str) -> None:
        """End a session."""
        self._sessions.pop(_digest(token), None)

    def _alive(self, session: Session) -> bool:
        now = self._clock()
        return now - session.seen < IDLE and now - session.began < LONGEST


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
