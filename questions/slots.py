"""Slots of a follow-up's `quoting`: {quote}, {number} and {name}; {quote:own} takes its words from what proves point `own`."""

from __future__ import annotations

import re

SLOT = re.compile(r"\{(quote|number|name)(?::([a-z0-9][a-z0-9-]{0,63}))?\}")


def named_points(template: str) -> list[str]:
    """Ids of the points that the slots of a template name."""
    return [slot[2] for slot in SLOT.finditer(template) if slot[2]]


def is_sound(template: str) -> bool:
    """Whether a template has a slot, and no braces besides."""
    return bool(SLOT.search(template)) and not re.search("[{}]", SLOT.sub("", template))
