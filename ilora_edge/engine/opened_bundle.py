"""A bundle, opened: every part that a recommendation needs, checked against the others."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

from ilora_edge.bundle import files as bundles
from ilora_edge.bundle.manifest import Manifest
from ilora_edge.catalogue.items import Catalogue
from ilora_edge.doctor.settle import settled, telemetry_remark
from ilora_edge.engine.first_scores import FirstScores
from ilora_edge.engine.item_scores import ItemScores
from ilora_edge.engine.opening_encoder import OpeningEncoder
from ilora_edge.engine.outside import OutsideReader
from ilora_edge.engine.rated_items import RatedItems
from ilora_edge.errors import BundleError, OptionError
from ilora_edge.llama.options import EngineOptions
from ilora_edge.prompt import PromptBuilder
from ilora_edge.request import n_candidates
from ilora_edge.system.closing import Closing
from ilora_edge.untrusted.gguf_header import check_backbone
from ilora_edge.untrusted.gguf_reader import GGUFHeader

if TYPE_CHECKING:
    from ilora_edge.engine.mixes import Mix
    from ilora_edge.llama.model_load import Loading

Arguments = ParamSpec("Arguments")
Found = TypeVar("Found")
Opened = TypeVar("Opened", bound="OpenedBundle")


class Part(Protocol):
    """What is open of a bundle."""

    def close(self) -> None:
        """Free what it holds; safe to call twice."""


def one_at_a_time(
    method: Callable[Concatenate[Opened, Arguments], Found],
) -> Callable[Concatenate[Opened, Arguments], Found]:
    """Return a method of an opened bundle for which other threads wait.

    The mix in place is one person's, and so is what llama.cpp has read. The method raises
    OptionError where the bundle is closed.
    """

    @wraps(method)
    def alone(self: Opened, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Found:
        with self.in_use:
            if not self._open:
                raise OptionError(
                    f"{self.folder}: this {type(self).__name__} is closed; open it anew"
                )
            return method(self, *args, **kwargs)

    return alone


class OpenedBundle(Closing):
    """Encoder, experts, backbone and catalogue of a bundle, ready for use; a context manager.

    With ``encoder_only`` neither experts nor backbone are: llama.cpp is not even loaded, but to
    read titles that are not kept, and an experts-only bundle's backbone need not be there.

    :class:`ilora_edge.recommender.Recommender` says what they are used for, and the parameters.
    """

    def __init__(
        self,
        folder: Path | str,
        max_k: int = 10,
        options: EngineOptions | None = None,
        backbone: Path | str | None = None,
        meanwhile: Callable[[Catalogue, Manifest], None] | None = None,
        encoder_only: bool = False,
    ) -> None:
        self.folder = Path(folder)
        self.encoder_only = encoder_only
        self._options = options or EngineOptions()
        self.in_use = threading.RLock()
        given = None if backbone is None else Path(backbone)
        self.bundle = bundles.open_bundle(self.folder, given, not encoder_only)
        self.manifest = self.bundle.manifest
        self._open: list[Part] = []
        try:
            self._load(max_k, meanwhile)
        except BaseException:
            # Ctrl-C too, which a thread that is loading would not hear.
            self.close()
            raise

    def _load(self, max_k: int, meanwhile: Callable[[Catalogue, Manifest], None] | None) -> None:
        manifest, folder = self.manifest, self.folder
        self.catalogue = Catalogue(folder / bundles.CATALOGUE, manifest.external_ids)
        self._open.append(self.catalogue)
        opening = OpeningEncoder(folder / bundles.ENCODER, self._options.encoder_seconds)
        self._open.append(opening)
        self.remark = telemetry_remark()
        loading = None if self.encoder_only else self._open_experts(*self._settled)
        if meanwhile is not None:
            meanwhile(self.catalogue, manifest)
        self.encoder = opening.wait()
        reads = self.encoder.reads_titles
        self._first_scores = FirstScores(self.catalogue, self.manifest.fusion.popularity)
        self._item_scores = ItemScores(self.catalogue, reads, manifest.fusion)
        self._rated_items = RatedItems(self.catalogue, manifest.fusion.ratings)
        self._outside = OutsideReader(
            self.bundle, self.catalogue.n_items, self.encoder.title_width, self._for_titles
        )
        if loading is not None:
            self._open_model(max_k, loading)

    def _for_titles(self) -> tuple[EngineOptions, GGUFHeader] | None:
        """Return how titles are to be read; None: by nothing, since the backbone is not here."""
        if self.bundle.backbone.is_file():
            return self._settled
        self.remark = (
            f"{self.folder}: its language model is not here, which reads the titles that the "
            "bundle does not know: they stand behind all others"
        )
        return None

    @cached_property
    def _settled(self) -> tuple[EngineOptions, GGUFHeader]:
        """How llama.cpp runs on this machine, and the backbone's header, which has been checked."""
        identity, path = self.manifest.backbone, self.bundle.backbone
        header = check_backbone(path, identity.architecture, identity.layout_sha256)
        options, self.remark = settled(self._options, header)
        return options, header

    def _open_model(self, max_k: int, loading: Loading) -> None:
        from ilora_edge.llama import Backbone, Scorer

        manifest, (options, header) = self.manifest, self._settled
        identity, path = manifest.backbone, self.bundle.backbone
        self.backbone = Backbone(path, options, header=header, loading=loading)
        self._open.append(self.backbone)
        # Titles outside the catalogue may be as long as the format allows.
        usual = manifest.prompt.max_title_tokens
        longest = self.catalogue.longest_title(usual)
        self.prompts = PromptBuilder(
            manifest.prompt,
            self.backbone.tokenize,
            identity.bos_token_id,
            identity.first_label_id,
            # Longer answers than the builder counts on are the catalogue's own doing.
            self.backbone.n_ctx_train - (longest - usual),
        )
        self._check_labels()
        self._check_title_priors()
        answer_tokens = self.prompts.max_answer_tokens(longest)
        self._check_context(self.prompts.prompt([]), answer_tokens)
        prompt_tokens = self.prompts.max_prompt_tokens(longest, n_candidates(max_k))
        self.scorer = Scorer(
            self.backbone, prompt_tokens, answer_tokens, options, n_candidates(max_k)
        )
        self._open.append(self.scorer)

    def _open_experts(self, options: EngineOptions, header: GGUFHeader) -> Loading:
        """Read the experts, while llama.cpp loads the weights beside which they are put."""
        from ilora_edge.engine.mixes import open_mix
        from ilora_edge.llama.backbone import begin_loading
        from ilora_edge.mix.experts import check_experts_fit, load_experts

        path, file = self.bundle.backbone, self.folder / bundles.EXPERTS
        loading = None
        if options.mix != "fold":
            loading = begin_loading(path, options)
            self._open.append(loading)
        tensors = load_experts(file, self.manifest.experts)
        check_experts_fit(header, tensors, file)
        self.experts: Mix = open_mix(options, path, header, tensors, self.manifest.experts)
        self._open.append(self.experts)
        if loading is None:
            # A mix that is folded has a file of its own to load.
            loading = begin_loading(path, options, self.experts.weights)
            self._open.append(loading)
        return loading

    def close(self) -> None:
        """Free everything native, when no thread uses it any more; safe to call twice."""
        with self.in_use:
            while self._open:
                self._open.pop().close()

    def leave_memory(self) -> None:
        """Have ``close`` leave llama.cpp's memory to the system: the process ends at once."""
        if self.encoder_only:
            return
        from ilora_edge.llama import Backbone, Scorer

        self._open = [part for part in self._open if not isinstance(part, (Backbone, Scorer))]

    def _check_labels(self) -> None:
        first, n_vocab = self.manifest.backbone.first_label_id, self.backbone.n_vocab
        if first is None and self.manifest.prompt.answers == "labels":
            raise BundleError(
                f"{self.folder / bundles.MANIFEST}: answers are labels, but it names no first "
                "label; export the bundle again"
            )
        if first is not None and not 0 <= first <= n_vocab - self.catalogue.n_items:
            raise BundleError(
                f"{self.folder}: {self.catalogue.n_items} labels from token {first} on do not fit "
                f"a vocabulary of {n_vocab}; export the bundle again"
            )

    def _check_title_priors(self) -> None:
        if not self.manifest.fusion.uses_title_priors:
            return
        if not self.catalogue.has_title_priors or self.manifest.prompt.candidates_in_prompt:
            raise BundleError(
                f"{self.folder / bundles.MANIFEST}: titles count by themselves, but the catalogue "
                "does not say how likely they are, or prompts list them; export the bundle again"
            )

    def _check_context(self, empty: Sequence[int], answer_tokens: int) -> None:
        context = self.backbone.n_ctx_train
        if len(empty) + answer_tokens > context:
            raise BundleError(
                f"{self.folder}: a prompt without a history has {len(empty)} tokens and an answer "
                f"up to {answer_tokens}, but the backbone reads {context}; export the bundle again "
                "with shorter headers or max_title_tokens"
            )
