"""A Jellyfin that is used: what its source does to its rows, and what its people know of them.

Libraries of :mod:`app_libraries` are rows that were thought out; here rows come of what is done. Of
jellyfin/jellyfin v10.11.11 and v12.0-rc5: UserDataManager, ItemPersistenceService,
VideosController, Video and Movie.
"""

from __future__ import annotations

import random
import sqlite3
import uuid
from dataclasses import dataclass, field

from app_libraries.schemas import create, put

_KIND = "MediaBrowser.Controller.Entities."
MOVIE, VIDEO = _KIND + "Movies.Movie", _KIND + "Video"
NOWHERE = "00000000-0000-0000-0000-000000000001"
Work = tuple[str, int]
State = dict[str, int | str | None]


@dataclass
class Item:
    """A row of BaseItems, and the work that it is a copy of."""

    id: str
    work: Work | None
    row: dict[str, object]
    ids: dict[str, str] = field(default_factory=dict)

    def state_keys(self) -> list[str]:
        """Return under which keys a state is written: TMDB's, IMDb's, its own."""
        return [self.ids[name] for name in ("Tmdb", "Imdb") if name in self.ids] + [self.id.lower()]


class Server:
    """What is done to a server, of 10.11 or 12; :meth:`write` makes its database."""

    def __init__(self, rng: random.Random, is_12: bool) -> None:
        self.rng, self.is_12 = rng, is_12
        self.items: dict[str, Item] = {}
        self.states: dict[tuple[str, str, str], State] = {}
        self.watched: dict[str, set[Work]] = {"ANN": set(), "BOB": set()}
        self.touched: dict[str, set[Work]] = {"ANN": set(), "BOB": set()}
        self._day = 0

    def folder(self, kind: str, name: str) -> Item:
        return self._new(None, kind, name, IsFolder=1)

    def add(self, work: Work, library: Item, name: str = "", **more: object) -> Item:
        """Find a file; what was said of what was here before comes back by its keys."""
        item = self._new(work, str(more.pop("Type", MOVIE)), name or work[0],
                         ProductionYear=work[1], TopParentId=library.id, **more)  # fmt: skip
        self._reattach(item)
        return item

    def identify(self, item: Item, number: int) -> None:
        """Give a film its ids: from now on its state is written under others besides its own."""
        item.ids = {"Tmdb": str(number), "Imdb": f"tt{number:07}"}
        self._reattach(item)

    def owned(self, item: Item, kind: str = VIDEO, **more: object) -> Item:
        """Find an extra, or a further disc."""
        return self._new(item.work, kind, f"{item.row['Name']} part {self.rng.random()}",
                         OwnerId=self._named(item), **more)  # fmt: skip

    def version(self, item: Item) -> Item:
        """Find another file beside a film's, which is a version of it."""
        more: dict[str, object] = {"OwnerId": self._named(item)}
        if self.is_12:
            more["PrimaryVersionId"] = item.id
            more["PresentationUniqueKey"] = item.id.replace("-", "").lower()
        name = f"{item.row['Name']} - {self.rng.choice(('4K', '3D', 'Uncut'))} {item.id[:4]}"
        return self._new(item.work, str(item.row["Type"]), name, **more)

    def merge(self, first: Item, *others: Item) -> None:
        """Make films versions of the first; what named one of them goes on to name it."""
        for other in others:
            short = first.id.replace("-", "").lower()
            other.row |= {"PrimaryVersionId": first.id if self.is_12 else short,
                          "PresentationUniqueKey": short}  # fmt: skip

    def split(self, *items: Item) -> None:
        for item in items:
            item.row |= {"PrimaryVersionId": None,
                         "PresentationUniqueKey": item.id.replace("-", "").lower()}  # fmt: skip

    def delete(self, item: Item) -> None:
        """Forget a file and what it owns; what was said of them waits with the placeholder."""
        mine = [o for o in self.items.values() if str(o.row.get("OwnerId")).upper() == item.id]
        for gone in (*mine, item):
            del self.items[gone.id]
            for (item_id, user, key), state in list(self.states.items()):
                if item_id == gone.id:
                    del self.states[item_id, user, key]
                    self.states[NOWHERE, user, key] = state

    def move(self, item: Item, library: Item) -> Item:
        """Put a file elsewhere: it is another item, and identified again."""
        self.delete(item)
        found = self.add(item.work or ("", 0), library, str(item.row["Name"]))
        found.ids = item.ids
        self._reattach(found)
        return found

    def play(self, user: str, item: Item, share: float) -> None:
        state = self._state(user, item)
        self._day += 1
        state["PlayCount"] = int(state["PlayCount"] or 0) + 1
        state["LastPlayedDate"] = f"2025-01-01 {self._day // 60:02}:{self._day % 60:02}:00.1234567"
        if not self.is_12:
            state["Played"] = 0
        place = 0 if not 0.05 < share < 0.9 else int(share * 6 * 10**10)
        state["PlaybackPositionTicks"] = place
        if share >= 0.9:
            state["Played"] = 1
        self._save(user, item, state)
        self._know(user, item, share >= 0.9)
        if share <= 0.05 and not self.is_12 and item.work is not None:
            # Begun anew and left at once: that it was watched is nowhere to be read.
            self.watched[user].discard(item.work)
        if share >= 0.9 and self.is_12:
            for other in self._versions(item):
                self._save(user, other, self._state(user, other) | {"Played": 1})

    def mark(self, user: str, item: Item, played: bool) -> None:
        """Mark by hand, which 12 does to all versions."""
        for each in (item, *(self._versions(item) if self.is_12 else ())):
            state = self._state(user, each)
            if played:
                state |= {"PlayCount": max(1, int(state["PlayCount"] or 0)), "Played": 1}
            else:
                state |= {"PlayCount": 0, "Played": 0, "LastPlayedDate": None}
            self._save(user, each, state | {"PlaybackPositionTicks": 0})
        if played:
            self._know(user, item, True)
        elif item.work is not None:
            self.watched[user].discard(item.work)
            self.touched[user].discard(item.work)

    def write(self, db: sqlite3.Connection) -> None:
        create(db, "jellyfin")
        put(db, "BaseItems", Id=NOWHERE, Type="PLACEHOLDER", Name="A placeholder")
        for user in self.watched:
            put(db, "Users", Id=user, Username=user.lower())
        for item in self.items.values():
            put(db, "BaseItems", Id=item.id, **item.row)
            for name, value in item.ids.items():
                put(db, "BaseItemProviders", ItemId=item.id, ProviderId=name, ProviderValue=value)
        for (item_id, user, key), state in self.states.items():
            put(db, "UserData", ItemId=item_id, UserId=user, CustomDataKey=key, **state)

    def _new(self, work: Work | None, kind: str, name: str, **more: object) -> Item:
        number = str(uuid.UUID(int=self.rng.getrandbits(128))).upper()
        row = {"Type": kind, "Name": name, "Path": f"/m/{number}.mkv", "IsFolder": 0,
               "PresentationUniqueKey": number.replace("-", "").lower()}  # fmt: skip
        self.items[number] = Item(number, work, row | more)
        return self.items[number]

    def _named(self, item: Item) -> str:
        return item.id if self.is_12 else item.id.lower()

    def _versions(self, item: Item) -> list[Item]:
        """Return the other versions that 12 shows as one with this."""

        def first(one: Item) -> str:
            return str(one.row.get("PrimaryVersionId") or one.id)

        return [other for other in self.items.values()
                if other is not item and first(other) == first(item)]  # fmt: skip

    def _state(self, user: str, item: Item) -> State:
        for key in item.state_keys():
            if (item.id, user, key) in self.states:
                return dict(self.states[item.id, user, key])
        return {"PlayCount": 0, "Played": 0, "LastPlayedDate": None, "PlaybackPositionTicks": 0}

    def _save(self, user: str, item: Item, state: State) -> None:
        self.states |= {(item.id, user, key): dict(state) for key in item.state_keys()}

    def _reattach(self, item: Item) -> None:
        for item_id, user, key in list(self.states):
            if item_id == NOWHERE and key in item.state_keys():
                self.states.setdefault((item.id, user, key), self.states.pop((item_id, user, key)))

    def _know(self, user: str, item: Item, is_whole: bool) -> None:
        if item.work is None or item.row.get("ExtraType") is not None:
            return
        self.touched[user].add(item.work)
        if is_whole:
            self.watched[user].add(item.work)
