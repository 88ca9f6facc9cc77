"""What tests of the workshop share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from forked_training import ForkedTraining, forked_training


@pytest.fixture
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Multiply in float32 also on CPUs where training would use bf16."""
    monkeypatch.setattr("ilora_train.runtime.cpu_has_bf16", lambda: False)


@pytest.fixture(scope="session")
def training() -> Iterator[ForkedTraining]:
    """Starts training in processes of their own."""
    with forked_training() as forked:
        yield forked
