"""政策库: browse, one policy, its 任务分工表, its versions. The address says what is shown, so that 后退 works."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any
from urllib.parse import parse_qs, unquote

import anyio.to_thread

from corpus.catalogue import Wanted
from corpus.errors import ZhengceError
from corpus.policy import Status
from ui import comparing_view, library_view, policy_view, tasks_view
from ui.page.desk import Desk
from ui.page.parts import BUSY, PLAIN, QUIET
from ui.scope_view import choices_of
from ui.service import Service

log = logging.getLogger(__name__)


def library_page(service: Service, route: str) -> str:
    """What stands at ``route``, a browser's word: "library?q=…", "policy/ID?p=2", "tasks/ID?unit=…", "versions/ID"."""
    place, _, query = route.partition("?")
    kind, _, name = place.partition("/")
    given = {key: values[-1][:200] for key, values in parse_qs(query[:2_000]).items()}
    name, today = unquote(name[:600]), date.today()
    page = int(given["p"]) if given.get("p", "").isdecimal() and len(given["p"]) < 6 else 1
    try:
        if kind == "policy" and name:
            policy = service.policy(name)
            return policy_view.policy_html(policy, today, page, kept=service.has_library, newer=service.newer(policy))
        if kind == "tasks" and name:
            table = service.tasks(name)
            return tasks_view.tasks_html(table, given.get("unit", ""))
        if kind == "versions" and name:
            policy = service.policy(name)
            versions = service.versions(name)
            others = sorted(service.policies(), key=lambda other: other.title)
            if given.get("old") and given.get("new"):
                before, after, changes = service.compare(given["old"], given["new"])
                return comparing_view.versions_html(policy, versions, others) + comparing_view.changes_html(before, after, changes)
            return comparing_view.versions_html(policy, versions, others)
        year = int(given["year"]) if given.get("year", "").isdecimal() and len(given["year"]) == 4 else None
        status = Status(given["status"]) if given.get("status") in set(Status) else None
        wanted = Wanted(given.get("issuer", ""), given.get("level", ""), year, status, today, given.get("q", ""))
        return library_view.list_html(service.policies(wanted), today, page, query)
    except ZhengceError as error:
        return library_view.note_html(str(error))
    except Exception:
        log.exception("the library could not be shown")
        return library_view.note_html(BUSY)


def filters(desk: Desk) -> str:
    """The filter form, with what the library holds to choose from."""
    return library_view.filters_html(choices_of(desk.catalogue()))


def library_tab(gr: Any, service: Service, desk: Desk) -> dict[str, Any]:
    """Lay the tab out and wire it; returns the components that are set when the page opens."""

    async def shown(route: str) -> str:
        return await anyio.to_thread.run_sync(library_page, service, route or "library")

    with gr.Column(elem_id="zc-library"):
        form = gr.Markdown(filters(desk), elem_id="zc-library-filters", container=False, **PLAIN)
        view = gr.Markdown(library_view.loading_html(), elem_id="zc-library-view", container=False, **PLAIN)
    route = gr.Textbox(visible="hidden", elem_id="zc-route-value", label="所选页面")
    go = gr.Button("打开", visible="hidden", elem_id="zc-route-go")
    go.click(shown, [route], [view], queue=False, trigger_mode="multiple", **QUIET)
    return {"filters": form}
