"""What memory is left: of the machine, and of the addresses that a limit leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from ilora_edge.system.process_bytes import _PAGE, available_memory

FREE = "MemAvailable:    4000 kB\n"


@pytest.mark.parametrize(
    ("limit", "left"),
    [("unlimited", 4_096_000), (str(100 * _PAGE), 30 * _PAGE), (str(50 * _PAGE), 0)],
)
def test_a_limit_of_addresses_counts(tmp_path: Path, limit: str, left: int) -> None:
    own = tmp_path / "proc/self"
    own.mkdir(parents=True)
    (tmp_path / "proc/meminfo").write_text(FREE)
    (own / "limits").write_text(
        "Limit                     Soft Limit           Hard Limit           Units\n"
        f"Max address space         {limit:<20} unlimited            bytes\n"
    )
    (own / "statm").write_text("70 20 10 1 0 30 0\n")
    assert available_memory(tmp_path) == left
