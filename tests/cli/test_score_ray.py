"""``score --engine ray`` on a local cluster of two nodes; optional, as Ray is in no other extra."""

from __future__ import annotations

import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from harness import Cli

ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'ilora-edge[ray]'")
pytestmark = [pytest.mark.ray, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    from ray.cluster_utils import Cluster

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nodes = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
        nodes.add_node(num_cpus=1)
        yield nodes.address
        nodes.shutdown()


def lists(path: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT database, user_id, rank, item_id, score FROM recommendations"
        return connection.execute(query).fetchall()


def test_a_fleet_on_two_nodes_has_the_rows_of_local_workers(
    cli: Cli, bundle: Path, db: Path, tmp_path: Path, address: str
) -> None:
    fleet = tmp_path / "fleet"
    fleet.mkdir()
    for n in range(4):
        (fleet / f"{n}.db").write_bytes(db.read_bytes())
    (fleet / "bad.db").write_text("no database")
    command = ("score", fleet / "*.db", "--bundle", bundle, "-k", 3, "--out")
    here, there = tmp_path / "here.db", tmp_path / "there.db"
    assert cli(*command, here).code == 1
    done = cli(*command, there, "--engine", "ray", "--address", address)
    assert done.code == 1
    assert "--engine ray opens network sockets" in done.err
    assert "16 users ranked, 0 unchanged, 0 failed, 1 database not read" in done.err
    assert lists(there) == lists(here)
    # Interrupted, and gone on with by the other engine.
    with closing(sqlite3.connect(there)) as connection, connection:
        connection.execute("UPDATE runs SET finished_at = NULL")
        connection.execute("DELETE FROM users WHERE user_id = 'cy'")
        connection.execute("DELETE FROM recommendations WHERE user_id = 'cy'")
    assert "4 users ranked" in cli(*command, there, "--engine", "ray", "--address", address).err
    assert lists(there) == lists(here)


def test_no_cluster_is_one_line(cli: Cli, bundle: Path, db: Path) -> None:
    done = cli(
        *("score", "--db", db, "--bundle", bundle, "--nl", "--users", "bob"),
        *("--engine", "ray", "--address", "127.0.0.1:1"),
    )
    assert done.code == 1
    assert done.err.splitlines()[-1].startswith("error: no Ray cluster")
