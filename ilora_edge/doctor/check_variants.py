"""Every variant of the kernels that this CPU can run, checked with every type of weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ilora_edge.doctor.check import Report, check_types
from ilora_edge.doctor.skipped import forget_skipped, remember_skipped
from ilora_edge.llama import library
from ilora_edge.llama.cpu_variants import CpuVariant


@dataclass(slots=True)
class VariantReport:
    """What was found of a variant."""

    variant: CpuVariant | None
    """None: the build has no variants."""
    report: Report
    fault: str
    """Why it is not taken; empty where every type has a setting that is right."""


def check_variants(
    type_names: Sequence[str],
    n_threads: int,
    advance: Callable[[int], None] = lambda n: None,
    anew: bool = False,
) -> list[VariantReport]:
    """Check all variants, best first; those that are at fault are not taken from then on.

    A build without variants gives one report. ``advance`` is called with 1 for each type of each.
    """
    variants = library.usable_variants()
    forget_skipped(variants)
    reports = []
    for variant in variants or (None,):
        report = check_types(
            type_names, n_threads, advance, anew=anew, variant=variant.name if variant else None
        )
        fault = find_fault(report)
        if variant is not None and fault:
            remember_skipped(variant, fault)
        reports.append(VariantReport(variant, report, fault))
    return reports


def find_fault(report: Report) -> str:
    """Return what no setting mends, as ``q4_0 wrong``; empty where there is nothing."""
    return ", ".join(
        f"{found.type_name} {found.attempts[-1].outcome}"
        for found in report.types
        if found.level is None
    )
