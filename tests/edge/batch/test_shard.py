"""Shares of a large job: disjoint, together everybody, and the same whoever is added."""

from __future__ import annotations

from pathlib import Path

import pytest

from ilora_edge.batch.shard import Shard
from ilora_edge.errors import OptionError


def test_every_name_is_of_one_share() -> None:
    shards = [Shard.from_text(f"{n}/7") for n in range(1, 8)]
    names = [f"user {n}" for n in range(700)] + ["", "\udcff", "\U0001f600"]
    counts = [sum(shard.has(name) for name in names) for shard in shards]
    assert sum(counts) == len(names)
    assert all(sum(shard.has(name) for shard in shards) == 1 for name in names)
    assert min(counts) > 60


def test_one_share_is_everybody() -> None:
    assert Shard.from_text("1/1").has("ann")
    assert str(Shard.from_text("01/1")) == "1/1"


@pytest.mark.parametrize(
    "text",
    ["", "2", "0/2", "3/2", "1/0", "-1/2", "1/2/3", "²/3", "1/9" * 9, "1/2\n", " 1/2", "a/b"],
)
def test_what_is_not_a_share_is_refused(text: str) -> None:
    with pytest.raises(OptionError, match="--shard") as refused:
        Shard.from_text(text)
    assert "\n" not in str(refused.value)


def test_a_file_is_of_one_share_however_its_path_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = [f"{n}.db" for n in range(20)]
    for index in (1, 2, 3):
        share = Shard(index, 3)
        relative = [p.name for p in share.files([Path(n) for n in names])]
        assert relative == [p.name for p in share.files([tmp_path / n for n in names])]
