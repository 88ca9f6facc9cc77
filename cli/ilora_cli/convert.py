"""``ilora-edge convert``: an HF checkpoint folder becomes a GGUF model."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Annotated

import typer

from ilora_cli import train
from ilora_cli.options.choices import MatrixType
from ilora_cli.options.panels import MODEL
from ilora_cli.options.run import force_option
from ilora_edge.errors import OptionError

TOKENIZER_PACKAGES = ("transformers", "tokenizers")


def convert(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER|FILE",
            help="HF checkpoint folder (config, safetensors), or a GGUF file.",
        ),
    ],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The new GGUF file.")],
    *,
    type_: Annotated[
        MatrixType,
        typer.Option(
            "--type",
            help="Type of the matrices; those after q8_0 take longer, by way of a temporary file.",
            rich_help_panel=MODEL,
        ),
    ] = MatrixType.F16,
    no_tokenizer: Annotated[
        bool,
        typer.Option(
            "--no-tokenizer",
            help="Leave the tokenizer out: the model then reads only ids.",
            rich_help_panel=MODEL,
        ),
    ] = False,
    force: Annotated[bool, force_option("Replace an existing file.")] = False,
) -> None:
    """Convert an HF checkpoint to GGUF, tensor by tensor.

    Of a Llama, Mistral, Qwen2 or Qwen3 model. A GGUF file is given another type by way of the
    values it stands for. Tokenizers need the [train] extra; weights without one need only the
    device side.

    $ ilora-edge convert SmolLM2-135M smollm2-135m.gguf --type q8_0
    """
    if not no_tokenizer:
        train.require("convert", "train", TOKENIZER_PACKAGES)
    _check_free(out, force)
    from ilora_cli.console import note, progress
    from ilora_export.gguf_backbone import convert_backbone, count_tensors

    start = time.perf_counter()
    if folder.is_file():
        train.require("convert", "train", train.PACKAGES)
        from ilora_train.gguf_checkpoint import gguf_folder

        note(f"{folder}: read once, its values are kept in the cache folder")
        folder = gguf_folder(folder)
    with progress("convert", count_tensors(folder)) as step:
        done = convert_backbone(
            folder, out, type_.value, tokenizer=not no_tokenizer, advance=lambda: step(1)
        )
    for remark in done.remarks:
        note(f"note: {remark}")
    seconds = time.perf_counter() - start
    note(
        f"{out}: {done.size / 1e6:,.1f} MB from {done.source_size / 1e6:,.1f} MB, "
        f"{done.n_tensors} tensors in {seconds:.1f} s, {done.source_size / 1e9 / seconds:.2f} GB/s"
    )


def _check_free(out: Path, force: bool) -> None:
    if os.path.lexists(out):
        if not force:
            raise OptionError(f"{out}: exists already; replace it by adding --force")
        if out.is_symlink() or not out.is_file():
            raise OptionError(f"{out}: is not a plain file, so it is not replaced; choose another")
