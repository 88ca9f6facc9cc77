"""An encoder is opened in a thread, which ends when nobody wants it any more."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from ilora_edge import encoder
from ilora_edge.engine.opening_encoder import OpeningEncoder
from ilora_edge.errors import BundleError


def test_what_cannot_be_opened_is_told_to_whoever_waits(tmp_path: Path) -> None:
    opening = OpeningEncoder(tmp_path / "nothing.onnx", 60)
    with pytest.raises(BundleError, match=r"nothing\.onnx"):
        opening.wait()
    opening.close()


@pytest.mark.parametrize("comes_late", [False, True])
def test_an_encoder_that_loads_for_ever_is_stopped(
    monkeypatch: pytest.MonkeyPatch, comes_late: bool
) -> None:
    begun, goes_on, stopped = threading.Event(), threading.Event(), threading.Event()

    def load(
        path: Path, seconds: float, before_loading: Callable[[Callable[[], None]], None]
    ) -> None:
        begun.set()
        if comes_late:
            assert goes_on.wait(60)
        before_loading(stopped.set)
        goes_on.set()
        assert stopped.wait(60)

    monkeypatch.setattr(encoder, "Encoder", load)
    opening = OpeningEncoder(Path("slow.onnx"), 60)
    assert (begun if comes_late else goes_on).wait(60)
    if comes_late:
        threading.Timer(0.1, goes_on.set).start()
    opening.close()
    assert stopped.is_set()
    assert not opening._thread.is_alive()
