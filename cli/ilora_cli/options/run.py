"""The options that say how a list is ranked and shown; several commands take them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from ilora_cli.options.panels import DEVICE, OUTPUT, RANKING
from ilora_cli.settings import Settings
from ilora_edge.errors import OptionError

if TYPE_CHECKING:
    from ilora_edge.llama import EngineOptions

K: TypeAlias = Annotated[
    int, typer.Option("-k", min=1, max=1000, help="How many items.", rich_help_panel=RANKING)
]
FusionWeight: TypeAlias = Annotated[
    float | None,
    typer.Option(
        min=0.0,
        help="Weight of the encoder's score instead of the bundle's.",
        rich_help_panel=RANKING,
    ),
]
EncoderOnly: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--encoder-only/--no-encoder-only",
        help="Rank by the encoder alone: the language model is left out, which takes most time.",
        show_default=False,
        rich_help_panel=RANKING,
    ),
]
"""None: as the settings' file says."""
ENCODER_ONLY = "the encoder alone ranks, without the language model"
Threads: TypeAlias = Annotated[
    int | None,
    typer.Option(min=1, max=1024, help="Threads; default: physical cores.", rich_help_panel=DEVICE),
]
Json: TypeAlias = Annotated[
    bool,
    typer.Option("--json", help="Print the result as JSON on stdout.", rich_help_panel=OUTPUT),
]
Quiet: TypeAlias = Annotated[
    bool, typer.Option("--quiet", help="No progress.", rich_help_panel=OUTPUT)
]


def leaving_out(
    settings: Settings, encoder_only: bool | None, asking: Mapping[str, bool]
) -> Settings:
    """Return settings that say whether the language model is left out.

    Parameters
    ----------
    encoder_only
        What the flag says; None: as the settings' file does.
    asking
        Flags that are about the language model's scores, and whether they are given: one that is
        excludes the flag, and goes before what the file says. OptionError says so.
    """
    asked = next((flag for flag, is_given in asking.items() if is_given), None)
    if encoder_only and asked is not None:
        raise OptionError(
            f"{asked} is about the language model, which --encoder-only leaves out; give one of "
            "them"
        )
    if encoder_only is None:
        encoder_only = settings.encoder_only and asked is None
    return replace(settings, encoder_only=encoder_only)


def force_option(what: str) -> typer.models.OptionInfo:
    """Return the option ``--force``."""
    option: typer.models.OptionInfo = typer.Option("--force", help=what, rich_help_panel=OUTPUT)
    return option


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceOptions:
    """What computes."""

    threads: Threads = None
    gpu_layers: Annotated[
        str,
        typer.Option(
            metavar="N|auto",
            help="Layers that a GPU computes, where llama.cpp has a library for one (untested).",
            rich_help_panel=DEVICE,
        ),
    ] = "0"

    def engine(self, frugal: bool = False) -> EngineOptions:
        """Return what the engine is opened with."""
        from ilora_edge.llama import EngineOptions
        from ilora_edge.llama.gpu import parse_gpu_layers

        return EngineOptions(
            n_threads=self.threads,
            self_check=True,
            frugal=frugal,
            gpu_layers=parse_gpu_layers(self.gpu_layers),
        )
