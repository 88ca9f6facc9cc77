"""The process that may die: runs miniatures through llama.cpp and prints what they computed.

    python -P -m ilora_edge.doctor.child FOLDER THREADS SECONDS q8_0:0 q4_0:1 ...

A case is a base type and a place in ``LADDER``. Every line of stdout is a JSON object: first what
build of llama.cpp this is; then per case one with ``start``, and one with ``case`` and either
``log_probs`` (float32 in base64) or ``error``.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


def main(arguments: list[str]) -> None:
    """Run the cases that the arguments name, a line of JSON for each."""
    folder, n_threads, seconds, *cases = arguments
    limit = int(seconds)
    _no_core_dumps()
    # Native code that hangs never returns to Python; the signal's default ends it all the same.
    _alarm(limit)
    # What native code prints on stdout goes nowhere.
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)

    def say(**line: object) -> None:
        print(json.dumps(line), file=channel)

    from ilora_edge.doctor.machine import machine_key
    from ilora_edge.doctor.skipped import read_skipped
    from ilora_edge.errors import IloraError
    from ilora_edge.llama import library

    library.skip(read_skipped(library.variants()))
    say(
        machine=machine_key(),
        variant=library.kernels(),
        version=library.version(),
        system_info=library.system_info(),
        library=str(library.files()[0].parent),
    )
    for case in cases:
        say(start=case)
        type_name, _, level = case.partition(":")
        _alarm(limit)
        try:
            values = log_probs(Path(folder), type_name, int(level), int(n_threads))
        except IloraError as error:
            say(case=case, error=str(error))
        else:
            say(case=case, log_probs=base64.b64encode(values.tobytes()).decode())
    _alarm(0)


def log_probs(folder: Path, type_name: str, level: int, n_threads: int) -> npt.NDArray[np.float32]:
    """Return the log-probabilities after every token of all prompts, of each size of the type.

    Of a type's files, ``TYPE-SIZE.gguf``, the widest is first: (sizes x lengths, n_vocab).
    """
    import numpy as np

    from ilora_edge.doctor.prompts import LENGTHS, prompt
    from ilora_edge.doctor.settings import LADDER
    from ilora_edge.llama import Backbone, EngineOptions, Scorer

    setting = LADDER[level]
    options = EngineOptions(
        n_threads=n_threads,
        exact=setting.exact,
        extra_buffers=setting.extra_buffers,
        mix=setting.mix,
    )
    tokens = prompt()
    names = {int(path.stem.rpartition("-")[2]): path for path in folder.glob(f"{type_name}-*.gguf")}
    rows = []
    for size, path in sorted(names.items(), reverse=True):
        adapter = memoryview(bytearray((folder / f"adapter-{size}.gguf").read_bytes()))
        backbone = Backbone(path, options)
        scorer = Scorer(backbone, len(tokens), len(tokens), options)
        try:
            scorer.set_adapter(adapter)
            rows += [scorer.log_probs(tokens[:n]) for n in LENGTHS]
        finally:
            scorer.close()
            backbone.close()
    return np.concatenate(rows)


def _alarm(seconds: int) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _no_core_dumps() -> None:
    # A crash is what this is for; nobody needs its memory on disk.
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(sys.argv[1:])
