"""A GGUF model in another type, made by llama.cpp from a file that was checked first."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Any

from ilora_edge.errors import BundleError, CheckpointError, OptionError
from ilora_edge.llama import library
from ilora_edge.llama.library import C
from ilora_edge.system.new_file import put_in_place
from ilora_edge.system.scratch import ScratchFolder
from ilora_edge.system.threads import default_threads
from ilora_edge.untrusted.gguf_header import GGUFHeader, check_backbone
from ilora_edge.untrusted.gguf_reader import quoted
from ilora_edge.untrusted.strict_json import shown

QUANTISERS = {
    "f16": C.LLAMA_FTYPE_MOSTLY_F16,
    "bf16": C.LLAMA_FTYPE_MOSTLY_BF16,
    "q8_0": C.LLAMA_FTYPE_MOSTLY_Q8_0,
    "q6_k": C.LLAMA_FTYPE_MOSTLY_Q6_K,
    "q5_k_m": C.LLAMA_FTYPE_MOSTLY_Q5_K_M,
    "q4_k_m": C.LLAMA_FTYPE_MOSTLY_Q4_K_M,
    "q4_0": C.LLAMA_FTYPE_MOSTLY_Q4_0,
    "iq4_nl": C.LLAMA_FTYPE_MOSTLY_IQ4_NL,
}
"""Types by the names of ``convert --type``. Where a row does not divide into blocks of 256,
llama.cpp takes types of 32: Q5_0 for Q4_K, Q5_1 for Q5_K, Q8_0 for Q6_K."""

_WHOLE = ("f32", "f16", "bf16")
_LOG_ERROR = 4
"""ggml's GGML_LOG_LEVEL_ERROR, which the Python package does not name correctly."""


def quantise_gguf(source: Path, out: Path, type_name: str) -> None:
    """Write ``out``, the model of ``source`` with its matrices in another type.

    An ``out`` that exists is replaced; nothing is left behind where this fails.

    Parameters
    ----------
    source
        A model whose matrices are F32, F16 or BF16.
    type_name
        One of :data:`QUANTISERS`. llama.cpp keeps some matrices in a finer type.

    Raises
    ------
    OptionError
        The type is unknown.
    BundleError
        The source is missing or not a GGUF model that llama.cpp may open.
    CheckpointError
        The source is quantised already, its values do not fit the type, or the disk is full.
    """
    if type_name not in QUANTISERS:
        raise OptionError(f"unknown type {shown(type_name)}; known: {', '.join(QUANTISERS)}")
    header = check_backbone(source)
    _check_whole(source, header)
    out.parent.mkdir(parents=True, exist_ok=True)
    with ScratchFolder(out.parent, f".{out.name}-", ".part") as folder_of_part:
        part = folder_of_part / "model.gguf"
        reason = _run(source, part, type_name)
        if reason is not None:
            raise CheckpointError(f"{source}: llama.cpp cannot make it {type_name} ({reason})")
        try:
            # llama.cpp does not notice a full disk.
            made = check_backbone(part, header.architecture)
        except BundleError as error:
            raise CheckpointError(
                f"{out}: came out incomplete as {type_name}; is the disk full?"
            ) from error
        if made.tensors.keys() != header.tensors.keys():
            raise CheckpointError(f"{out}: came out as {type_name} with other tensors than before")
        put_in_place(part, out)


def _check_whole(path: Path, header: GGUFHeader) -> None:
    for name, tensor in header.tensors.items():
        if tensor.type_name not in _WHOLE:
            raise CheckpointError(
                f"{path}: {name} is {tensor.type_name} already, and quantising twice adds errors; "
                "start from the F16 or F32 model"
            )


def _run(source: Path, out: Path, type_name: str) -> str | None:
    """Return what llama.cpp says where it fails, else None."""
    log = _Log()
    params = C.llama_model_quantize_default_params()
    params.nthread = default_threads()
    params.ftype = QUANTISERS[type_name]
    library.load_variant()
    C.llama_backend_init()
    status = C.llama_model_quantize(os.fsencode(source), os.fsencode(out), ctypes.byref(params))
    return log.reason() if status else None


_callback: Any = None


class _Log:
    """Keeps llama.cpp's log off the terminal, and its last error."""

    def __init__(self) -> None:
        global _callback
        self._errors: list[str] = []

        @C.llama_log_callback  # type: ignore[untyped-decorator]
        def callback(level: int, text: bytes, _data: object) -> None:
            if level == _LOG_ERROR:
                self._errors.append(text.decode("utf-8", "replace").strip())

        # Kept alive here: llama.cpp calls it until another one takes its place.
        _callback = callback
        C.llama_log_set(callback, ctypes.c_void_p(0))

    def reason(self) -> str:
        last = self._errors[-1] if self._errors else "it does not say why"
        return quoted(last.rpartition(": ")[2])
