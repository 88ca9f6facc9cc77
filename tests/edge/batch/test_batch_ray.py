"""Ray's engine on a local cluster of two nodes; optional, as Ray is in no other extra."""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from ilora_edge.batch.pool import WorkerPool
from ilora_edge.batch.ray_engine import BLOCK_USERS, RayRanks
from ilora_edge.batch.tasks import WorkerConfig
from ilora_edge.errors import EngineError
from ilora_edge.histories.user_task import UserTask
from ilora_edge.recommendation import HistoryItem
from ilora_edge.request import Request

ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'ilora-edge[ray]'")
pytestmark = [pytest.mark.ray, pytest.mark.filterwarnings("ignore")]


class Stub:
    """An actor that ranks nothing, and dies on some users."""

    def __init__(self, config: str) -> None:
        self._memory = Path(json.loads(config)["bundle"])

    def rank(self, block: str) -> str:
        out = []
        for task in json.loads(block):
            user = task[0]
            if user.startswith("always"):
                os.abort()
            if user.startswith("once") and not (self._memory / user).exists():
                (self._memory / user).touch()
                os.abort()
            if user.startswith("torn"):
                raise OSError(5, "Input/output error", "model.gguf")
            out.append({"user": user, "recommendations": [], "cold": False, "failure": None})
        return json.dumps(out)


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    from ray.cluster_utils import Cluster

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # The nodes cannot import a test.
        ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])
        nodes = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
        nodes.add_node(num_cpus=1)
        ray.init(address=nodes.address, log_to_driver=False, logging_level="error")
        assert len([n for n in ray.nodes() if n["Alive"]]) == 2
        yield
        ray.shutdown()
        nodes.shutdown()


def test_two_nodes_give_the_lists_of_local_workers(tiny: Path) -> None:
    tasks = [
        UserTask(f"u{i}", Request([HistoryItem(f"m{i % 30}"), HistoryItem(f"m{i % 7}")]))
        for i in range(50)
    ]
    config = WorkerConfig(str(tiny))
    with RayRanks(config) as there:
        assert len(there._actors) == 2
        far = list(there.rank(tasks))
    with WorkerPool(config, 1) as here:
        assert far == list(here.rank(tasks))


def test_an_actor_that_dies_costs_one_user_at_most(tmp_path: Path) -> None:
    users = [f"u{i}" for i in range(3 * BLOCK_USERS)]
    users[5], users[BLOCK_USERS + 2], users[-1] = "once", "always", "once-more"
    with RayRanks(WorkerConfig(str(tmp_path)), 2, actor=Stub) as cluster:
        results = [result for _, result in cluster.rank([UserTask(u, Request([])) for u in users])]
    assert [r.user for r in results] == users
    assert [r.user for r in results if r.failure] == ["always"]


def test_an_error_of_the_system_costs_the_user_it_befell(tmp_path: Path) -> None:
    users = ["ann", "torn", "bob", *(f"u{i}" for i in range(BLOCK_USERS))]
    with RayRanks(WorkerConfig(str(tmp_path)), 1, actor=Stub) as cluster:
        results = [result for _, result in cluster.rank([UserTask(u, Request([])) for u in users])]
    assert [r.user for r in results] == users
    (failed,) = [r for r in results if r.failure]
    said = "[Errno 5] Input/output error: 'model.gguf'"
    assert failed.failure == f"the engine failed on this user: OSError: {said}"


def test_a_bundle_that_no_node_has_is_one_error(tmp_path: Path) -> None:
    with (
        RayRanks(WorkerConfig(str(tmp_path / "nowhere")), 1) as cluster,
        pytest.raises(EngineError, match="no such bundle folder"),
    ):
        list(cluster.rank([UserTask("a", Request([]))]))
