"""Three-valued logic: True, False, or None for not known."""

from __future__ import annotations

Truth = bool | None


def both(values: list[Truth]) -> Truth:
    """AND: False if one is, None if one is and none is False."""
    return False if False in values else None if None in values else True


def either(values: list[Truth]) -> Truth:
    """OR: True if one is, None if one is and none is True."""
    return True if True in values else None if None in values else False
