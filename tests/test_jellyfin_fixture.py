"""The made-up Jellyfin library of ``make demo-films``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ilora_edge.histories.database import HistoryDB

TOOL = Path(__file__).resolve().parents[1] / "tools" / "jellyfin_fixture.py"


def write(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, TOOL, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_prints_its_viewer_and_may_be_written_again(tmp_path: Path) -> None:
    first, second = (write("films.db", folder=tmp_path) for _ in range(2))
    assert first.returncode == second.returncode == 0
    assert first.stdout == second.stdout
    with HistoryDB(tmp_path / "films.db") as database:
        seen = [event.item_id for event in database.read_history(first.stdout.strip())]
        titles = database.read_titles(seen)
    assert [titles[item] for item in seen[-2:]] == ["Inception", "Arrival"]


def test_a_file_that_is_not_its_own_is_not_replaced(tmp_path: Path) -> None:
    mine = tmp_path / "jellyfin.db"
    mine.write_text("years of evenings")
    done = write("jellyfin.db", folder=tmp_path)
    assert done.returncode == 2
    assert "none of ours" in done.stderr
    assert mine.read_text() == "years of evenings"
    # An option is no name of a file.
    assert write("--help", folder=tmp_path).returncode == 0
    assert [p.name for p in tmp_path.iterdir()] == ["jellyfin.db"]
