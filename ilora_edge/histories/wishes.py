"""What people still want to read, watch or hear, where a list is to have nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection

from ilora_edge.errors import DatabaseError
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.whole_database import Hidden
from ilora_edge.matching.matcher import UNMATCHED
from ilora_edge.titles import printable, shown_id


class Wishes:
    """Reads who wants which items.

    ``users``: whose; None: everybody's. Raises DatabaseError where none of them wants anything.
    """

    def __init__(self, history: HistoryDB, users: Collection[str] | None) -> None:
        self.name = printable(str(history.path))
        self._of: dict[str, set[str]] = {}
        for user, item in history.wanted(users):
            self._of.setdefault(str(user), set()).add(str(item))
        if not self._of:
            alone = [*users] if users and len(users) == 1 else []
            called = history.names(alone) if alone else {}
            raise DatabaseError(self.none(*(called.get(user, user) for user in alone)))

    @property
    def items(self) -> set[str]:
        """Whatever anybody wants, by the database's ids."""
        return set[str]().union(*self._of.values())

    @property
    def users(self) -> Collection[str]:
        """Who wants anything."""
        return self._of.keys()

    def none(self, user: str | None = None) -> str:
        """Return what is said of somebody who wants nothing; None: of nobody."""
        who = "anybody" if user is None else shown_id(user)
        return (
            f"{self.name} does not say that {who} still wants to read or watch anything; import a "
            "list of that (ilora-edge import --help), or leave out --wanted"
        )

    def hiding(
        self,
        user: str,
        hidden: Hidden,
        allowed: Collection[str],
        found: Callable[[str], str | None],
    ) -> Hidden:
        """Return what a user is not shown: what others want, too.

        ``allowed``: what anybody is shown; ``found`` gives the catalogue's id of such an item.
        """
        own = self._of.get(user, set())
        others = [item for item in allowed if item not in own]
        if not others:
            return hidden
        wanted = {found(item) for item in own if item in allowed}
        known = {found(item) for item in others} - wanted - {None}
        return Hidden(
            hidden.items.union(UNMATCHED + item for item in others),
            [*hidden.known, *sorted(filter(None, known))],
        )
