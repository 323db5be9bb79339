"""What every tab shares: options of components and events, and the line for what should not happen."""

from __future__ import annotations

from typing import Any

BUSY = "系统暂时无法回答，请稍后重试；政策库、对照等其他页签仍可使用。如仍不行，请联系管理员。"
# Helpers are no API: the typed HTTP interface is a thing of its own.
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
PLAIN: dict[str, Any] = {"latex_delimiters": [], "sanitize_html": True}  # 万元 and $ are no formulas
