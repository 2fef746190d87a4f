"""What the parts of this process say of themselves: that they work, or why they do not."""

from __future__ import annotations

from dataclasses import dataclass, field

NEEDED = frozenset({"intake", "webhook", "handling", "replies", "delivery"})


@dataclass(slots=True)
class Health:
    """troubles: by part, "" while it works. A part that has said nothing yet is not in it."""

    troubles: dict[str, str] = field(default_factory=dict)

    def note(self, part: str, trouble: str = "") -> None:
        self.troubles[part] = trouble

    def trouble(self) -> str:
        """Of a part that people cannot do without and that does not work, its name and why; "" when all do."""
        return next((f"{part}: {why}" for part, why in self.troubles.items() if why and part in NEEDED), "")
