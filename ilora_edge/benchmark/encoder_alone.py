"""The encoder without the LLM: a history's best items, and what they cost."""

from __future__ import annotations

from pathlib import Path

from ilora_edge.benchmark.plan import K
from ilora_edge.bundle.files import CATALOGUE, ENCODER, read_manifest
from ilora_edge.candidates import best_unseen
from ilora_edge.catalogue.items import Catalogue
from ilora_edge.encoder import Encoder
from ilora_edge.histories.database import HistoryDB
from ilora_edge.histories.requests import read_request
from ilora_edge.request import n_candidates


class EncoderOnly:
    """Reads a history and ranks the catalogue by the encoder."""

    def __init__(self, bundle: Path, history: Path) -> None:
        self._database = HistoryDB(history)
        self._catalogue = Catalogue(bundle / CATALOGUE)
        self._manifest = read_manifest(bundle)
        self._encoder = Encoder(bundle / ENCODER)

    def best(self, user: str) -> list[str]:
        """Return the ids of the candidates, best first."""
        history = read_request(self._database, user, self._catalogue, self._manifest).history
        known = self._catalogue.indices(i.item_id for i in history)
        indices = [known[i.item_id] for i in history if i.item_id in known]
        scores = self._encoder.encode(indices).item_scores
        chosen = best_unseen(scores, set(known.values()), n_candidates(K))
        return [item.item_id for item in self._catalogue.by_index(chosen)]
