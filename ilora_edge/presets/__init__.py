"""What other applications' SQLite files hold, and the SELECTs that read a history out of them.

A line of a SELECT that ends with ``--? table.column`` is for schemas that have that column, with
``!`` before it for those that have not; alone on a line it is of all lines up to ``--.``. What is
between ``--* name_#.column`` and ``--.`` is repeated for each table of such a name, with its number
in place of every ``#``. So one variant reads several releases. In place of a line ``--= common``
stands what several SELECTs of a variant begin with.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from typing import Any

from ilora_edge.errors import OptionError
from ilora_edge.presets.without_history import PROGRAMS
from ilora_edge.titles import printable

# Written out, so that listing them reads no file.
PRESET_NAMES: tuple[str, ...] = (
    "aniyomi",
    "anki",
    "antennapod",
    "applebooks",
    "applepodcasts",
    "audiobookshelf",
    "calibre",
    "chromium",
    "clementine",
    "cozy",
    "elisa",
    "emby",
    "epiphany",
    "firefox",
    "freshrss",
    "goggalaxy",
    "gonic",
    "gpodder",
    "innertune",
    "jellyfin",
    "kasts",
    "kavita",
    "kobo",
    "kodi",
    "koel",
    "komga",
    "koreader",
    "kotatsu",
    "lms",
    "lollypop",
    "lute",
    "lutris",
    "lyrion",
    "maloja",
    "mediamonkey",
    "mediatracker",
    "mihon",
    "mixxx",
    "movary",
    "navidrome",
    "newpipe",
    "newsboat",
    "playbackreporting",
    "plex",
    "pocketcasts",
    "podcastaddict",
    "podfetch",
    "qutebrowser",
    "safari",
    "stash",
    "strawberry",
    "supysonic",
    "tautulli",
    "vimusic",
    "vlc",
    "watcharr",
    "yacreader",
    "yamtrack",
    "zotero",
)


QUERIES = ("interactions", "items", "seen", "hidden", "people", "wanted")
"""The SELECTs of a variant."""


@dataclass(frozen=True, slots=True)
class SchemaVariant:
    """One schema of an application: the columns it is known by, and what to select from them.

    ``interactions`` gives user, item, time and, where there is one, rating (to 5); ``items`` gives
    item, title and what else is known of an item; ``seen`` gives user and item: what must not be
    offered again; ``hidden`` too, where there is one: what the application does not show to a user.
    ``wanted`` gives user and item: what they have put on a list of what is still to be read,
    watched or played. ``people`` gives user: everybody it knows, those too who have done nothing
    yet.
    """

    name: str
    tables: dict[str, tuple[str, ...]]
    interactions: str
    items: str
    seen: str
    remark: str
    hidden: str = ""
    people: str = ""
    wanted: str = ""

    @property
    def n_columns(self) -> int:
        """The number of columns that a database must have to be of this schema."""
        return sum(map(len, self.tables.values()))

    def fitted(self, present: Mapping[str, Collection[str]]) -> SchemaVariant:
        """Return the variant with those lines that a database has the columns for.

        Tables and columns are given in lower case.
        """
        named = {name: getattr(self, name) for name in QUERIES}
        fit: dict[str, Any] = {
            name: "\n".join(_lines(query.splitlines(), present)) for name, query in named.items()
        }
        return replace(self, **fit)


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A database of an application that has no history, and what to give instead of it."""

    file: str
    holds: str
    instead: str
    tables: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Preset:
    """An application whose database can be read, its schemas newest first."""

    name: str
    title: str
    about: str
    file: str
    verified: str
    variants: tuple[SchemaVariant, ...]
    others: tuple[OtherFile, ...] = ()
    library: bool = False
    """Whether its items are what there is to be played or read at home, used or not."""


def load_preset(name: str) -> Preset:
    """Return the preset of this name, or raise OptionError where there is none."""
    if name not in PRESET_NAMES:
        raise OptionError(
            f"no preset {printable(name)!r}; the known ones are {', '.join(PRESET_NAMES)}"
        )
    return _parse(_text(name))


def _text(name: str) -> str:
    return Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8")


def _parse(text: str) -> Preset:
    # Imported here: the rest of the program does not need it.
    import tomllib

    data = tomllib.loads(text)
    variants = tuple(
        SchemaVariant(
            name=variant["name"],
            tables=_tables(variant),
            remark=variant.get("remark", ""),
            **_queries(variant),
        )
        for variant in data["variant"]
    )
    others = tuple(
        OtherFile(other["file"], other["holds"], other.get("instead", data["file"]), _tables(other))
        for other in data.get("other", ())
    )
    return Preset(
        name=data["name"],
        title=data["title"],
        about=data["about"],
        file=data["file"],
        verified=data["verified"],
        variants=variants,
        others=others,
        library=data.get("library", False),
    )


def recognise(columns: Mapping[str, Collection[str]]) -> list[tuple[Preset, SchemaVariant]]:
    """Return the presets that fit a database, given the columns of each of its tables.

    Each comes with every variant that fits, the newest first; the preset that asks for most
    columns is first.
    """
    present = _in_lower_case(columns)
    found: list[tuple[int, Preset, SchemaVariant]] = []
    for preset in _with_tables("variant", present):
        fit = [v.fitted(present) for v in preset.variants if _fits(v.tables, present)]
        found.extend((fit[0].n_columns, preset, variant) for variant in fit)
    return [(preset, variant) for _, preset, variant in sorted(found, key=lambda f: -f[0])]


def without_history(columns: Mapping[str, Collection[str]]) -> str | None:
    """Return what a database is that belongs to an application and has no history, or None.

    Given the columns of each of its tables, of a database that :func:`recognise` does not know.
    """
    present = _in_lower_case(columns)
    for preset in _with_tables("other", present):
        if any(_fits(variant.tables, present) for variant in preset.variants):
            # A copy that has the tables of both files.
            continue
        for other in preset.others:
            if _fits(other.tables, present):
                return (
                    f"a file of {preset.title} ({other.file}: {other.holds}) and has no history; "
                    f"give {other.instead} instead"
                )
    for program in PROGRAMS:
        if _fits(program.tables, present):
            return (
                f"of {program.title} ({program.holds}) and has no history of what was used; give "
                f"{program.instead} instead"
            )
    return None


_PART = re.compile(r"^\[\[(\w+)\]\]$", re.MULTILINE)
_TABLE = re.compile(r"^tables\.(\w+)", re.MULTILINE)


def _with_tables(kind: str, present: Collection[str]) -> Iterator[Preset]:
    """Yield the presets of which a part of this kind has all its tables in a database.

    Parsing all of them takes longer than reading a small database.
    """
    for text in map(_text, PRESET_NAMES):
        _, *rest = _PART.split(text)
        parts = (part for of, part in zip(rest[::2], rest[1::2], strict=True) if of == kind)
        if any(all(t.lower() in present for t in _TABLE.findall(part)) for part in parts):
            yield _parse(text)


_AT_END = re.compile(r"(.*?)\s*--\? (!?)(\w+)\.(\w+)$")
_BLOCK = re.compile(r"--([?*]) (!?)(\w+)(?:#(\w*))?\.(\w+)$")


def _lines(query: Iterable[str], present: Mapping[str, Collection[str]]) -> Iterator[str]:
    lines = iter(query)
    for line in lines:
        if found := _BLOCK.match(line):
            block = list(takewhile(lambda other: other != "--.", lines))
            kind, negated, table, after, column = found.groups()
            if kind == "*":
                for number in _numbers(table, after or "", column, present):
                    yield from _lines((other.replace("#", number) for other in block), present)
            elif _has(present, table, column) != bool(negated):
                yield from _lines(block, present)
        elif found := _AT_END.match(line):
            text, negated, table, column = found.groups()
            if _has(present, table, column) != bool(negated):
                yield text
        else:
            yield line


def _has(present: Mapping[str, Collection[str]], table: str, column: str) -> bool:
    return column.lower() in present.get(table.lower(), ())


def _numbers(
    before: str, after: str, column: str, present: Mapping[str, Collection[str]]
) -> list[str]:
    """Return the numbers in the names of tables that have a column, in order."""
    every = (other for other in present if _has(present, other, column))
    numbers = (
        other.removeprefix(before.lower()).removesuffix(after.lower())
        for other in every
        if other.startswith(before.lower()) and other.endswith(after.lower())
    )
    return sorted((n for n in numbers if n.isascii() and n.isdecimal()), key=int)


def _in_lower_case(columns: Mapping[str, Collection[str]]) -> dict[str, set[str]]:
    """Return tables and their columns as they are compared: SQLite's names have no case."""
    return {table.lower(): {name.lower() for name in columns[table]} for table in columns}


def _fits(tables: Mapping[str, Iterable[str]], present: Mapping[str, Collection[str]]) -> bool:
    return all(
        name.lower() in present.get(table.lower(), ())
        for table, names in tables.items()
        for name in names
    )


_COMMON = "--= common\n"


def _queries(variant: Mapping[str, Any]) -> dict[str, str]:
    """Return a variant's SELECTs, with what they have in common where they name it."""
    common = variant.get("common", "")
    return {name: variant.get(name, "").replace(_COMMON, common) for name in QUERIES}


def _tables(part: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {table: tuple(columns) for table, columns in part["tables"].items()}
