"""Ids of IMDb, TMDB, MusicBrainz and ISBN in a manifest: written, read, used, and not needed."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from bundle_edits import edit_manifest

from ilora_edge.alike.similar import AlikeItems
from ilora_edge.bundle.archive import pack, unpack
from ilora_edge.bundle.edits import strip_backbone
from ilora_edge.bundle.files import CATALOGUE, MANIFEST, read_manifest
from ilora_edge.bundle.verify import verify_bundle
from ilora_edge.catalogue import external_ids as module
from ilora_edge.catalogue.external_ids import ExternalIds, external_ids, parse_external_ids
from ilora_edge.catalogue.items import Catalogue
from ilora_edge.demo import demo_bundle
from ilora_edge.errors import BundleError
from ilora_edge.matching.matcher import Matcher
from ilora_edge.recommender import Recommender

IDS = {"imdb": {"tt0111161": 1, "tt0068646": 3}, "tmdb": {"278": 1}}


def with_ids(folder: Path, ids: Any) -> None:
    edit_manifest(folder, lambda data: data.update(external_ids=ids))


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "bundle"
    shutil.copytree(demo_bundle(), folder)
    with_ids(folder, IDS)
    return folder


def test_an_id_of_two_items_is_of_none() -> None:
    items = [{"imdb": "tt1", "tmdb": "5"}, {"imdb": "tt1"}, {"imdb": "tt2", "isbn": ""}, {}]
    assert external_ids(items).to_json() == {"imdb": {"tt2": 3}, "tmdb": {"5": 1}}
    assert not external_ids([{}])


def test_too_many_are_left_out_kind_by_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 80)
    items = [{"imdb": "tt1", "tmdb": "1"}, {"imdb": "tt2", "tmdb": "2"}]
    assert external_ids(items).counts() == {"imdb": 2}


@pytest.mark.parametrize(
    "value",
    [
        [],
        {"imdb": []},
        {"imdb": {"tt1": 0}},
        {"imdb": {"tt1": "1"}},
        {"imdb": {"tt1": True}},
        {"imdb": {"": 1}},
        {"isbn": {"9" * 65: 1}},
        {"tmdb": {"1": 1 << 31}},
        {"title": {"": 1}},
        {"title": {"x" * 301: 1}},
        {"title": {"Le Samouraï (1967)": "1"}},
    ],
)
def test_what_is_refused(value: Any, bundle: Path) -> None:
    with pytest.raises((TypeError, ValueError)):
        parse_external_ids(value)
    with_ids(bundle, value)
    with pytest.raises(BundleError, match="not a valid manifest"):
        read_manifest(bundle)


def test_kinds_of_the_future_are_left_out() -> None:
    assert parse_external_ids({"imdb": {"tt1": 1}, "new": {"x": 1}}).to_json() == {
        "imdb": {"tt1": 1}
    }


def test_they_go_where_the_manifest_goes(bundle: Path, tmp_path: Path) -> None:
    pack(bundle, tmp_path / "b.ilora")
    unpack(tmp_path / "b.ilora", tmp_path / "again")
    strip_backbone(bundle, tmp_path / "stripped")
    for folder in (bundle, tmp_path / "again", tmp_path / "stripped"):
        manifest = read_manifest(folder)
        assert manifest.external_ids.to_json() == IDS
        assert json.loads((folder / MANIFEST).read_text())["external_ids"] == IDS
        assert manifest.to_json()["external_ids"] == IDS
    verify_bundle(bundle)


def test_items_that_are_not_there_are_said_and_match_nothing(bundle: Path) -> None:
    with_ids(bundle, {"imdb": {"tt0000099": 1_000_000}})
    with pytest.raises(BundleError, match="external_ids name items"):
        verify_bundle(bundle)
    ids = read_manifest(bundle).external_ids
    with closing(Catalogue(bundle / CATALOGUE, ids)) as catalogue:
        matcher = Matcher(catalogue, [("x", "no such title")])
        assert matcher.match([("x", "no such title", '{"imdb": "tt0000099"}')]) == [None]


def test_they_find_what_titles_do_not_and_forbid_what_titles_would(bundle: Path) -> None:
    ids = read_manifest(bundle).external_ids
    with closing(Catalogue(bundle / CATALOGUE, ids)) as catalogue:
        first, _, third = catalogue.by_index([1, 2, 3])
        matcher = Matcher(catalogue, [("x", "no such title")])
        found = matcher.match(
            [
                ("a", "Die Verurteilten", '{"imdb": "tt0111161"}'),
                ("b", "Die Verurteilten", '{"tmdb": 278}'),
                ("c", third.title, '{"imdb": "tt0068646"}'),
                # The title is that of an item that is known to be another one.
                ("d", third.title, '{"imdb": "tt0000001"}'),
                ("e", third.title, '{"tmdb": 5}'),
            ]
        )
    by_id = [(first.item_id, "id"), (first.item_id, "id"), (third.item_id, "id")]
    assert found == [*by_id, None, (third.item_id, "title")]


def test_an_other_title_finds_its_item_in_the_same_year(bundle: Path) -> None:
    title, year = "Stalag 17", 1953
    with_ids(bundle, {"title": {f"Ferne Tage ({year})": 2, f"遠い日 ({year})": 2}})
    ids = read_manifest(bundle).external_ids
    with closing(Catalogue(bundle / CATALOGUE, ids)) as catalogue:
        (second,) = catalogue.by_index([2])
        assert second.title == f"{title} ({year})"
        matcher = Matcher(catalogue, [("x", "no such title")])
        found = matcher.match(
            [
                ("a", "Ferne Tage", json.dumps({"year": year})),
                ("b", f"FERNE TAGE ({year})", None),
                ("c", f"遠い日 ({year})", None),
                ("d", f"Ferne Tage ({year + 30})", None),
                ("e", "Ferne Tage", None),
                ("f", f"{title} ({year})", None),
            ]
        )
    assert found[:4] == [(second.item_id, "title"), *[(second.item_id, "title")] * 2, None]
    assert found[4:] == [None, (second.item_id, "title")]


def test_a_catalogue_without_them_is_as_it_was(bundle: Path) -> None:
    with closing(Catalogue(bundle / CATALOGUE)) as catalogue:
        assert catalogue.external_ids == ExternalIds()
        assert catalogue.ids_at([1, 0, -5, 10**9]).keys() == {1}


def test_whoever_opens_the_bundle_has_them(bundle: Path) -> None:
    with Recommender(bundle) as recommender:
        assert recommender.catalogue.external_ids.to_json() == IDS
    with AlikeItems(bundle) as alike:
        assert alike.catalogue.external_ids.to_json() == IDS
