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

from ilora_edge.encoder import EMBEDDING_OUTPUT, INPUT, OUTPUTS, SOFT_INPUT, SOFT_OUTPUT
from ilora_train.ilora import Gate
from ilora_train.language_model import Projector
from ilora_train.sasrec import SASRec

OPSET = 18


class EncoderAndGate(nn.Module):
    """What the device runs: histories in, state, gate weights and item scores out.

    Of any items asked for besides, by encoder index, it returns the soft tokens, where there is a
    projector, and the embeddings.
    """

    def __init__(self, encoder: SASRec, gate: Gate, projector: Projector | None) -> None:
        super().__init__()
        self.encoder = encoder
        self.gate = gate
        self.projector = projector

    def forward(self, items: Tensor, soft_items: Tensor) -> tuple[Tensor, ...]:
        """items: (B, window) left-padded, soft_items: (S,).

        Returns (B, D), (B, K), (B, N), with a projector (S, d), and (S, D).
        """
        state = self.encoder.last_state(items)
        scores = torch.log_softmax(self.encoder.scores(state), dim=-1)
        soft = () if self.projector is None else (self.projector(soft_items),)
        return state, self.gate(state), scores, *soft, self.encoder.item_embedding(soft_items)


def export_encoder(encoder: SASRec, gate: Gate, projector: Projector | None, path: Path) -> None:
    """Write ``encoder.onnx``; item scores leave it as log-probabilities over the catalogue."""
    example = torch.zeros((2, encoder.window), dtype=torch.int64)
    example[:, -1] = 1
    model = EncoderAndGate(encoder, gate, projector).cpu().eval()
    inputs = [INPUT, SOFT_INPUT]
    outputs = [*OUTPUTS, *([] if projector is None else [SOFT_OUTPUT]), EMBEDDING_OUTPUT]
    examples = (example, torch.ones(3, dtype=torch.int64))
    shapes = ({0: torch.export.Dim("batch")}, {0: torch.export.Dim("soft")})
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
