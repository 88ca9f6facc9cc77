"""From what is remembered of this machine to the options that a model runs with."""

from __future__ import annotations

import os
from dataclasses import replace

from ilora_edge.doctor.findings import MAX_TEXT, Finding, read_findings, remember
from ilora_edge.doctor.settings import CRASHED, LADDER, SAFEST
from ilora_edge.llama.options import EngineOptions
from ilora_edge.system.offline import TELEMETRY_REMARK, onnxruntime_came_first
from ilora_edge.untrusted.gguf_reader import GGUFHeader


def base_types(header: GGUFHeader) -> list[str]:
    """Return the types of a model's matrices."""
    return sorted({t.type_name for t in header.tensors.values() if len(t.shape) == 2})


def settled(options: EngineOptions, header: GGUFHeader) -> tuple[EngineOptions, str | None]:
    """Return options for this machine, and a remark where there is one.

    Of options that are not the fastest, and of telemetry that came before us.
    """
    chosen, remark = _settled(options, header)
    return chosen, "; ".join(filter(None, (remark, telemetry_remark()))) or None


def telemetry_remark() -> str | None:
    """Return a remark where onnxruntime was imported before us, with its telemetry."""
    return TELEMETRY_REMARK if onnxruntime_came_first else None


def _settled(options: EngineOptions, header: GGUFHeader) -> tuple[EngineOptions, str | None]:
    """Return options for this machine, and a remark where they are not the fastest.

    What the caller has set stays. With ``options.self_check`` types that nothing is known of are
    checked first, in a child process and once per machine and version of llama.cpp; a type that no
    setting computes correctly gets the safest, is remarked on, and is checked again the next time.
    """
    from ilora_edge.doctor.skipped import read_skipped
    from ilora_edge.llama import library

    library.skip(read_skipped(library.variants()))
    crash = os.environ.get(CRASHED)
    if options.extra_buffers is not None and crash is None:
        return options, None
    hopeless: list[str] = []
    if crash is not None:
        level = SAFEST
    else:
        levels, hopeless = _levels(base_types(header), options)
        level = max(levels.values(), default=0)
    setting = LADDER[level]
    chosen = replace(
        options,
        # Where they may be used, whoever opens the model knows whether its kernels can bear it.
        extra_buffers=None if setting.extra_buffers else False,
        exact=options.exact or setting.exact,
        mix=setting.mix if options.mix == "auto" else options.mix,
    )
    if hopeless:
        return chosen, (
            f"no setting of llama.cpp computes {', '.join(hopeless)} correctly on this machine: do "
            "not trust the result; see ilora-edge doctor"
        )
    remark = None if level == 0 else f"llama.cpp runs with {setting.name}: see ilora-edge doctor"
    return chosen, remark


def _levels(types: list[str], options: EngineOptions) -> tuple[dict[str, int], list[str]]:
    """Return each type's place in the ladder, and the types that no setting computes correctly.

    Where a variant of the kernels has such a type, the next one is taken from then on.
    """
    from ilora_edge.doctor.machine import machine_key
    from ilora_edge.doctor.skipped import read_skipped, remember_skipped
    from ilora_edge.llama import library

    while True:
        levels = {n: f.level for n, f in read_findings(machine_key()).items() if n in types}
        unknown = [name for name in types if name not in levels]
        checked = _check(unknown, options.n_threads) if unknown and options.self_check else {}
        hopeless = [name for name, right in checked.items() if right is None]
        taken = library.variant()
        others = [v for v in library.usable_variants() if v != taken] if hopeless else []
        if hopeless and taken is not None and not library.is_loaded():
            remember_skipped(taken, f"{', '.join(hopeless)}: no setting is right")
            skipped = read_skipped(library.variants())
            if any(v.name not in skipped for v in others) and taken.name in skipped:
                library.skip(skipped)
                continue
        levels |= {name: SAFEST if right is None else right for name, right in checked.items()}
        return levels, hopeless


def _check(type_names: list[str], n_threads: int | None) -> dict[str, int | None]:
    """Return the first right level of every type, None where none is; empty where none can tell.

    A child that does not come as far as loading llama.cpp speaks against a variant.
    """
    from ilora_edge.doctor.check import check_types
    from ilora_edge.llama import library
    from ilora_edge.system.threads import default_threads

    taken = library.variant()
    try:
        report = check_types(
            type_names, n_threads or default_threads(), variant=taken.name if taken else None
        )
    except OSError:
        # No child process, or no temporary folder: as if nobody had asked.
        return {}
    if not report.build and taken is None:
        return {}
    return {r.type_name: r.level for r in report.types}


def remember_crash(header: GGUFHeader) -> None:
    """Remember that a command died and its second process on the safest settings did not."""
    crash = os.environ.get(CRASHED)
    if crash is not None:
        from ilora_edge.doctor.machine import machine_key

        remember(machine_key(), [Finding(t, SAFEST, crash[:MAX_TEXT]) for t in base_types(header)])
