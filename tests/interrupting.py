"""Trainings that are interrupted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ilora_train.runtime import MetricsLog

_write, _write_once = MetricsLog.write, MetricsLog.write_once


def interrupt_at_the_second_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Ctrl-C come when a training, from here on, has logged its second epoch or checkpoint.

    That one is not saved yet, so each training gets one further than the one before.
    """
    calls = 0

    def write(log: MetricsLog, stage: str, **values: Any) -> None:
        _write(log, stage, **values)
        count()

    def write_once(log: MetricsLog, stage: str, at: Mapping[str, int], **values: Any) -> None:
        # A line that the training before has written counts too: its epoch was not saved.
        if log.has(stage, **at):
            count()
        _write_once(log, stage, at, **values)

    def count() -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(MetricsLog, "write", write)
    monkeypatch.setattr(MetricsLog, "write_once", write_once)
