"""An AntennaPod that is used: what its source does to its rows, and what was heard.

Of AntennaPod/AntennaPod b7ee12ccf: PlayableUtils, PlaybackService, DBWriter, FeedDatabaseWriter and
SyncService. An episode counts as heard from its half on, or where it is marked as played.
"""

from __future__ import annotations

import random
import sqlite3
from dataclasses import dataclass

from app_libraries.schemas import create, put

SMART_MARK = 30_000
"""So close to the end an episode is marked as played, in ms."""


@dataclass
class Episode:
    """A row of FeedItems with its medium, None of a text."""

    name: str
    guid: str
    duration: int
    read: int = 0
    has_medium: bool = True
    position: int = 0
    played: int = 0
    last: int = 0
    history: int = 0


class Phone:
    """What is done with the app; :meth:`write` makes its database."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.feeds: dict[str, dict[str, Episode]] = {}
        self.states: dict[str, int] = {}
        self.heard: set[str] = set()
        self.begun: set[str] = set()
        self._now = 1735689600000

    def subscribe(self, feed: str, state: int = 0) -> None:
        self.feeds.setdefault(feed, {})
        self.states[feed] = state

    def refresh(self, feed: str, entries: list[Episode]) -> None:
        """Take in a feed: an entry whose id its host changed is the one of before."""
        own = self.feeds[feed]
        for entry in entries:
            alike = [e for e in own.values() if e.name == entry.name]
            for other in alike:
                own.pop(other.guid)
                other.guid = entry.guid
            own[entry.guid] = alike[0] if alike else entry

    def drop(self, feed: str) -> None:
        """Delete a podcast with all that is known of it."""
        for episode in self.feeds.pop(feed).values():
            self.heard.discard(episode.name)
            self.begun.discard(episode.name)

    def play(self, episode: Episode, until: float) -> None:
        """Play from where it was left to a share of it; near the end it is marked as played."""
        end = int(until * episode.duration)
        start, before = episode.position, episode.played
        for at in range(start, max(start, end) + 1, max(1, abs(end - start) // 5)):
            self._now += 60_000
            episode.position, episode.last, episode.history = at, self._now, self._now
            episode.read = max(episode.read, 0)
            if at > start:
                episode.played = before + at - start
        self.begun.add(episode.name)
        if 2 * max(episode.position, episode.played) >= episode.duration:
            self.heard.add(episode.name)
        if episode.position >= episode.duration - SMART_MARK:
            episode.read, episode.position, episode.history = 1, 0, self._now

    def mark(self, episode: Episode, played: bool) -> None:
        episode.read, episode.position = int(played), 0
        if played:
            self.heard.add(episode.name)
            self.begun.add(episode.name)
        elif 2 * episode.played < episode.duration:
            # Taken back: of what was never played nothing remains.
            self.heard.discard(episode.name)
            if not episode.last and not episode.history:
                self.begun.discard(episode.name)

    def sync(self, episode: Episode, share: float) -> None:
        """Hear from another device how far it was played there."""
        position = int(share * episode.duration)
        if position >= episode.duration - SMART_MARK:
            self.mark(episode, True)
        else:
            episode.position = position
            self.begun.add(episode.name)
            if 2 * position >= episode.duration:
                self.heard.add(episode.name)
            elif episode.read < 1 and 2 * episode.played < episode.duration:
                # The place there was further once: that is nowhere to be read.
                self.heard.discard(episode.name)

    def clear_history(self) -> None:
        for each in self.episodes():
            each.history = 0
            if each.read == 0 and not each.position and not each.last:
                self.begun.discard(each.name)

    def episodes(self) -> list[Episode]:
        return [each for own in self.feeds.values() for each in own.values()]

    def offerable(self) -> set[str]:
        feeds = [own for feed, own in self.feeds.items() if self.states[feed] == 0]
        here = [each for own in feeds for each in own.values() if each.has_medium]
        return {each.name for each in here} - self.begun

    def write(self, db: sqlite3.Connection) -> dict[str, str]:
        """Write the database; return the episodes' names by their ids there."""
        create(db, "antennapod")
        names: dict[str, str] = {}
        for n, (feed, own) in enumerate(self.feeds.items(), 1):
            put(db, "Feeds", id=n, title=feed, state=self.states[feed])
            for each in own.values():
                names[str(len(names) + 1)] = each.name
                number = len(names)
                put(db, "FeedItems", id=number, title=each.name, feed=n, read=each.read,
                    item_identifier=each.guid)  # fmt: skip
                if each.has_medium:
                    put(db, "FeedMedia", feeditem=number, duration=each.duration,
                        position=each.position, played_duration=each.played,
                        last_played_time=each.last, playback_completion_date=each.history,
                        download_url=f"https://x.example/{number}")  # fmt: skip
        return names
