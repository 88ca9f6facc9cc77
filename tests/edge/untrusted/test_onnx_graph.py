"""Untrusted ONNX files: one flat graph of known operators with its weights inside."""

from __future__ import annotations

import resource
from contextlib import suppress
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from onnx import AttributeProto, TensorProto, helper, numpy_helper

from ilora_edge.demo import demo_bundle
from ilora_edge.encoder import Encoder
from ilora_edge.errors import BundleError, EngineError
from ilora_edge.untrusted import onnx_graph
from ilora_edge.untrusted.onnx_graph import check_onnx

N_ITEMS, STATE, EXPERTS, WINDOW = 6, 4, 2, 3


def weights(name: str, *shape: int) -> TensorProto:
    values = np.linspace(-1, 1, int(np.prod(shape)), dtype=np.float32).reshape(shape)
    return numpy_helper.from_array(values, name)


def encoder(*more: onnx.NodeProto, gate: str = "Softmax") -> onnx.ModelProto:
    """An encoder of this project's inputs and outputs: the last item's embedding is the state."""
    nodes = [
        helper.make_node("Gather", ["items", "last"], ["item"], axis=1),
        helper.make_node("Gather", ["embedding", "item"], ["state"], axis=0),
        helper.make_node("MatMul", ["state", "gate"], ["gate_logits"]),
        helper.make_node(gate, ["gate_logits"], ["gate_weights"]),
        helper.make_node("MatMul", ["state", "heads"], ["logits"]),
        helper.make_node("LogSoftmax", ["logits"], ["item_scores"]),
        *more,
    ]
    graph = helper.make_graph(
        nodes,
        "encoder",
        [helper.make_tensor_value_info("items", TensorProto.INT64, ["batch", WINDOW])],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", None])
            for name in ("state", "gate_weights", "item_scores")
        ],
        [
            numpy_helper.from_array(np.array(WINDOW - 1), "last"),
            weights("embedding", N_ITEMS + 1, STATE),
            weights("gate", STATE, EXPERTS),
            weights("heads", STATE, N_ITEMS),
        ],
    )
    opset = [helper.make_opsetid("", 18)]
    return helper.make_model(graph, ir_version=10, opset_imports=opset)


def written(tmp_path: Path, model: onnx.ModelProto | bytes) -> Path:
    path = tmp_path / "encoder.onnx"
    path.write_bytes(model if isinstance(model, bytes) else model.SerializeToString())
    return path


def refusal(tmp_path: Path, model: onnx.ModelProto | bytes) -> str:
    path = written(tmp_path, model)
    with pytest.raises(BundleError) as caught:
        check_onnx(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_encoders_pass_and_run(tmp_path: Path) -> None:
    opened = Encoder(written(tmp_path, encoder()))
    encoding = opened.encode([1, 2])
    assert opened.window == WINDOW
    assert encoding.state.shape == (STATE,)
    assert encoding.gate_weights.shape == (EXPERTS,)
    assert encoding.item_scores.shape == (N_ITEMS,)


def test_the_demo_s_encoder_passes() -> None:
    check_onnx(demo_bundle() / "encoder.onnx")


def external(model: onnx.ModelProto, location: str) -> onnx.ModelProto:
    tensor = model.graph.initializer[1]
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value=location)
    tensor.ClearField("raw_data")
    return model


@pytest.mark.parametrize("location", ["weights.bin", "../../../etc/passwd", "/etc/passwd"])
def test_external_data_is_refused(tmp_path: Path, location: str) -> None:
    assert "external data" in refusal(tmp_path, external(encoder(), location))


def test_external_data_by_location_alone_is_refused(tmp_path: Path) -> None:
    model = encoder()
    model.graph.initializer[2].data_location = TensorProto.EXTERNAL
    assert "outside the file" in refusal(tmp_path, model)


def test_external_data_in_a_constant_is_refused(tmp_path: Path) -> None:
    tensor = weights("hidden", 2)
    tensor.data_location = TensorProto.EXTERNAL
    node = helper.make_node("Constant", [], ["c"], value=tensor)
    assert "outside the file" in refusal(tmp_path, encoder(node))


def test_external_data_behind_a_second_graph_field_is_refused(tmp_path: Path) -> None:
    """Protobuf merges a field that comes twice, so both count."""
    model = encoder()
    more = onnx.ModelProto()
    more.graph.name = "more"
    data = model.SerializeToString() + more.SerializeToString()
    onnx.load_from_string(data)
    assert "it has 2 graphs" in refusal(tmp_path, data)


def loop() -> onnx.NodeProto:
    body = helper.make_graph([helper.make_node("Identity", ["c"], ["d"])], "body", [], [])
    return helper.make_node("Loop", ["n", "c"], ["x"], body=body)


def with_graph_attribute() -> onnx.NodeProto:
    node = helper.make_node("Identity", ["state"], ["copy"])
    body = helper.make_graph([], "body", [], [])
    node.attribute.append(helper.make_attribute("body", body))
    return node


def with_attribute(**fields: object) -> onnx.NodeProto:
    node = helper.make_node("Identity", ["state"], ["copy"])
    node.attribute.append(AttributeProto(name="x", **fields))
    return node


def test_other_operators_are_refused(tmp_path: Path) -> None:
    custom = helper.make_node("Gelu", ["state"], ["x"], domain="com.microsoft")
    assert "operator domain 'com.microsoft'" in refusal(tmp_path, encoder(custom))
    assert "operator 'Loop'" in refusal(tmp_path, encoder(loop()))
    for name in ("If", "Scan", "ConstantOfShape", "Tile", "StringConcat", "RandomNormal", "x" * 99):
        message = refusal(tmp_path, encoder(helper.make_node(name, ["state"], ["x"])))
        assert f"operator '{name[:60]}'" in message


def test_nested_graphs_and_sparse_weights_are_refused(tmp_path: Path) -> None:
    assert "a nested graph" in refusal(tmp_path, encoder(with_graph_attribute()))
    assert "nested graphs" in refusal(
        tmp_path, encoder(with_attribute(graphs=[onnx.GraphProto(name="g")]))
    )
    assert "list of tensors" in refusal(
        tmp_path, encoder(with_attribute(tensors=[weights("w", 1)]))
    )
    assert "a sparse tensor" in refusal(
        tmp_path, encoder(with_attribute(sparse_tensor=onnx.SparseTensorProto(dims=[1])))
    )
    model = encoder()
    model.graph.sparse_initializer.add(dims=[3])
    assert "sparse weights" in refusal(tmp_path, model)


def test_functions_training_and_other_domains_are_refused(tmp_path: Path) -> None:
    model = encoder()
    model.functions.add(name="f", domain="x")
    assert "functions" in refusal(tmp_path, model)
    model = encoder()
    model.training_info.add()
    assert "training information" in refusal(tmp_path, model)
    model = encoder()
    model.opset_import.add(domain="my.operators", version=1)
    assert "operator domain 'my.operators'" in refusal(tmp_path, model)


def varint(value: int) -> bytes:
    digits = [value >> shift & 0x7F for shift in range(0, max(1, value.bit_length()), 7)]
    return bytes([*(digit | 0x80 for digit in digits[:-1]), digits[-1]])


@pytest.mark.parametrize("bit", [32, 33, 34])
def test_a_field_whose_number_others_cut_to_32_bits_is_refused(tmp_path: Path, bit: int) -> None:
    function = helper.make_function("", "Relu", ["x"], ["y"], [], [helper.make_opsetid("", 18)])
    value = function.SerializeToString()
    plain = 25 << 3 | 2
    for tag, said in ((plain, "functions"), (plain | 1 << bit, "a field has no number")):
        model = encoder().SerializeToString() + varint(tag) + varint(len(value)) + value
        assert said in refusal(tmp_path, model)


def test_what_is_no_onnx_is_refused(tmp_path: Path) -> None:
    valid = encoder().SerializeToString()
    malformed = {
        "no graph": onnx.ModelProto(ir_version=10).SerializeToString(),
        "text": b"hello, this is not a model",
        "an endless number": b"\x08" + b"\xff" * 20,
        "a number that stops": b"\x08\xff",
        "a length beyond the file": b"\x3a\xff\xff\xff\xff\x0f",
        "a length of 2**63": b"\x3a" + b"\xff" * 9 + b"\x01",
        "a group": b"\x3b\x3c",
        "field number 0": b"\x02\x00",
        "a graph that is a number": b"\x38\x01",
        "a node that leaves its graph": b"\x3a\x02\x0a\x7f" + bytes(200),
        "a fixed number that stops": b"\x09\x00",
    }
    for data in malformed.values():
        refusal(tmp_path, data)
    for length in range(1, len(valid) - 1, 3):
        with suppress(BundleError):
            # Some prefixes are whole models with fewer fields; onnxruntime has the last word.
            check_onnx(written(tmp_path, valid[:length]))
    assert "is empty" in refusal(tmp_path, b"")
    with pytest.raises(BundleError, match="no such file"):
        check_onnx(tmp_path / "none.onnx")


def test_absurd_sizes_are_refused(tmp_path: Path) -> None:
    fields = b"\x08\x01" * (onnx_graph.MAX_FIELDS + 1)
    assert "absurdly many parts" in refusal(tmp_path, fields)
    path = written(tmp_path, encoder())
    with path.open("r+b") as file:
        file.truncate(onnx_graph.MAX_BYTES + 1)
    with pytest.raises(BundleError, match="it has 268435457 bytes"):
        check_onnx(path)


VALID = encoder().SerializeToString()


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, len(VALID) - 1), st.integers(0, 255)), min_size=1, max_size=3)
)
def test_flipped_bytes_end_in_an_answer_or_a_refusal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], flips: list[tuple[int, int]]
) -> None:
    """onnxruntime included: what passes the check is loaded and run."""
    data = bytearray(VALID)
    for position, byte in flips:
        data[position] = byte
    with suppress(BundleError, EngineError):
        encoding = Encoder(written(tmp_path, bytes(data))).encode([1, 2])
        assert np.isfinite(encoding.item_scores).all()
        assert abs(encoding.gate_weights.sum() - 1) < 1e-2
    # Of all examples so far.
    assert capfd.readouterr() == ("", "")


def test_answers_that_are_not_finite_are_refused(tmp_path: Path) -> None:
    model = encoder()
    values = np.full((STATE, N_ITEMS), np.nan, np.float32)
    model.graph.initializer[3].CopyFrom(numpy_helper.from_array(values, "heads"))
    opened = Encoder(written(tmp_path, model))
    with pytest.raises(BundleError, match="item_scores are not finite numbers"):
        opened.encode([1])


def test_gate_weights_that_do_not_sum_to_1_are_refused(tmp_path: Path) -> None:
    opened = Encoder(written(tmp_path, encoder(gate="Sigmoid")))
    with pytest.raises(BundleError, match="gate weights do not sum to 1"):
        opened.encode([1])


def test_outputs_of_another_type_are_refused(tmp_path: Path) -> None:
    model = encoder()
    model.graph.node[-1].output[0] = "scores"
    cast = helper.make_node("Cast", ["scores"], ["item_scores"], to=TensorProto.DOUBLE)
    model.graph.node.append(cast)
    model.graph.output[2].type.tensor_type.elem_type = TensorProto.DOUBLE
    with pytest.raises(BundleError, match="not this project's encoder"):
        Encoder(written(tmp_path, model))


def test_a_name_that_is_no_text_is_refused_in_silence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    data = VALID.replace(b"item_scores", b"item\xff\x1b[31mx")
    with pytest.raises(BundleError, match="onnxruntime cannot load it") as caught:
        Encoder(written(tmp_path, data))
    assert "\x1b" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_a_window_without_bounds_is_refused(tmp_path: Path) -> None:
    model = encoder()
    model.graph.input[0].type.tensor_type.shape.dim[1].dim_value = 1 << 40
    with pytest.raises(BundleError, match="its window is not fixed"):
        Encoder(written(tmp_path, model))


def test_a_small_graph_cannot_take_all_memory(tmp_path: Path) -> None:
    """Two vectors of 20,000 make a matrix of 1.6 GB."""
    n = 20_000
    model = encoder(
        helper.make_node("MatMul", ["column", "row"], ["matrix"]),
        helper.make_node("ReduceMax", ["matrix"], ["largest"], keepdims=0),
        helper.make_node("Add", ["gathered", "largest"], ["state"]),
    )
    model.graph.node[1].output[0] = "gathered"
    # Before its first use.
    nodes = [*model.graph.node[:2], *model.graph.node[-3:], *model.graph.node[2:-3]]
    copies = [onnx.NodeProto.FromString(node.SerializeToString()) for node in nodes]
    del model.graph.node[:]
    model.graph.node.extend(copies)
    model.graph.initializer.extend([weights("column", n, 1), weights("row", 1, n)])
    path = written(tmp_path, model)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises((EngineError, BundleError), match="onnxruntime"):
        Encoder(path).encode([1])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1_200_000
