"""Trainings that are interrupted."""

from __future__ import annotations

from typing import Any

import pytest

from ilora_train.runtime import MetricsLog

_write = MetricsLog.write


def interrupt_at_the_second_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Ctrl-C come when a training, from here on, has logged its second epoch or checkpoint.

    That one is not saved yet, so each training gets one further than the one before.
    """
    calls = 0

    def write(log: MetricsLog, stage: str, **values: Any) -> None:
        nonlocal calls
        calls += 1
        _write(log, stage, **values)
        if calls == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(MetricsLog, "write", write)
