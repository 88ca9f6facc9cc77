"""What a bundle says of each expert: what the people are like that it is used for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ilora_edge.untrusted.strict_json import fields_of, number_of, text_of

_MAX_NAMES = 20
_MAX_NAME = 1000


@dataclass(frozen=True, slots=True)
class ExpertDescription:
    """One expert in words."""

    share: float
    """Its mean gate weight over the people it was described by."""
    genres: tuple[str, ...]
    """Those that its people have more of than others, the most telling first; as the following."""
    decades: tuple[str, ...]
    items: tuple[str, ...]
    """Titles."""

    @property
    def short(self) -> str:
        """Genres and decades, or else an item."""
        return ", ".join((*self.genres, *self.decades)) or ", ".join(self.items[:1])

    @property
    def whole(self) -> str:
        """All that is known."""
        parts = (", ".join(self.genres), ", ".join(self.decades), "; ".join(self.items))
        return " \u00b7 ".join(part for part in parts if part)

    def to_json(self) -> dict[str, Any]:
        """Return it as the manifest has it."""
        return {
            "share": round(self.share, 4),
            "genres": list(self.genres),
            "decades": list(self.decades),
            "items": list(self.items),
        }


def parse_descriptions(raw: Any, n_experts: int) -> tuple[ExpertDescription, ...]:
    """Return the descriptions that a manifest has; raises ValueError or TypeError."""
    if type(raw) is not list or len(raw) != n_experts:
        raise ValueError("expert_descriptions is not a list with one for each expert")
    return tuple(_description(value) for value in raw)


def _description(raw: Any) -> ExpertDescription:
    data = fields_of(raw, "expert_descriptions", ("share", "genres", "decades", "items"))
    lists = []
    for name in ("genres", "decades", "items"):
        values = data[name]
        if type(values) is not list or len(values) > _MAX_NAMES:
            raise ValueError(f"{name} of expert_descriptions is not a list of at most {_MAX_NAMES}")
        lists.append(tuple(text_of(value, _MAX_NAME) for value in values))
    return ExpertDescription(number_of(data["share"], 0, 1), *lists)
