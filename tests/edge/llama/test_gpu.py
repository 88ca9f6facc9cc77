"""Layers on a GPU: what is asked for is refused where there is none; nothing else was tested."""

from __future__ import annotations

from pathlib import Path

import pytest

from ilora_edge.errors import EngineError, OptionError
from ilora_edge.llama import Backbone, EngineOptions
from ilora_edge.llama.gpu import ALL_LAYERS, parse_gpu_layers, resolve_gpu_layers
from ilora_edge.llama.library import C
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Recommender
from ilora_edge.request import Request

no_gpu = pytest.mark.skipif(
    bool(C.llama_supports_gpu_offload()), reason="llama.cpp can use a GPU here"
)


def test_what_may_be_asked() -> None:
    assert parse_gpu_layers("auto") is None
    assert parse_gpu_layers("12") == 12
    for text in ("-1", "all", "", "1.5", "٣", str(ALL_LAYERS + 1)):
        with pytest.raises(OptionError, match="a number up to 999 or auto"):
            parse_gpu_layers(text)


@no_gpu
def test_without_a_gpu_layers_are_refused_and_auto_is_none(tiny: Path) -> None:
    assert resolve_gpu_layers(0) == resolve_gpu_layers(None) == 0
    with pytest.raises(EngineError, match=r"--gpu-layers 4: llama\.cpp has no GPU to use"):
        Backbone(tiny / "backbone.gguf", EngineOptions(gpu_layers=4))


@no_gpu
def test_auto_ranks_as_before(tiny: Path) -> None:
    request = Request([HistoryItem("m3")], k=3)
    lists = []
    for layers in (0, None):
        with Recommender(tiny, options=EngineOptions(gpu_layers=layers)) as recommender:
            found = recommender.recommend(request).recommendations
            lists.append([r.item_id for r in found])
            if layers is None:
                assert recommender.experts.name == "adapter", "a GPU does not see a folded copy"
    assert lists[0] == lists[1]
