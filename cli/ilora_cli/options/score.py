"""The options of ``ilora-edge score`` that no other command has, and what excludes what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ilora_cli.options.choices import Engine
from ilora_cli.options.panels import DEVICE, OUTPUT, RANKING, WHOSE
from ilora_cli.options.run import EncoderOnly, FusionWeight, leaving_out
from ilora_cli.settings import Settings
from ilora_edge.errors import OptionError

if TYPE_CHECKING:
    from ilora_edge.batch.shard import Shard


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOptions:
    """How many items for whom, and what they are ranked by."""

    users: Annotated[
        str | None,
        typer.Option(
            metavar="IDS",
            help="Only these: ids separated by commas, or @FILE, one per line.",
            rich_help_panel=WHOSE,
        ),
    ] = None
    shard: Annotated[
        str | None,
        typer.Option(
            metavar="I/N",
            help="Only the I-th of N shares: of several databases, else of the users.",
            rich_help_panel=WHOSE,
        ),
    ] = None
    k: Annotated[
        int,
        typer.Option("-k", min=1, max=1000, help="How many items each.", rich_help_panel=RANKING),
    ] = 10
    fusion_weight: FusionWeight = None
    encoder_only: EncoderOnly = None

    def settle(self, settings: Settings) -> Settings:
        """Return the settings with what these options say of the language model."""
        asking = {"--fusion-weight": self.fusion_weight is not None}
        return leaving_out(settings, self.encoder_only, asking)

    def share(self) -> Shard | None:
        """Return what ``--shard`` names, None where everybody is ranked."""
        from ilora_edge.batch.shard import Shard

        return None if self.shard is None else Shard.from_text(self.shard)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerOptions:
    """What ranks."""

    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=1024,
            help="Processes; default: physical cores.",
            rich_help_panel=DEVICE,
        ),
    ] = None
    threads: Annotated[
        int, typer.Option(min=1, max=1024, help="Threads of each process.", rich_help_panel=DEVICE)
    ] = 1
    engine: Annotated[
        Engine,
        typer.Option(
            help="What runs the processes; Ray opens network sockets.", rich_help_panel=DEVICE
        ),
    ] = Engine.PROCESSES
    address: Annotated[
        str | None,
        typer.Option(
            help="Address of a Ray cluster; without it, one is started here.",
            rich_help_panel=DEVICE,
        ),
    ] = None

    def check(self) -> None:
        """Raise OptionError for an address that nothing uses."""
        if self.address is not None and self.engine is not Engine.RAY:
            raise OptionError("--address is a Ray cluster's; add --engine ray")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreOutput:
    """Where the lists go, and what is said meanwhile."""

    csv: Annotated[
        bool, typer.Option("--csv", help="The lists on stdout, as CSV.", rich_help_panel=OUTPUT)
    ] = False
    nl: Annotated[
        bool,
        typer.Option(
            "--nl", help="The lists on stdout, one JSON object per line.", rich_help_panel=OUTPUT
        ),
    ] = False
    force: Annotated[
        bool,
        typer.Option("--force", help="Rank unchanged users again as well.", rich_help_panel=OUTPUT),
    ] = False
    restart: Annotated[
        bool,
        typer.Option(
            "--restart", help="Give up the run that was not finished.", rich_help_panel=OUTPUT
        ),
    ] = False
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Say nothing but errors.", rich_help_panel=OUTPUT)
    ] = False

    def check(self, is_file: bool, out: Path | None) -> None:
        """Raise OptionError where lists go nowhere, or to two places that exclude each other."""
        streams = self.csv or self.nl
        if self.csv and self.nl:
            raise OptionError("--csv and --nl are two forms of the same; give one of them")
        if is_file and streams:
            raise OptionError("--to writes files, --csv and --nl write to stdout; give one of them")
        if out is None and not streams and not is_file:
            raise OptionError(
                "where are the lists to go? name a database with --out, or give --to, --csv or --nl"
            )
        if out is None and (self.force or self.restart):
            raise OptionError("--force and --restart are about a database of lists; add --out")

    def say(self, text: str) -> None:
        """Print a remark, unless nothing is to be said."""
        from ilora_cli.console import note

        if not self.quiet:
            note(text)
