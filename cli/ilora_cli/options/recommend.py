"""The options of ``ilora-edge recommend`` that no other command has, and what excludes what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from ilora_cli.options.panels import OUTPUT, RANKING, WHOSE
from ilora_cli.options.run import EncoderOnly, FusionWeight, Json, K, leaving_out
from ilora_cli.settings import Settings
from ilora_edge.errors import OptionError


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryOptions:
    """A history other than a user's own."""

    history: Annotated[
        str | None,
        typer.Option(
            help='Item ids instead of a user, oldest first: "50,172,133".', rich_help_panel=WHOSE
        ),
    ] = None
    cold: Annotated[
        bool,
        typer.Option(
            "--cold", help="For a person without a history: uniform gate.", rich_help_panel=WHOSE
        ),
    ] = False
    like: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ITEM",
            help="As if this item were the latest of the history, or the only one without a USER.",
            rich_help_panel=WHOSE,
        ),
    ] = None

    @property
    def is_given(self) -> bool:
        """Whether a history stands here in place of a user's."""
        return self.history is not None or self.cold

    def check(self, users: list[str]) -> None:
        """Raise OptionError where a user is named as well."""
        if sum((bool(users), self.history is not None, self.cold)) > 1:
            raise OptionError("give one of USER, --history and --cold, not several")


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingOptions:
    """How many items, and what they are ranked by."""

    k: K = 10
    fusion_weight: FusionWeight = None
    encoder_only: EncoderOnly = None
    llm_only: Annotated[
        bool,
        typer.Option(
            "--llm-only",
            help="Rank only by the LLM: a fusion weight of 0.",
            rich_help_panel=RANKING,
        ),
    ] = False
    greedy: Annotated[
        bool,
        typer.Option(
            "--greedy",
            help="With -k 1: what a greedy walk finds, though another may be better.",
            rich_help_panel=RANKING,
        ),
    ] = False

    @property
    def weight(self) -> float | None:
        """The fusion weight; None: the bundle's."""
        return 0.0 if self.llm_only else self.fusion_weight

    def settle(self, settings: Settings) -> Settings:
        """Return the settings with what these options say of the language model."""
        return leaving_out(settings, self.encoder_only, self._asking)

    @property
    def _asking(self) -> dict[str, bool]:
        """Which options are about the language model's scores, and whether they are given."""
        return {
            "--llm-only": self.llm_only,
            "--greedy": self.greedy,
            "--fusion-weight": self.fusion_weight is not None,
        }

    def check(self) -> None:
        """Raise OptionError for what excludes each other."""
        if self.greedy and self.k != 1:
            raise OptionError("--greedy finds only the first place; give it with -k 1")
        if self.llm_only and self.fusion_weight:
            raise OptionError("--llm-only means --fusion-weight 0; give one of them")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOptions:
    """What is printed of a list."""

    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Ask the language model too which past items carried each item.",
            rich_help_panel=OUTPUT,
        ),
    ] = False
    as_json: Json = False
    plain: Annotated[
        bool,
        typer.Option(
            "--plain",
            help="Rank, id, title and score, separated by tabs, for pipes.",
            rich_help_panel=OUTPUT,
        ),
    ] = False
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose",
            "-v",
            help="Scores, gate weights and milliseconds too.",
            rich_help_panel=OUTPUT,
        ),
    ] = False

    def check(self) -> None:
        """Raise OptionError for two forms at once."""
        if self.as_json and self.plain:
            raise OptionError("--json and --plain are two forms of the same; give one of them")
        if self.plain and self.explain:
            raise OptionError("--plain has no room for reasons; give --explain with --json")
