"""The device reads titles as the workshop does, and once."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from tiny import tiny_bundle, tiny_run

from ilora_edge.alike.together import recommend_together
from ilora_edge.bundle.backbone_file import ENVIRONMENT
from ilora_edge.bundle.edits import strip_backbone
from ilora_edge.engine.item_scores import ItemScores
from ilora_edge.errors import EngineError
from ilora_edge.evaluation.rows import Row
from ilora_edge.evaluation.scoring import row_scorer
from ilora_edge.feedback.neighbours import dislike_shares
from ilora_edge.filters import Filters
from ilora_edge.llama import EngineOptions
from ilora_edge.llama.title_reader import TitleReader
from ilora_edge.llama.title_vectors import FILE, TitleVectors
from ilora_edge.prompt import PromptFormat
from ilora_edge.reasons.leave_one_out import contributions
from ilora_edge.reasons.whole_ranking import rank_whole
from ilora_edge.reasons.why_not import why_not
from ilora_edge.recommendation import HistoryItem
from ilora_edge.recommender import Recommender
from ilora_edge.report.gather import PageMaker
from ilora_edge.request import Request
from ilora_edge.system.stage_timer import StageTimer
from ilora_edge.untrusted.gguf_header import check_backbone
from ilora_edge.untrusted.gguf_reader import GGUFHeader
from ilora_train.parts import Parts
from ilora_train.title_space import title_vectors

FloatArray = npt.NDArray[np.float32]

EXACT = EngineOptions(exact=True, n_threads=1)
TEXTS = ["Winter Circus (1987)", "M", "Blue Meridian (2007)", "Ring"]
TITLES = [[5, 6, 7], [8], [300, 10, 11, 12, 13, 14], [6, 5]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle whose encoder reads titles, beside the HF checkpoint of its backbone."""
    import torch

    folder = tmp_path_factory.mktemp("titles")
    run = tiny_run(folder)
    torch.manual_seed(5)
    plain = run.model.encoder
    run.model.encoder = Parts(run.recipe, plain.n_items, folder).new_encoder(64).eval()
    run.model.encoder.load_state_dict(plain.state_dict(), strict=False)
    tiny_bundle(run, folder / "bundle")
    return folder


@pytest.fixture
def header(folder: Path) -> GGUFHeader:
    return check_backbone(folder / "bundle" / "backbone.gguf", "llama", None)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("ilora_train.title_space.cpu_has_bf16", lambda: False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "ilora-edge"


@pytest.mark.parametrize("bos", [0, None])
def test_both_sides_read_a_title_alike(folder: Path, header: GGUFHeader, bos: int | None) -> None:
    reader = TitleReader(folder / "bundle" / "backbone.gguf", header, bos, 6, EXACT)
    theirs = title_vectors(folder / "backbone", TITLES, bos).numpy()
    # Kept in half precision there.
    assert reader.read(TITLES) == pytest.approx(theirs, abs=4e-3, rel=2e-3)
    # Many titles take several decodes; each is read as if alone.
    many = [TITLES[n % 4] for n in range(300)]
    assert reader.read(many) == pytest.approx(np.tile(theirs, (75, 1)), abs=4e-3, rel=2e-3)
    reader.close()
    reader.close()


def test_titles_that_cannot_be_read_are_refused(folder: Path, header: GGUFHeader) -> None:
    reader = TitleReader(folder / "bundle" / "backbone.gguf", header, 0, 6, EXACT)
    for wrong in ([[5], []], [[5] * 600]):
        with pytest.raises(EngineError, match="no ids, or too many"):
            reader.read(wrong)
    reader.close()


def opened(
    folder: Path, header: GGUFHeader, sha256: str = "a" * 64, bos: int | None = 0
) -> TitleVectors:
    path = folder / "bundle" / "backbone.gguf"
    return TitleVectors(path, sha256, bos, PromptFormat(), lambda: (EXACT, header))


def same(one: dict[str, FloatArray], other: dict[str, FloatArray]) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[t], other[t]) for t in one)


def test_a_title_is_read_once(
    folder: Path, header: GGUFHeader, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = opened(folder, header)
    first = vectors.of([*TEXTS, TEXTS[0]], 64)
    assert [*first] == TEXTS
    asked: list[int] = []
    read = TitleReader.read

    def counted(self: TitleReader, titles: Sequence[Sequence[int]]) -> object:
        asked.append(len(titles))
        return read(self, titles)

    monkeypatch.setattr(TitleReader, "read", counted)
    assert same(vectors.of(TEXTS, 64), first)
    assert asked == []
    vectors.of([TEXTS[0], "Another"], 64)
    assert asked == [1], "only what is new"
    # Another backbone reads for itself; damage is as good as nothing kept.
    opened(folder, header, sha256="b" * 64).of([TEXTS[0]], 64)
    assert len(asked) == 2
    with sqlite3.connect(cache / FILE) as connection:
        connection.execute("UPDATE vectors SET halves = zeroblob(7)")
    connection.close()
    assert same(vectors.of(TEXTS, 64), first)
    (cache / FILE).write_bytes(b"no database at all" * 100)
    assert same(vectors.of(TEXTS, 64), first)


def test_what_is_kept_needs_no_backbone(
    folder: Path, header: GGUFHeader, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened(folder, header).of(TEXTS, 64)

    def settle() -> tuple[EngineOptions, GGUFHeader]:
        raise AssertionError("the backbone was asked for")

    path = folder / "bundle" / "backbone.gguf"
    kept = TitleVectors(path, "a" * 64, 0, PromptFormat(), settle)
    assert same(kept.of(TEXTS, 64), first)
    with pytest.raises(AssertionError, match="was asked for"):
        kept.of(["Another"], 64)


def test_a_title_is_kept_by_what_stands_before_it(folder: Path, header: GGUFHeader) -> None:
    after, alone = (
        opened(folder, header, bos=bos).of([TEXTS[0]], 64)[TEXTS[0]] for bos in (0, None)
    )
    assert not np.array_equal(after, alone)


def test_no_more_titles_are_kept_than_the_bound(
    folder: Path, header: GGUFHeader, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ilora_edge.llama.title_vectors._MOST", 4)
    vectors = opened(folder, header)
    kept = []
    for titles in (TEXTS, ["Another"]):
        vectors.of(titles, 64)
        with closing(sqlite3.connect(cache / FILE)) as connection:
            kept += connection.execute("SELECT count(*) FROM vectors").fetchone()
    assert kept == [4, 1], "as many as the bound, then all is forgotten"


def test_without_a_backbone_unknown_titles_stand_behind_all_others(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    strip_backbone(folder / "bundle", tmp_path / "experts")
    others = [HistoryItem("x1", "Winter Circus (1987)"), HistoryItem("x2", "Blue Meridian (2007)")]
    request = Request([HistoryItem("m0")], k=9, out_of_catalogue=others, compared=True)
    for _ in range(2):
        with Recommender(tmp_path / "experts", encoder_only=True) as recommender:
            found = recommender.recommend(request).recommendations
            assert recommender.remark is not None
            assert "its language model is not here" in recommender.remark
        assert not {"x1", "x2"}.intersection(r.item_id for r in found)
    # Once they were read, by whichever bundle of this backbone, they are known.
    with Recommender(folder / "bundle", encoder_only=True) as whole:
        expected = whole.recommend(request).recommendations
    with Recommender(tmp_path / "experts", encoder_only=True) as recommender:
        assert recommender.recommend(request).recommendations == expected
        assert recommender.remark is None


def test_an_unknown_title_is_history_and_candidate(folder: Path) -> None:
    new = HistoryItem("outside", "Winter Circus (1987)")
    other = HistoryItem("other", "Blue Meridian (2007)")
    untitled = HistoryItem("untitled", "")
    with Recommender(folder / "bundle", options=EngineOptions(n_threads=1)) as recommender:
        known = [HistoryItem("m0"), HistoryItem("m4")]
        plain = recommender.recommend(Request(known, k=3))
        request = Request([*known, new, untitled], k=25, out_of_catalogue=[other])
        outside = recommender.outside(request)
        assert outside is not None
        assert outside.indices == {"outside": 31, "other": 32}
        result = recommender.recommend(request)
        scores = recommender.encode([1, 5, 31], outside).item_scores
        found = {r.item_id: r.encoder_score for r in result.recommendations}
        assert found["other"] == pytest.approx(float(scores[31]), abs=1e-5)
        assert "outside" not in found
        # It changes what the encoder says of all others, and a history of it alone is one.
        assert not np.array_equal(recommender.encode([1, 5]).item_scores[:30], scores[:30])
        alone = recommender.recommend(Request([new], k=3))
        assert not alone.cold
        diverse = replace(request, filters=replace(request.filters, diversity=0.5))
        assert len(recommender.recommend(diverse).recommendations) == 25
        again = recommender.recommend(Request(known, k=3))
        assert [r.score for r in again.recommendations] == [r.score for r in plain.recommendations]
        # Nothing known at all: popularity, which an unknown title has none of.
        cold = recommender.recommend(Request([untitled], k=25, out_of_catalogue=[other]))
        assert cold.cold
        assert {r.item_id: r.encoder_score for r in cold.recommendations}["other"] is None


def test_a_dislike_lowers_unknown_items_and_an_unknown_one_lowers(folder: Path) -> None:
    near, far = HistoryItem("near", "Blue Meridian (2007)"), HistoryItem("far", "A (1920)")
    copy = HistoryItem("copy", near.title)
    with Recommender(folder / "bundle", options=EngineOptions(n_threads=1)) as recommender:
        known = [HistoryItem("m0"), HistoryItem("m4")]
        plain = Request(known, k=40, out_of_catalogue=[near, far])
        unknown = replace(plain, disliked=["copy"], disliked_out_of_catalogue=[copy])
        # And one of the catalogue, by what the encoder itself says of items.
        of_catalogue = replace(plain, disliked=["m9"])

        def scores(request: Request) -> dict[str, float]:
            found = recommender.recommend(request).recommendations
            return {r.item_id: r.encoder_score for r in found if r.encoder_score is not None}

        before, after = scores(plain), scores(unknown)
        falls = {i: before[i] - after[i] for i in after if i != "copy"}
        assert set(falls) == set(before)
        assert max(falls, key=falls.__getitem__) == "near"
        assert falls["near"] - falls["far"] > 0.01
        outside = recommender.outside(plain)
        assert outside is not None
        places = [10, 31, 32, *range(1, 31)]
        embeddings = recommender.encoder.item_embeddings(places, outside.vectors)
        after = scores(of_catalogue)
        falls = {i: before[i] - after[i] for i in after}
        shares = dislike_shares(embeddings, [4, 8], [1])
        assert falls["near"] - falls["far"] == pytest.approx(8 * (shares[1] - shares[2]), abs=1e-3)
        assert falls["near"] - falls["m7"] == pytest.approx(8 * (shares[1] - shares[10]), abs=1e-3)


def test_a_page_lists_what_has_no_place_on_its_map(folder: Path) -> None:
    others = [
        HistoryItem("other", "Blue Meridian (2007)"),
        HistoryItem("next", "Blue (2009)", "", 0.0, True),
    ]
    with Recommender(folder / "bundle", options=EngineOptions(n_threads=1)) as recommender:
        known = [HistoryItem("m0"), HistoryItem("m4")]
        filters = Filters(diversity=0.3)
        request = Request(known, k=40, out_of_catalogue=others, filters=filters)
        listed = recommender.recommend(request).recommendations
        page = PageMaker(recommender).content("ann", request, [], {})
        assert [(p.rank, p.title) for p in page.places] == [(r.rank, r.title) for r in listed]
        assert {"Blue Meridian (2007)", "Blue (2009)"} <= {r.title for r in listed}
        assert page.map is not None
        titles = {r.rank: r.title for r in listed}
        assert len(page.map.recommended) == len(listed) - 2
        for rank, place in page.map.recommended.items():
            assert page.map.titles[place] == titles[rank]


def test_what_is_said_of_a_list_knows_the_titles_that_made_it(folder: Path) -> None:
    """Explanations and lists for several are by the scores that a recommendation has."""
    known = [HistoryItem("m0"), HistoryItem("m4")]
    new = HistoryItem("outside", "Winter Circus (1987)")
    other = HistoryItem("other", "Blue Meridian (2007)")
    with Recommender(folder / "bundle", options=EngineOptions(n_threads=1)) as recommender:
        request = Request([*known, new], k=25, out_of_catalogue=[other])
        result = recommender.recommend(request)
        whole = rank_whole(recommender, request)
        assert whole.gate_weights.tolist() == result.gate_weights
        by_encoder = {r.item_id: r.encoder_score for r in whole.ranked}
        assert all(by_encoder[r.item_id] == r.encoder_score for r in result.recommendations)
        first = result.recommendations[0].item_id
        items = recommender.catalogue.by_id([first])
        (found,) = contributions(recommender, request, [*items.values()], n_checked=0)
        falls = {c.item.item_id: c.encoder for c in found}
        place = items[first].encoder_index - 1
        outside = recommender.outside(request)
        fall = (
            recommender.encode([1, 5, 31], outside).item_scores[place]
            - recommender.encode([1, 5], outside).item_scores[place]
        )
        assert falls["outside"] == pytest.approx(float(fall), abs=1e-5)
        assert abs(fall) > 1e-4
        assert why_not(recommender, request, "other").where in ("outranked", "listed")


def test_a_list_for_several_knows_titles_from_outside(folder: Path) -> None:
    history = [HistoryItem("m0"), HistoryItem("outside", "Winter Circus (1987)")]
    other = HistoryItem("other", "Blue Meridian (2007)")
    with Recommender(folder / "bundle", options=EngineOptions(n_threads=1)) as recommender:
        request = Request(history, k=20, out_of_catalogue=[other])
        own = {r.item_id: r.score for r in recommender.recommend(request).recommendations}
        # Somebody of whom nothing is known, too: popularity has no scores of such items.
        both = recommend_together(recommender, [request, Request([], k=20)], k=20)
        shared = [(n, i.item_id) for n, i in enumerate(both.items) if i.item_id in own]
        assert "other" in {item for _, item in shared}
        for n, item in shared:
            assert both.scores[0, n] == pytest.approx(own[item], abs=1e-2)
        # A later part of a series, of which a list has no room, takes nobody's place.
        later = HistoryItem("later", "Blue Meridian II (2009)", is_later=True)
        alone = [replace(request, k=10), Request([HistoryItem("m7")], k=10)]
        with_it = replace(alone[0], out_of_catalogue=[other, later])
        plain, more = (
            recommend_together(recommender, [r, alone[1]], k=10) for r in (alone[0], with_it)
        )
        assert {i.item_id for i in more.items} == {i.item_id for i in plain.items}
        # One more title to share a probability with takes the same from all scores of a person.
        relative = [x.scores - x.scores.max(axis=1, keepdims=True) for x in (more, plain)]
        assert relative[0] == pytest.approx(relative[1], abs=1e-2)
        seen = replace(request, seen=["other"], out_of_catalogue=[])
        again = recommend_together(recommender, [request, seen], k=20)
        assert "other" not in {item.item_id for item in again.items}


def test_what_overviews_have_in_common_is_each_one_s(folder: Path) -> None:
    near, far = (HistoryItem("other", "Blue Meridian (2007)", "", c) for c in (0.9, 0.1))
    known = [HistoryItem("m0"), HistoryItem("m4")]
    with Recommender(folder / "bundle", options=EngineOptions(n_threads=1)) as recommender:
        weights = replace(recommender.manifest.fusion, overviews=20.0)
        recommender._item_scores = ItemScores(recommender.catalogue, True, weights)
        requests = [Request(known, k=25, out_of_catalogue=[item]) for item in (near, far)]
        together = recommend_together(recommender, requests, k=20)
        (place,) = (n for n, item in enumerate(together.items) if item.item_id == "other")
        for request, scores in zip(requests, together.scores, strict=True):
            own = {r.item_id: r.score for r in recommender.recommend(request).recommendations}
            assert scores[place] == pytest.approx(own["other"], abs=1e-2)
        assert together.scores[0, place] > together.scores[1, place] + 1
        # What may be offered again is in the history too, which says nothing of it.
        again = Request([*known, HistoryItem("other", near.title)], out_of_catalogue=[near])
        outside = recommender.outside(again)
        assert outside is not None
        assert outside.overview_cosines == (0.9,)


def test_what_is_measured_knows_titles_from_outside(folder: Path) -> None:
    history = (HistoryItem("m0"), HistoryItem("outside", "Winter Circus (1987)"))
    with Recommender(folder / "bundle", options=EngineOptions(n_threads=1)) as recommender:
        row = Row("ann", history, frozenset({"m0"}), "m4")
        measured = row_scorer(recommender, [row], None, 0).preference(row)
        run = recommender.shortlist(Request(list(history)), StageTimer())
        assert measured.gate_weights.tolist() == run.preference.gate_weights.tolist()
        assert measured.item_scores.tolist() == run.item_scores[:30].tolist()
        assert len(measured.item_scores) == 30
