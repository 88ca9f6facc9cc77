"""A list of a database's items that is nobody's of it: of a stranger, or after some items alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ilora_edge.histories.naming import OF_BUNDLE, NamedItem
from ilora_edge.histories.requests import Reading, UserReader
from ilora_edge.histories.user import item_of
from ilora_edge.histories.whole_database import Hidden
from ilora_edge.recommendation import HistoryItem
from ilora_edge.request import Request

if TYPE_CHECKING:
    from ilora_edge.bundle.manifest import Manifest
    from ilora_edge.catalogue.items import Catalogue
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.spool import Spool

_NOBODY = ""


class NobodyReader(UserReader):
    """What a database has for somebody who is not in it; see :class:`UserReader`.

    Parameters
    ----------
    past
        Gives what they are said to have interacted with, oldest first, as
        :func:`~ilora_edge.histories.naming.nameable_items` names it; it is asked when a bundle is
        open, with its catalogue.
    """

    def __init__(
        self, database: HistoryDB, past: Callable[[Catalogue], Sequence[NamedItem]]
    ) -> None:
        super().__init__(database, _NOBODY)
        self._past = past
        self._named: Sequence[NamedItem] = ()

    def _check_known(self) -> None:
        """Nobody is looked for: there is no user to be known or unknown."""

    def _found(self, asked: Request, of: Reading) -> Request:
        self._named = self._past(of.catalogue)
        return self._of_all_items(asked, of)

    def _asked_of(self, spool: Spool, manifest: Manifest, asked: Request, n_others: int) -> Request:
        about: dict[str, tuple[Any, ...]] = {
            item.item_id: spool.about(item.item_id) for item in self._named if item.is_own
        }
        history = [
            item_of(item.item_id, about[item.item_id])
            if item.is_own
            else HistoryItem(item.item_id.removeprefix(OF_BUNDLE), item.title)
            for item in self._named
        ]
        whole = spool.whole(n_others, manifest.fusion)(True)
        # No kind of thing is hidden from a stranger.
        hidden = Hidden(frozenset(), [])
        past = Request(history, [item.item_id for item in history])
        return whole.complete(past, about, asked.filters.exclude_seen, hidden, not history)
