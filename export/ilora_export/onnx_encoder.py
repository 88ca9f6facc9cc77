"""Encoder, gate and item scores become one ONNX file without external data."""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from ilora_edge.encoder import INPUT, OUTPUTS, SOFT_INPUT, SOFT_OUTPUT
from ilora_train.ilora import Gate
from ilora_train.language_model import Projector
from ilora_train.sasrec import SASRec

OPSET = 18


class EncoderAndGate(nn.Module):
    """What the device runs: histories in, state, gate weights and item scores out."""

    def __init__(self, encoder: SASRec, gate: Gate) -> None:
        super().__init__()
        self.encoder = encoder
        self.gate = gate

    def forward(self, items: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """items: (B, window) left-padded; returns (B, D), (B, K), (B, N)."""
        state = self.encoder.last_state(items)
        return state, self.gate(state), torch.log_softmax(self.encoder.scores(state), dim=-1)


class EncoderGateAndProjector(EncoderAndGate):
    """The same, and soft tokens of any items: encoder indices (S,) in, (S, d) out."""

    def __init__(self, encoder: SASRec, gate: Gate, projector: Projector) -> None:
        super().__init__(encoder, gate)
        self.projector = projector

    def forward(  # type: ignore[override]
        self, items: Tensor, soft_items: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """items: (B, window), soft_items: (S,); returns (B, D), (B, K), (B, N), (S, d)."""
        return *super().forward(items), self.projector(soft_items)


def export_encoder(encoder: SASRec, gate: Gate, projector: Projector | None, path: Path) -> None:
    """Write ``encoder.onnx``; item scores leave it as log-probabilities over the catalogue."""
    example = torch.zeros((2, encoder.window), dtype=torch.int64)
    example[:, -1] = 1
    batch = {0: torch.export.Dim("batch")}
    encoder, gate = encoder.cpu().eval(), gate.cpu().eval()
    if projector is None:
        model, inputs, outputs = EncoderAndGate(encoder, gate), [INPUT], [*OUTPUTS]
        examples, shapes = (example,), (batch,)
    else:
        model = EncoderGateAndProjector(encoder, gate, projector.cpu().eval())
        inputs, outputs = [INPUT, SOFT_INPUT], [*OUTPUTS, SOFT_OUTPUT]
        examples = (example, torch.ones(3, dtype=torch.int64))  # type: ignore[assignment]
        shapes = (batch, {0: torch.export.Dim("soft")})  # type: ignore[assignment]
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        # The exporter warns about its own internals and prints its progress.
        warnings.simplefilter("ignore")
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        program = torch.onnx.export(
            model,
            examples,
            input_names=inputs,
            output_names=outputs,
            dynamic_shapes=shapes,
            opset_version=OPSET,
            dynamo=True,
            verbose=False,
        )
    assert program is not None
    proto = program.model_proto
    del proto.metadata_props[:]
    for node in proto.graph.node:
        # Stack traces of this machine; they are of no use to a reader of the bundle.
        del node.metadata_props[:]
        node.doc_string = ""
    onnx.checker.check_model(proto)
    onnx.save_model(proto, path, save_as_external_data=False)
