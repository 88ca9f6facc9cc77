"""What other applications' SQLite files hold, and the SELECTs that read a history out of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ilora_edge.errors import OptionError
from ilora_edge.titles import printable

# Written out, so that listing them reads no file.
PRESET_NAMES: tuple[str, ...] = (
    "antennapod",
    "audiobookshelf",
    "calibre",
    "firefox",
    "jellyfin",
    "kodi",
    "komga",
    "koreader",
    "lutris",
    "maloja",
    "mihon",
    "navidrome",
    "newpipe",
    "strawberry",
    "tautulli",
)


@dataclass(frozen=True, slots=True)
class Variant:
    """One schema of an application: the columns it is known by, and what to select from them.

    ``interactions`` gives user, item, time (unix seconds) and, where there is one, weight;
    ``items`` gives item, title and what else is known of an item.
    """

    name: str
    tables: dict[str, tuple[str, ...]]
    interactions: str
    items: str
    remark: str

    @property
    def n_columns(self) -> int:
        """The number of columns that a database must have to be of this schema."""
        return sum(map(len, self.tables.values()))


@dataclass(frozen=True, slots=True)
class Preset:
    """An application whose database can be read, its schemas newest first."""

    name: str
    title: str
    about: str
    file: str
    verified: str
    variants: tuple[Variant, ...]


def load_preset(name: str) -> Preset:
    """Return the preset of this name, or raise OptionError where there is none."""
    if name not in PRESET_NAMES:
        raise OptionError(
            f"no preset {printable(name)!r}; the known ones are {', '.join(PRESET_NAMES)}"
        )
    # Imported here: the rest of the program needs neither.
    import tomllib
    from importlib.resources import files

    data = tomllib.loads((files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))
    variants = tuple(
        Variant(
            name=variant["name"],
            tables={table: tuple(columns) for table, columns in variant["tables"].items()},
            interactions=variant["interactions"],
            items=variant["items"],
            remark=variant.get("remark", ""),
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


def recognise(columns: Mapping[str, Collection[str]]) -> list[tuple[Preset, Variant]]:
    """Return the presets that fit a database, given the columns of each of its tables.

    Each comes with its newest variant that fits; the one that asks for most columns is first.
    """
    # SQLite's names have no case.
    present = {table.lower(): {name.lower() for name in columns[table]} for table in columns}
    found = []
    for preset in map(load_preset, PRESET_NAMES):
        for variant in preset.variants:
            if _fits(variant, present):
                found.append((preset, variant))
                break
    return sorted(found, key=lambda pair: -pair[1].n_columns)


def _fits(variant: Variant, present: Mapping[str, Collection[str]]) -> bool:
    return all(
        name.lower() in present.get(table.lower(), ())
        for table, names in variant.tables.items()
        for name in names
    )
