"""Opening a bundle: what is done while llama.cpp loads."""

from __future__ import annotations

from pathlib import Path

import pytest

from ilora_edge import EngineOptions, Recommender
from ilora_edge.bundle.manifest import Manifest
from ilora_edge.catalogue.items import Catalogue
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
