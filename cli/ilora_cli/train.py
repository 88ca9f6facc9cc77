"""``ilora-edge train``: encoder, backbone and experts, as a recipe says."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ilora_edge.errors import MissingExtraError

PACKAGES = ("torch", "transformers", "tokenizers")


def require(command: str, extra: str, packages: tuple[str, ...]) -> None:
    """Raise MissingExtraError for the first package that is not installed."""
    from importlib.util import find_spec

    for package in packages:
        if find_spec(package) is None:
            raise MissingExtraError(command, extra, package)


def train(
    recipe: Annotated[Path, typer.Argument(help="Recipe (TOML), as in train/recipes/.")],
    db: Annotated[Path, typer.Option(help="SQLite database with the histories.")],
    out: Annotated[Path, typer.Option(help="Folder of the run; new or empty.")],
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a run that was interrupted.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bars.")] = False,
) -> None:
    """Train a model on a database of histories (needs the [train] extra)."""
    require("train", "train", PACKAGES)
    from ilora_cli.console import note
    from ilora_train.run import train as run

    summary = run(recipe, db, out, resume=resume, quiet=quiet)
    note(
        f"trained on {summary['n_interactions']:,} interactions of {summary['n_users']:,} users "
        f"({summary['n_excluded_users']:,} excluded)"
    )
    note(f"next: ilora-edge export {out} --out BUNDLE")
