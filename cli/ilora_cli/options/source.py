"""The options that say which database and bundle are read, and what the database's rows mean."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from ilora_cli.options.panels import ROWS, SETTINGS, SOURCE
from ilora_cli.settings import Settings, merged, read_settings
from ilora_edge.errors import OptionError
from ilora_edge.titles import printable

if TYPE_CHECKING:
    from ilora_edge.times.date_text import Order

Db: TypeAlias = Annotated[
    Path | None,
    typer.Option(help="SQLite database with the histories.", rich_help_panel=SOURCE),
]
Bundle: TypeAlias = Annotated[
    Path | None, typer.Option(help="Bundle folder.", rich_help_panel=SOURCE)
]
Backbone: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        help="Backbone of an experts-only bundle: its GGUF file or a folder.",
        rich_help_panel=SOURCE,
    ),
]
Log: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        help="File of 'ilora-edge log'; without it, the usual one.", rich_help_panel=SETTINGS
    ),
]
Config: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        help="Settings to read; without it, ilora-edge.toml in this folder.",
        rich_help_panel=SETTINGS,
    ),
]


def _application(name: str) -> str:
    """Return an application's name; another one is a usage error."""
    from ilora_edge.presets import PRESET_NAMES

    if name not in PRESET_NAMES:
        from difflib import get_close_matches

        near = get_close_matches(name.lower(), PRESET_NAMES, 1)
        known = f"one of {', '.join(PRESET_NAMES)}"
        if near:
            known = f"known; did you mean {near[0]}? all of them: ilora-edge init --apps"
        raise typer.BadParameter(f"{name!r} is not {known}")
    return name


App: TypeAlias = Annotated[
    str | None,
    typer.Option(
        parser=_application,
        metavar="NAME",
        help="The application that made the database; list them: ilora-edge init --apps.",
        rich_help_panel=ROWS,
    ),
]


def _select(text: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(
        metavar="SELECT", help=text, rich_help_panel=ROWS
    )
    return option


def _column(what: str, table: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(
        metavar="NAME",
        help=f"Column of {what}, where --{table} names a table.",
        rich_help_panel=ROWS,
    )
    return option


Interactions: TypeAlias = Annotated[str | None, _select("SELECT of user, item, time; or a table.")]
Items: TypeAlias = Annotated[str | None, _select("SELECT of item, title and others; or a table.")]
Seen: TypeAlias = Annotated[
    str | None, _select("SELECT of user, item: what is not recommended again; or a table.")
]
DayFirst: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--day-first/--month-first",
        help="How to read times such as 4/5/2025. Without either, the column's others tell.",
        show_default=False,
        rich_help_panel=ROWS,
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistorySource:
    """A database of histories."""

    db: Db = None
    config: Config = None
    log: Log = None
    app: App = None
    interactions: Interactions = None
    items: Items = None
    seen: Seen = None
    user_column: Annotated[str | None, _column("users", "interactions")] = None
    item_column: Annotated[str | None, _column("items", "interactions")] = None
    time_column: Annotated[str | None, _column("times", "interactions")] = None
    rating_column: Annotated[str | None, _column("ratings", "interactions")] = None
    weight_column: Annotated[str | None, _column("weights", "interactions")] = None
    id_column: Annotated[str | None, _column("ids", "items")] = None
    title_column: Annotated[str | None, _column("titles", "items")] = None
    day_first: DayFirst = None

    def settings(self, makes_log: bool = False) -> Settings:
        """Return the settings' file with what the options say in place of what it says.

        ``makes_log``: whether the command writes to the log, and makes its folder. Raises
        OptionError where a log is only read, and not even its folder is there.
        """
        if not makes_log:
            check_log(self.log)
        return merged(read_settings(self.config), asdict(self), date_order(self.day_first))


def check_log(log: Path | None) -> None:
    """Raise OptionError for a log in a folder that is not there: nothing was ever kept in it.

    A file that is missing in a folder that is there is a log in which nothing was said yet.
    """
    if log is not None and not log.parent.exists():
        raise OptionError(
            f"--log {printable(str(log))}: there is no such folder; 'ilora-edge like' makes it "
            "with the first that is said"
        )


def date_order(day_first: bool | None) -> Order | None:
    """Return what comes first in a date; None: nobody said."""
    return None if day_first is None else "day" if day_first else "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueSource(HistorySource):
    """A database of histories, and the bundle whose items can be named."""

    bundle: Bundle = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSource(CatalogueSource):
    """A database of histories, and the bundle that ranks for them."""

    backbone: Backbone = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsSource(ModelSource):
    """As ModelSource, and the database that lists are written to."""

    out: Annotated[
        Path | None,
        typer.Option(
            help="Database of lists to write; what it has of other databases stays.",
            rich_help_panel=SOURCE,
        ),
    ] = None
