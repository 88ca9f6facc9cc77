"""What tests of the workshop share."""

from __future__ import annotations

import pytest


@pytest.fixture
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Multiply in float32 also on CPUs where training would use bf16."""
    monkeypatch.setattr("ilora_train.runtime.cpu_has_bf16", lambda: False)
