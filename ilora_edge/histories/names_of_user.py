"""What a database calls the items of one user's list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ilora_edge.histories.spool import Spool


@dataclass(frozen=True, slots=True)
class NamesOfUser:
    """Of several copies of an item, the one that this user is shown."""

    spool: Spool
    user: str

    def own_id(self, item_id: str) -> str | None:
        """Return what the database calls an item of the recommender, None where it has it not."""
        return self.spool.own_id(item_id, self.user)

    def own_title(self, own_id: str) -> str:
        """Return its title there, its year behind it; empty: the bundle has no other."""
        return self.spool.own_title(own_id)
