"""Quantising with llama.cpp: what comes out, what is refused before it, and what is left behind."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import gguf
import numpy as np
import pytest
from power_cuts import Renames
from small_backbones import llama_logits, tokens_of, write_backbone

from ilora_edge.errors import BundleError, CheckpointError, OptionError
from ilora_edge.untrusted.gguf_header import read_gguf_header
from ilora_export.gguf_backbone import convert_backbone
from ilora_export.quantise import QUANTISERS, quantise_gguf


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model whose rows divide into blocks of 256."""
    folder = tmp_path_factory.mktemp("wide")
    write_backbone(folder / "hf", "llama-untied", hidden_size=256, intermediate_size=512)
    convert_backbone(folder / "hf", folder / "f32.gguf", "f32", tokenizer=False)
    return folder / "f32.gguf"


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of 64 columns, as small as our own."""
    folder = tmp_path_factory.mktemp("narrow")
    write_backbone(folder / "hf", "llama-tied")
    convert_backbone(folder / "hf", folder / "f32.gguf", "f32", tokenizer=False)
    return folder / "f32.gguf"


# The root mean square of a matrix's errors, of that of its values.
ERRORS = {"f16": 1e-3, "bf16": 5e-3, "q8_0": 0.01, "q6_k": 0.03, "q5_k_m": 0.06}


@pytest.mark.parametrize("type_name", QUANTISERS)
@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_every_type_runs_and_stays_near(
    width: str,
    type_name: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source: Path = request.getfixturevalue(width)
    out = tmp_path / "new" / "m.gguf"
    renames = Renames(monkeypatch)
    quantise_gguf(source, out, type_name)
    assert (renames.targets, renames.lost()) == ([out], [])
    assert out.stat().st_size < source.stat().st_size
    assert [p.name for p in out.parent.iterdir()] == ["m.gguf"]
    true = {t.name: t.data for t in gguf.GGUFReader(source).tensors}
    for tensor in gguf.GGUFReader(out).tensors:
        values = gguf.dequantize(tensor.data, tensor.tensor_type)
        wrong = np.square(values - true[tensor.name]).mean() / np.square(true[tensor.name]).mean()
        assert wrong**0.5 < ERRORS.get(type_name, 0.12), tensor.name
    assert np.isfinite(llama_logits(out, tokens_of())).all()


def kinds(path: Path) -> set[str]:
    return {t.type_name for n, t in read_gguf_header(path).tensors.items() if "norm" not in n}


def test_rows_that_do_not_divide_into_256_get_types_of_32(
    wide: Path, narrow: Path, tmp_path: Path
) -> None:
    for type_name, of_256, of_32 in (
        ("q4_k_m", {"q4_k", "q6_k"}, {"q5_0", "q8_0"}),
        ("q5_k_m", {"q5_k", "q6_k"}, {"q5_1", "q8_0"}),
        ("q6_k", {"q6_k"}, {"q8_0"}),
    ):
        for source, expected in ((wide, of_256), (narrow, of_32)):
            quantise_gguf(source, tmp_path / "m.gguf", type_name)
            assert kinds(tmp_path / "m.gguf") == expected


def refused(source: Path, out: Path, type_name: str, error: type[Exception]) -> str:
    """Return the message; what was at ``out`` before stays."""
    out.write_bytes(b"before")
    with pytest.raises(error) as caught:
        quantise_gguf(source, out, type_name)
    assert out.read_bytes() == b"before"
    assert [p.name for p in out.parent.iterdir()] == [out.name]
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_what_is_refused(narrow: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "m.gguf"
    out.parent.mkdir()
    assert "known: f16" in refused(narrow, out, "q3_k", OptionError)
    assert "no such file" in refused(tmp_path / "none.gguf", out, "q8_0", BundleError)
    junk = tmp_path / "junk.gguf"
    junk.write_bytes(b"GGUF" + bytes(100))
    refused(junk, out, "q8_0", BundleError)
    quantise_gguf(narrow, tmp_path / "q8_0.gguf", "q8_0")
    message = refused(tmp_path / "q8_0.gguf", out, "q4_0", CheckpointError)
    assert "is q8_0 already" in message


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_values_that_are_not_finite_are_refused(narrow: Path, tmp_path: Path, value: float) -> None:
    out, bad = tmp_path / "out" / "m.gguf", tmp_path / "bad.gguf"
    out.parent.mkdir()
    data = bytearray(narrow.read_bytes())
    tensor = read_gguf_header(narrow).tensors["blk.1.ffn_up.weight"]
    data[tensor.offset : tensor.offset + 4] = np.float32(value).tobytes()
    bad.write_bytes(data)
    assert "cannot make it q8_0" in refused(bad, out, "q8_0", CheckpointError)


def test_values_too_large_for_f16_are_refused(narrow: Path, tmp_path: Path) -> None:
    out, bad = tmp_path / "out" / "m.gguf", tmp_path / "bad.gguf"
    out.parent.mkdir()
    data = bytearray(narrow.read_bytes())
    tensor = read_gguf_header(narrow).tensors["blk.1.ffn_up.weight"]
    data[tensor.offset : tensor.offset + 4] = np.float32(1e5).tobytes()
    bad.write_bytes(data)
    assert "cannot make it f16" in refused(bad, out, "f16", CheckpointError)
    quantise_gguf(bad, tmp_path / "bf16.gguf", "bf16")


def test_a_full_disk_is_noticed(wide: Path, tmp_path: Path) -> None:
    """A limit on file sizes stands in for it: llama.cpp's writes fail the same way."""
    code = (
        "import resource, signal, sys\nfrom pathlib import Path\n"
        "from ilora_edge.errors import CheckpointError\n"
        "from ilora_export.quantise import quantise_gguf\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, {resource.RLIM_INFINITY}))\n"
        "try:\n    quantise_gguf(Path(sys.argv[1]), Path(sys.argv[2]), 'q8_0')\n"
        "except CheckpointError as error:\n    print(error)\n"
    )
    out = tmp_path / "m.gguf"
    done = subprocess.run(
        [sys.executable, "-c", code, str(wide), str(out)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "full" in done.stdout or "cannot make it" in done.stdout, done.stdout
    assert list(tmp_path.iterdir()) == []


def test_llama_cpp_s_log_stays_silent(
    narrow: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    quantise_gguf(narrow, tmp_path / "m.gguf", "q4_k_m")
    assert capfd.readouterr() == ("", "")


def test_the_metadata_says_the_type(narrow: Path, tmp_path: Path) -> None:
    quantise_gguf(narrow, tmp_path / "m.gguf", "q4_0")
    field = gguf.GGUFReader(tmp_path / "m.gguf").fields["general.file_type"]
    assert field.contents() == gguf.LlamaFileType.MOSTLY_Q4_0
