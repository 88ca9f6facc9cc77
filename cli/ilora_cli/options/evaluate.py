"""The options of ``ilora-edge evaluate`` that no other command has, and what excludes what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from ilora_cli.options.choices import Baseline, ColdNegatives, Control, Mode, Targets
from ilora_cli.options.panels import MEASURED, OUTPUT
from ilora_cli.options.run import FusionWeight, Json
from ilora_cli.options.source import ModelSource
from ilora_cli.settings import Settings
from ilora_edge.errors import OptionError


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOutOptions:
    """Which rows are held out."""

    split: Annotated[
        Path | None,
        typer.Option(
            help="JSON lines with 'seq' and 'next' instead of a database.",
            rich_help_panel=MEASURED,
        ),
    ] = None
    split_items: Annotated[
        Path | None,
        typer.Option(
            help="The split's items.csv, of id (position) and title.", rich_help_panel=MEASURED
        ),
    ] = None
    item_offset: Annotated[
        int,
        typer.Option(
            help="Added to the split's ids to get the bundle's.", rich_help_panel=MEASURED
        ),
    ] = 0
    users_from: Annotated[
        Path | None,
        typer.Option(
            help="JSON lines whose 'user's are evaluated; with --db. A row without one stands for "
            "val-3 if it is the third line of val.jsonl, as ilora-edge import llara names it.",
            rich_help_panel=MEASURED,
        ),
    ] = None
    targets: Annotated[
        Targets,
        typer.Option(
            help="With --db: the last item of each user, or all with enough history.",
            rich_help_panel=MEASURED,
        ),
    ] = Targets.LAST
    events: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="With --db: each user's item after exactly so many others.",
            rich_help_panel=MEASURED,
        ),
    ] = None

    since: Annotated[
        str | None,
        typer.Option(
            metavar="DAY",
            help="With --db: only targets of this day (UTC, as 1998-03-28) or later, for a bundle "
            "that was trained on what came before.",
            rich_help_panel=MEASURED,
        ),
    ] = None

    @property
    def first_time(self) -> int | None:
        """The beginning of ``since``, UTC, in unix seconds."""
        from datetime import UTC, date, datetime, time

        if self.since is None:
            return None
        try:
            day = date.fromisoformat(self.since)
        except ValueError as error:
            raise OptionError(
                f"--since must be a day such as 1998-03-28, not {self.since!r}"
            ) from error
        return int(datetime.combine(day, time(), UTC).timestamp())

    @property
    def facts(self) -> dict[str, Any]:
        """Which rows these are, for the report; what was not asked for is left out."""
        asked = {"events": self.events, "since": self.since}
        return {name: value for name, value in asked.items() if value is not None}

    def settings(self, source: ModelSource) -> Settings:
        """Return the settings; a split needs no database, not even the settings' own."""
        if self.split is not None and source.items is not None:
            raise OptionError(
                "--items says what a database's rows mean; the file of a split's is --split-items"
            )
        found = source.settings()
        return found if self.split is None else replace(found, db=source.db)

    def check(self, db: Path | None) -> None:
        """Raise OptionError for what is missing or excludes each other."""
        if (self.split is None) == (db is None):
            raise OptionError("give either --split (with --split-items) or --db")
        if self.split is not None and self.split_items is None:
            raise OptionError("--split needs --split-items, the file its ids are positions in")
        if self.split_items is not None and self.split is None:
            raise OptionError("--split-items goes with --split")
        if self.split is not None and self.users_from is not None:
            raise OptionError("--users-from goes with --db; a split's rows name their users")
        if self.item_offset and self.split is None:
            raise OptionError("--item-offset goes with --split")
        if self.events is not None and (db is None or self.targets is Targets.ALL):
            raise OptionError("--events goes with --db, and instead of --targets all")
        if self.since is not None and db is None:
            raise OptionError("--since goes with --db; a split's rows have no times")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureOptions:
    """What is measured on them."""

    mode: Annotated[
        Mode,
        typer.Option(
            help="paper: 20 candidates; product: whole catalogue to a list of 10; full: the "
            "target's rank in the whole catalogue.",
            rich_help_panel=MEASURED,
        ),
    ] = Mode.PAPER
    candidates: Annotated[
        int | None,
        typer.Option(
            min=20,
            max=1000,
            help="How many of the encoder's best the LLM ranks. Product mode.",
            rich_help_panel=MEASURED,
        ),
    ] = None
    cold: Annotated[
        ColdNegatives | None,
        typer.Option(
            help="Only cold targets, which no training user interacted with; negatives from all "
            "such items, or from a mix: the whole catalogue. Paper mode.",
            rich_help_panel=MEASURED,
        ),
    ] = None
    baseline: Annotated[
        list[Baseline] | None,
        typer.Option(help="One more model; --cold adds nearest-title.", rich_help_panel=MEASURED),
    ] = None
    fusion_weight: FusionWeight = None
    draws: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Drawn candidate lists per row, instead of the exact expectation; 20 with --cold.",
            rich_help_panel=MEASURED,
        ),
    ] = None
    control: Annotated[
        Control | None,
        typer.Option(
            help="What is shuffled among the rows, to see what it adds.", rich_help_panel=MEASURED
        ),
    ] = None
    seed: Annotated[
        int, typer.Option(min=0, help="Seed of draws and controls.", rich_help_panel=MEASURED)
    ] = 0

    @property
    def n_candidates(self) -> int:
        """How many items the LLM ranks in product mode."""
        from ilora_edge.request import MIN_CANDIDATES

        return self.candidates or MIN_CANDIDATES

    @property
    def facts(self) -> dict[str, Any]:
        """Which targets these are, for the report."""
        return {} if self.cold is None else {"cold": self.cold.value}

    def check(self) -> None:
        """Raise OptionError for what a mode does not have, and for a weight that is none."""
        from ilora_edge.request import check_fusion_weight

        if self.fusion_weight is not None:
            check_fusion_weight(self.fusion_weight)
        if self.candidates is not None and self.mode is not Mode.PRODUCT:
            raise OptionError("--candidates goes with --mode product")
        if self.mode is not Mode.PAPER and self.draws is not None:
            raise OptionError("--draws goes with --mode paper; the other candidates are fixed")
        if self.mode is Mode.FULL and self.control is not None:
            raise OptionError("--control goes with --mode paper or product")
        if self.cold is not None and self.mode is not Mode.PAPER:
            raise OptionError("--cold goes with --mode paper; it is about the negatives")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """Where the numbers go."""

    rows_path: Annotated[
        Path | None,
        typer.Option(
            "--rows",
            help="Write every row's values to this file, as JSON lines.",
            rich_help_panel=OUTPUT,
        ),
    ] = None
    as_json: Json = False
