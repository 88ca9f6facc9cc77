"""Opening a bundle: what is done while llama.cpp loads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ilora_edge import EngineOptions, HistoryDB, HistoryItem, Recommender, Request
from ilora_edge.bundle.manifest import Manifest
from ilora_edge.catalogue.items import Catalogue
from ilora_edge.demo import demo_bundle, demo_history
from ilora_edge.errors import BundleError, OptionError
from ilora_edge.llama.library import C
from ilora_edge.llama.model_load import Loading


def test_catalogue_and_manifest_are_there_before_the_backbone(tiny: Path) -> None:
    told: list[tuple[Catalogue, Manifest]] = []
    with Recommender(
        tiny, options=EngineOptions(n_threads=1), meanwhile=lambda *both: told.append(both)
    ) as recommender:
        assert told == [(recommender.catalogue, recommender.manifest)]


def test_what_goes_wrong_meanwhile_ends_the_loading(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[Loading] = []
    whole = Loading.close

    def noted(self: Loading) -> None:
        closed.append(self)
        whole(self)

    def fail(*_: object) -> None:
        raise OptionError("nobody of this name")

    monkeypatch.setattr(Loading, "close", noted)
    with pytest.raises(OptionError, match="nobody of this name"):
        Recommender(tiny, options=EngineOptions(n_threads=1), meanwhile=fail)
    assert len(closed) == 1


def test_a_process_that_ends_leaves_llama_s_memory_to_the_system(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    freed: list[object] = []
    recommender = Recommender(tiny, options=EngineOptions(n_threads=1))
    monkeypatch.setattr(C, "llama_model_free", freed.append)
    recommender.leave_memory()
    recommender.close()
    recommender.close()
    assert not freed
    with pytest.raises(BundleError, match="Cannot operate on a closed database"):
        recommender.catalogue.titles_of(["1"])


def test_threads_share_a_recommender_and_wait_for_each_other() -> None:
    """As a server's do, or `asyncio.to_thread`: each gets the list of its own request."""
    asked = [Request([HistoryItem(f"f{n:03}"), HistoryItem(f"f{n + 7:03}")], k=3) for n in (1, 40)]

    def lists(recommender: Recommender, request: Request) -> list[str]:
        return [place.item_id for place in recommender.recommend(request).recommendations]

    def read(recommender: Recommender) -> int:
        with HistoryDB(demo_history()) as database:
            return len(recommender.read(database, "demo-001").history)

    with Recommender(demo_bundle()) as recommender, ThreadPoolExecutor(4) as pool:
        alone = [lists(recommender, request) for request in asked]
        assert alone[0] != alone[1]
        reading = [pool.submit(read, recommender) for _ in range(4)]
        found = [pool.submit(lists, recommender, asked[n % 2]) for n in range(12)]
        assert [each.result() for each in found] == alone * 6
        assert {each.result() for each in reading} == {41}


def test_a_closed_one_says_so_and_blames_no_file() -> None:
    with Recommender(demo_bundle()) as recommender:
        pass
    with pytest.raises(OptionError, match="this Recommender is closed; open it anew"):
        recommender.recommend(Request([HistoryItem("f001")]))
