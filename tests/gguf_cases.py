"""A valid GGUF file, and how one is refused: for the tests of headers."""

from __future__ import annotations

from pathlib import Path

import pytest
from gguf_bytes import (
    EMBEDDING,
    TOKENS,
    File,
    Tensor,
    tiny_llama,
)

from ilora_edge.errors import BundleError
from ilora_edge.untrusted.gguf_header import (
    check_backbone,
)

VALID = tiny_llama()
EMBD = Tensor(b"token_embd.weight", (EMBEDDING, len(TOKENS)))
NORM = Tensor(b"output_norm.weight", (EMBEDDING,))


def written(tmp_path: Path, data: bytes | File) -> Path:
    path = tmp_path / "backbone.gguf"
    path.write_bytes(bytes(data))
    return path


def refusal(tmp_path: Path, data: bytes | File) -> str:
    path = written(tmp_path, data)
    with pytest.raises(BundleError) as caught:
        check_backbone(path, "llama")
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(f"{path}: ")
    assert len(message) < len(str(path)) + 250
    return message
