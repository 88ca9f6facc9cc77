"""``ilora-edge.toml``: what would otherwise be said with flags; a flag goes before it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ilora_edge.errors import OptionError
from ilora_edge.histories.mapping import Mapping
from ilora_edge.system.person_folders import at_home
from ilora_edge.system.real_path import real_path
from ilora_edge.titles import printable

if TYPE_CHECKING:
    from ilora_edge.times.date_text import Order

FILE = "ilora-edge.toml"
_PATHS = ("db", "bundle", "backbone", "out", "log")
_MAPPING = tuple(f.name for f in fields(Mapping))
_SWITCHES = ("library", "encoder_only")


@dataclass(frozen=True, slots=True)
class Settings:
    """Paths, and what the database's rows mean."""

    db: Path | None = None
    bundle: Path | None = None
    backbone: Path | None = None
    out: Path | None = None
    log: Path | None = None
    mapping: Mapping = field(default_factory=Mapping)
    library: bool = False
    """Whether lists keep to what the database has."""
    encoder_only: bool = False
    """Whether lists leave the language model out."""
    settled: bool = False
    """Whether a file says which database and bundle are meant and what the rows mean."""
    app_of: Path | None = None
    """The database of which alone ``mapping.app`` was said; None: of any."""

    def rows_of(self, *databases: Path) -> Mapping:
        """Return what the rows of these databases mean.

        A file that ``init`` has written names the application of its own database. Another is
        recognised by itself, and may be of another application.
        """
        own = None if self.app_of is None else real_path(self.app_of)
        if own is None or all(real_path(path) == own for path in databases):
            return self.mapping
        return replace(self.mapping, app=None)


def read_settings(path: Path | None = None) -> Settings:
    """Return a file's settings, those of ``ilora-edge.toml`` here by default, or none at all.

    Raises OptionError where the file cannot be read or has a key that means nothing.
    """
    if path is None:
        path = Path(FILE)
        if not path.is_file():
            return Settings()
    from ilora_edge.untrusted.toml_file import load_toml

    name = printable(str(path))
    try:
        values = load_toml(path)
    except OSError as error:
        raise OptionError(f"cannot read {name}: {error.strerror}") from error
    except ValueError as error:
        raise OptionError(
            f"{name} is not TOML: {printable(str(error))}; write a text in single quotes, "
            "as db = 'films.db'"
        ) from error
    known = (*_PATHS, *_MAPPING, *_SWITCHES)
    for key, value in values.items():
        if key not in known:
            raise OptionError(f"{name} has a key {printable(key)!r}; known: {', '.join(known)}")
        if key in _SWITCHES:
            if not isinstance(value, bool):
                raise OptionError(f"{name}: {key} must be true or false")
            continue
        if not isinstance(value, str) or not value:
            raise OptionError(f"{name}: {key} must be a text, as {key} = '...'")
        if "\0" in value:
            raise OptionError(f"{name}: {key} holds a zero character")
    # Wherever the command is run from.
    paths: dict[str, Any] = {
        key: path.parent / at_home(Path(values[key]), path.parent)
        for key in _PATHS
        if key in values
    }
    try:
        mapping = Mapping(**{key: values[key] for key in _MAPPING if key in values})
    except OptionError as error:
        raise OptionError(f"{name}: {error}") from error
    switches = {key: values[key] for key in _SWITCHES if key in values}
    return Settings(mapping=mapping, app_of=paths.get("db"), **switches, **paths)


def merged(file: Settings, flags: dict[str, Any], date_order: Order | None = None) -> Settings:
    """Return the settings with what the flags say in place of what the file says.

    One flag about the rows replaces all that the file says of them, except that of their dates.
    Which application it is, the file says of its own database alone.
    """
    paths = {key: flags.get(key) or getattr(file, key) for key in _PATHS}
    given = {key: flags[key] for key in _MAPPING if flags.get(key) is not None}
    named = [flags["db"]] if flags.get("db") else []
    mapping = Mapping(**given) if given else file.rows_of(*named)
    if date_order is not None:
        mapping = replace(mapping, date_order=date_order)
    is_flagged = given or date_order or flags.get("db") or flags.get("bundle")
    settled = not is_flagged and None not in (file.db, file.bundle)
    app_of = None if given else file.app_of
    return replace(file, mapping=mapping, settled=settled, app_of=app_of, **paths)
