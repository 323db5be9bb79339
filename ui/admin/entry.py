"""What every route of 管理 asks of a request: a living session, the form of that session, and who it is."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from ui.admin.desk import AdminDesk
from ui.admin.door import Session

COOKIE = "zc_admin"
MOST_FILES = 20


class NotIn(Exception):
    """Nobody is logged in, or the form is not of this session."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The checks, as dependencies of the routes."""

    desk: AdminDesk

    def inside(self, request: Request) -> Session:
        """The session of a request. Raises NotIn."""
        session = self.desk.door.session(request.cookies.get(COOKIE, ""))
        if session is None:
            raise NotIn
        return session

    async def form_of(self, request: Request, session: Session) -> Any:
        """The form of a request, which has to carry its session's token. Raises NotIn."""
        form = await request.form(max_files=MOST_FILES, max_fields=20)
        if not hmac.compare_digest(str(form.get("form", "")), session.form):
            raise NotIn
        return form


def address_of(request: Request) -> str:
    """Who it is, as far as the log can tell."""
    return request.client.host if request.client else "?"
