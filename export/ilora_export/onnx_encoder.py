"""Encoder, gate and item scores become one ONNX file without external data."""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import onnx
import torch
from torch import Tensor, nn

from ilora_edge.encoder import (
    EMBEDDING_OUTPUT,
    INPUT,
    OUTPUTS,
    SOFT_INPUT,
    SOFT_OUTPUT,
    TITLE_INPUT,
)
from ilora_train.ilora import Gate
from ilora_train.language_model import Projector
from ilora_train.likeness import look_up
from ilora_train.sasrec import SASRec

OPSET = 18


class EncoderAndGate(nn.Module):
    """What the device runs: histories in, state, gate weights and item scores out.

    Of any items asked for besides, by encoder index, it returns the soft tokens, where there is a
    projector, and the embeddings. Where the encoder has a map of titles, title vectors (M, H) of
    items from outside the catalogue come in too: these items have the indices N + 1 to N + M.
    """

    def __init__(self, encoder: SASRec, gate: Gate, projector: Projector | None) -> None:
        super().__init__()
        self.encoder = encoder
        self.gate = gate
        self.projector = projector

    def forward(
        self, items: Tensor, soft_items: Tensor, titles: Tensor | None = None
    ) -> tuple[Tensor, ...]:
        """items: (B, window) left-padded, soft_items: (S,), titles: (M, H).

        Returns (B, D), (B, K), (B, N + M), with a projector (S, d), and (S, D).
        """
        embed: Callable[[Tensor], Tensor] = self.encoder.item_embedding
        new = None
        if titles is not None:
            assert self.encoder.title_map is not None
            new = self.encoder.title_map(titles)
            embed = partial(look_up, ours=self.encoder.item_embedding.weight, new=new)
        state = self.encoder.states(items, embed(items))[:, -1]
        scores = torch.log_softmax(self.encoder.scores(items, state, titles, new), dim=-1)
        soft = () if self.projector is None else (self.projector(soft_items),)
        return state, self.gate(state), scores, *soft, embed(soft_items)


def export_encoder(encoder: SASRec, gate: Gate, projector: Projector | None, path: Path) -> None:
    """Write ``encoder.onnx``; item scores leave it as log-probabilities over the catalogue."""
    example = torch.zeros((2, encoder.window), dtype=torch.int64)
    example[:, -1] = 1
    model = EncoderAndGate(encoder, gate, projector).cpu().eval()
    inputs = [INPUT, SOFT_INPUT]
    outputs = [*OUTPUTS, *([] if projector is None else [SOFT_OUTPUT]), EMBEDDING_OUTPUT]
    examples: tuple[Tensor, ...] = (example, torch.ones(3, dtype=torch.int64))
    shapes: tuple[Any, ...] = ({0: torch.export.Dim("batch")}, {0: torch.export.Dim("soft")})
    if encoder.title_map is not None:
        inputs.append(TITLE_INPUT)
        examples += (torch.zeros(2, encoder.title_map.in_features),)
        shapes += ({0: torch.export.Dim("titles")},)
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
