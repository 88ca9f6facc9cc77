"""What travels between workers and writer, as plain JSON: a result, and how it is made."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from ilora_edge.filters import Filters
from ilora_edge.recommendation import Recommendation
from ilora_edge.request import Request


@dataclass(frozen=True, slots=True)
class UserResult:
    """A user's list, or the reason for not having one."""

    user: str
    recommendations: list[Recommendation]
    cold: bool = False
    failure: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it as the worker's line has it."""
        return {
            "user": self.user,
            "recommendations": [
                (r.rank, r.item_id, r.title, r.score, r.llm_score, r.encoder_score)
                for r in self.recommendations
            ],
            "cold": self.cold,
            "failure": self.failure,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> UserResult:
        """Read what :meth:`to_json` returned."""
        places = [Recommendation(*place) for place in data["recommendations"]]
        return cls(data["user"], places, data["cold"], data["failure"])


@dataclass(frozen=True, slots=True)
class WorkerConfig:
    """What a worker opens, once, and how it ranks."""

    bundle: str
    backbone: str | None = None
    k: int = 10
    fusion_weight: float | None = None
    n_threads: int = 1
    extra_buffers: bool | None = None
    self_check: bool = False
    """Check this machine before its first use, as the command line does."""
    filters: Filters = field(default_factory=Filters)
    compared: bool = False
    """Items that the bundle does not know stand among the others, as the encoder has them."""
    encoder_only: bool = False
    only_wanted: bool = False

    def request(self) -> Request:
        """Return what is asked for every user alike."""
        return Request(
            k=self.k,
            fusion_weight=self.fusion_weight,
            filters=self.filters,
            compared=self.compared,
            only_wanted=self.only_wanted,
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as the worker's first line has it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> WorkerConfig:
        """Read what :meth:`to_json` returned."""
        return cls(**{**data, "filters": Filters(**data["filters"])})
