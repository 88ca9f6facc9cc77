"""How a mix reaches the model: as an adapter beside the weights, or folded into them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ilora_edge.errors import EngineError, OptionError
from ilora_edge.llama import EngineOptions, Scorer
from ilora_edge.llama.adapters import LoadedAdapter
from ilora_edge.llama.conversions import to_float
from ilora_edge.mix.experts import ExpertMixer, ExpertShape
from ilora_edge.mix.folding import FoldedModel, can_fold
from ilora_edge.untrusted.gguf_reader import GGUFHeader

FloatArray = npt.NDArray[np.float32]

MIXES = ("auto", "adapter", "fold")


class Mix(Protocol):
    """Puts one person's mix of experts in the place of the one before."""

    name: str

    @property
    def weights(self) -> Path | None:
        """The file to load instead of the backbone's."""

    def apply(self, scorer: Scorer, gate_weights: FloatArray) -> None:
        """Have the scorer compute with the experts mixed by these weights, (K,)."""

    def close(self) -> None:
        """Free what the mix holds; safe to call twice."""


class AdapterMix:
    """A LoRA adapter of its own for each person: handed over from memory twice, then written anew.

    With ``in_place`` off it is handed over for each person, as where a GPU holds it.
    """

    name = "adapter"
    weights: Path | None = None

    def __init__(self, mixer: ExpertMixer, in_place: bool = True) -> None:
        self._mixer = mixer
        self._in_place = in_place
        self._loaded: LoadedAdapter | None = None
        self._halves_b: dict[str, FloatArray] | None = None

    def apply(self, scorer: Scorer, gate_weights: FloatArray) -> None:
        """Hand the adapter of these gate weights, (K,), over, or write it in place."""
        # Another adapter may have been set meanwhile; ours is then freed. And another scorer has
        # one of its own.
        loaded = self._loaded
        if self._halves_b is not None and loaded is not None and scorer.uses(loaded):
            self._mixer.mix_into(gate_weights, self._halves_b)
            return
        data = self._mixer.mix(gate_weights)
        self._loaded = scorer.set_adapter(data)
        # Where it lies is looked up for who comes after a second one: most have one alone.
        if self._in_place and loaded is not None and self._loaded is not None:
            self._halves_b = self._loaded.tensors(self._mixer.halves_b(data))

    def close(self) -> None:
        """Nothing to free: the scorer owns the adapter."""


class FoldMix:
    """Each person's mix folded into a private copy of the weights."""

    name = "fold"

    def __init__(self, folded: FoldedModel) -> None:
        self._folded = folded
        self.weights: Path | None = folded.path

    def apply(self, scorer: Scorer, gate_weights: FloatArray) -> None:
        """Fold the mix of these gate weights, (K,), into the weights that the scorer maps."""
        self._folded.fold(gate_weights)

    def close(self) -> None:
        """Free the copy of the weights; safe to call twice."""
        self._folded.close()


def open_mix(
    options: EngineOptions,
    path: Path,
    header: GGUFHeader,
    experts: Mapping[str, FloatArray],
    shape: ExpertShape,
) -> Mix:
    """Choose the way and prepare it.

    ``auto`` is an adapter: with our build's kernels it costs less than to fold anew for each
    person (bench/README.md has the measurements).
    """
    if options.mix not in MIXES:
        raise OptionError(f"the mix is one of {', '.join(MIXES)}, not {options.mix!r}")
    if options.mix == "fold":
        # A GPU has weights of its own, and does not see what is folded into the file's.
        if options.gpu_layers != 0 or not can_fold(header, experts):
            raise EngineError(
                f"{path}: its mix cannot be folded: that needs f32, f16 or bf16 weights, Linux, "
                "and no layers on a GPU"
            )
        return FoldMix(FoldedModel(path, header, experts, shape, to_float(), options.frugal))
    mixer = ExpertMixer(experts, shape, header.architecture, frugal=options.frugal)
    return AdapterMix(mixer, in_place=options.gpu_layers == 0)
