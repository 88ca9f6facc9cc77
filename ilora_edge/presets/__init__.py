"""What other applications' SQLite files hold, and the SELECTs that read a history out of them.

A line of a SELECT that ends with ``--? table.column`` is for schemas that have that column, with
``!`` before it for those that have not; alone on a line it is of all lines up to ``--.``. What is
between ``--* name_#.column`` and ``--.`` is repeated for each table of such a name, with its number
in place of every ``#``. So one variant reads several releases.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from ilora_edge.errors import OptionError
from ilora_edge.titles import printable

# Written out, so that listing them reads no file.
PRESET_NAMES: tuple[str, ...] = (
    "anki",
    "antennapod",
    "audiobookshelf",
    "calibre",
    "chromium",
    "emby",
    "firefox",
    "jellyfin",
    "kodi",
    "koel",
    "komga",
    "koreader",
    "lutris",
    "maloja",
    "mihon",
    "navidrome",
    "newpipe",
    "plex",
    "safari",
    "strawberry",
    "tautulli",
    "yamtrack",
)


@dataclass(frozen=True, slots=True)
class SchemaVariant:
    """One schema of an application: the columns it is known by, and what to select from them.

    ``interactions`` gives user, item, time and, where there is one, rating (to 5); ``items`` gives
    item, title and what else is known of an item; ``seen`` gives user and item: what must not be
    offered again; ``hidden`` too, where there is one: what the application does not show to a user.
    """

    name: str
    tables: dict[str, tuple[str, ...]]
    interactions: str
    items: str
    seen: str
    remark: str
    hidden: str = ""

    @property
    def n_columns(self) -> int:
        """The number of columns that a database must have to be of this schema."""
        return sum(map(len, self.tables.values()))

    def fitted(self, present: Mapping[str, Collection[str]]) -> SchemaVariant:
        """Return the variant with those lines that a database has the columns for.

        Tables and columns are given in lower case.
        """
        queries = (self.interactions, self.items, self.seen, self.hidden)
        interactions, items, seen, hidden = (
            "\n".join(_lines(q.splitlines(), present)) for q in queries
        )
        return replace(self, interactions=interactions, items=items, seen=seen, hidden=hidden)


@dataclass(frozen=True, slots=True)
class Preset:
    """An application whose database can be read, its schemas newest first."""

    name: str
    title: str
    about: str
    file: str
    verified: str
    variants: tuple[SchemaVariant, ...]


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
            tables={table: tuple(columns) for table, columns in variant["tables"].items()},
            interactions=variant["interactions"],
            items=variant["items"],
            seen=variant["seen"],
            remark=variant.get("remark", ""),
            hidden=variant.get("hidden", ""),
        )
        for variant in data["variant"]
    )
    return Preset(
        name=data["name"],
        title=data["title"],
        about=data["about"],
        file=data["file"],
        verified=data["verified"],
        variants=variants,
    )


def recognise(columns: Mapping[str, Collection[str]]) -> list[tuple[Preset, SchemaVariant]]:
    """Return the presets that fit a database, given the columns of each of its tables.

    Each comes with every variant that fits, the newest first; the preset that asks for most
    columns is first.
    """
    # SQLite's names have no case.
    present = {table.lower(): {name.lower() for name in columns[table]} for table in columns}
    found: list[tuple[int, Preset, SchemaVariant]] = []
    for text in map(_text, PRESET_NAMES):
        # Parsing all of them takes longer than reading a small database.
        if not _has_tables(text, present):
            continue
        preset = _parse(text)
        fit = [v.fitted(present) for v in preset.variants if _fits(v, present)]
        found.extend((fit[0].n_columns, preset, variant) for variant in fit)
    return [(preset, variant) for _, preset, variant in sorted(found, key=lambda f: -f[0])]


_TABLE = re.compile(r"^tables\.(\w+)", re.MULTILINE)


def _has_tables(text: str, present: Collection[str]) -> bool:
    """Whether a database has all tables of a variant, as a preset's text names them."""
    _, *variants = text.split("\n[[variant]]\n")
    return any(all(t.lower() in present for t in _TABLE.findall(v)) for v in variants)


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


def _fits(variant: SchemaVariant, present: Mapping[str, Collection[str]]) -> bool:
    return all(
        name.lower() in present.get(table.lower(), ())
        for table, names in variant.tables.items()
        for name in names
    )
