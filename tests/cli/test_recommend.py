"""``ilora-edge recommend``: what it prints, and how it refuses."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from bundle_edits import edit_manifest
from harness import Cli, one_line

from ilora_cli.columns import wrapped

FILES = (
    "manifest.json",
    "manifest.sha256",
    "backbone.gguf",
    "encoder.onnx",
    "experts.safetensors",
    "catalogue.db",
)


def test_json_is_one_object_on_stdout_and_nothing_else(cli: Cli, bundle: Path, db: Path) -> None:
    done = cli("recommend", "ada", "--db", db, "--bundle", bundle, "-k", 7, "--json")
    assert (done.code, done.err) == (0, "")
    data = json.loads(done.out)
    assert data["user"] == "ada"
    assert data["bundle"] == "tiny"
    assert data["fusion_weight"] == 1.0
    assert len(data["gate_weights"]) == 4
    assert sum(data["gate_weights"]) == pytest.approx(1.0, abs=1e-5)
    assert {"read", "open", "encode", "mix", "score", "rank"} <= set(data["timing_ms"])
    ranked = data["recommendations"]
    assert [r["rank"] for r in ranked] == list(range(1, 8))
    for r in ranked:
        assert set(r) == {"rank", "item_id", "title", "score", "llm_score", "encoder_score"}
        assert r["score"] == pytest.approx(r["llm_score"] + r["encoder_score"], abs=1e-5)
    scores = [r["score"] for r in ranked]
    assert scores == sorted(scores, reverse=True)


def test_nothing_seen_is_recommended_whatever_its_rating(cli: Cli, bundle: Path, db: Path) -> None:
    done = cli("recommend", "ada", "--db", db, "--bundle", bundle, "-k", 23, "--json")
    ids = {r["item_id"] for r in json.loads(done.out)["recommendations"]}
    assert len(ids) == 23
    assert not ids & {"m0", "m1", "m2", "m3", "m4", "m5", "m9"}


def test_asking_for_more_than_is_left_gives_what_is_left(cli: Cli, bundle: Path, db: Path) -> None:
    done = cli("recommend", "ada", "--db", db, "--bundle", bundle, "-k", 100, "--json")
    assert len(json.loads(done.out)["recommendations"]) == 23
    assert "only 23 items are left: all others have been seen, or are filtered out" in done.err


def test_where_nothing_was_seen_nothing_is_said_to_be(cli: Cli, bundle: Path) -> None:
    done = cli("recommend", "--cold", "--bundle", bundle, "-k", 100)
    assert "only 30 items are there\n" in done.err


def test_what_filters_leave_is_no_matter_of_the_catalogue(cli: Cli, bundle: Path, db: Path) -> None:
    base = ("recommend", "bob", "--db", db, "--bundle", bundle)
    one = cli(*base, "--where", "item = 'm1'")
    assert "only one item is left: all others have been seen, or are filtered out" in one.err
    none = cli(*base, "--min-score", "1000")
    assert "no item is left: all others" in none.err
    # No head without a row.
    assert "title" not in none.out


def test_the_first_place_alone_is_that_of_the_list(cli: Cli, bundle: Path, db: Path) -> None:
    base = ("recommend", "bob", "--db", db, "--bundle", bundle, "--json")
    listed, first, walked = (
        json.loads(cli(*base, *more).out) for more in ((), ("-k", 1), ("-k", 1, "--greedy"))
    )
    scores = {r["item_id"]: r["score"] for r in listed["recommendations"]}
    (best,) = first["recommendations"]
    # Up to what float16 keys and values leave uncertain.
    assert scores[best["item_id"]] == pytest.approx(max(scores.values()), abs=2e-2)
    assert best["score"] == pytest.approx(scores[best["item_id"]], abs=2e-2)
    assert (listed["proven"], first["proven"]) == (True, True)
    (found,) = walked["recommendations"]
    assert found["score"] <= best["score"] + 2e-2
    assert not walked["proven"] or found["item_id"] == best["item_id"]


def test_a_greedy_walk_finds_one_place_only(cli: Cli, bundle: Path, db: Path) -> None:
    done = cli("recommend", "bob", "--db", db, "--bundle", bundle, "-k", 2, "--greedy")
    assert (done.code, done.out) == (1, "")
    assert one_line(done.err)
    assert "-k 1" in done.err


def test_a_table_says_what_a_greedy_walk_left_open(cli: Cli, bundle: Path, db: Path) -> None:
    said = set()
    for user in ("ada", "bob", "cy"):
        base = ("recommend", user, "--db", db, "--bundle", bundle, "-k", 1, "--greedy")
        proven = json.loads(cli(*base, "--json").out)["proven"]
        assert ("another may be better" in cli(*base).out) is not proven
        said.add(proven)
    assert False in said, "nothing was left open by any walk"


def test_a_low_rating_is_no_part_of_the_history(cli: Cli, bundle: Path, db: Path) -> None:
    whole = cli("recommend", "ada", "--db", db, "--bundle", bundle, "--json")
    kept = cli("recommend", "--history", "m0,m1,m2,m3,m4,m5", "--bundle", bundle, "--json")
    gates = [json.loads(d.out)["gate_weights"] for d in (whole, kept)]
    assert gates[0] == gates[1]


def test_the_table_shows_what_matters_and_numbers_behind_v(
    cli: Cli, bundle: Path, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_file = cli("recommend", "bob", "--db", db, "--bundle", bundle, "-v").out
    assert max(map(len, in_a_file.splitlines())) > 80, "in a file or a pipe nothing is cut"
    monkeypatch.setenv("COLUMNS", "80")
    done = cli("recommend", "bob", "--db", db, "--bundle", bundle)
    assert done.code == 0
    lines = done.out.splitlines()
    assert re.match(r" +title +year +because of", lines[1])
    assert sum(bool(re.match(r" *\d+ ", line)) for line in lines) == 10
    assert "milliseconds" not in done.out
    assert "\x1b" not in done.out, "stdout is not a terminal"
    whole = cli("recommend", "bob", "--db", db, "--bundle", bundle, "-v")
    assert re.match(r" +title +year +because of +score +LLM +encoder", whole.out.splitlines()[1])
    assert "gate weights" in whole.out
    assert "milliseconds" in whole.out
    # Whatever titles hold, no line is wider than a terminal.
    for line in [*lines, *whole.out.splitlines()[:11]]:
        assert len(line) <= 80, line


def test_numbers_are_wrapped_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "32")
    assert wrapped("name", ["one 1.0", "two 2.0", "three 3.0"]) == [
        "name           one 1.0  two 2.0",
        "               three 3.0",
    ]


def test_a_written_list_gives_its_reasons_once(
    cli: Cli, bundle: Path, db: Path, tmp_path: Path
) -> None:
    out = tmp_path / "list.md"
    done = cli("recommend", "bob", "--db", db, "--bundle", bundle, "--explain", "--to", "md", out)
    assert done.code == 0, done.err
    text = out.read_text()
    assert " (because of " in text
    assert "because of because of" not in text


def test_plain_lines_are_for_pipes(cli: Cli, bundle: Path, db: Path) -> None:
    done = cli("recommend", "cy", "--db", db, "--bundle", bundle, "--plain", "-k", 5)
    listed = json.loads(
        cli("recommend", "cy", "--db", db, "--bundle", bundle, "--json", "-k", 5).out
    )
    rows = [line.split("\t") for line in done.out.splitlines()]
    assert [(r[0], r[1]) for r in rows] == [
        (str(r["rank"]), r["item_id"]) for r in listed["recommendations"]
    ]
    assert all(len(row) == 4 for row in rows)
    assert cli("recommend", "cy", "--plain", "--json").code == 1


def test_reasons_name_what_was_interacted_with(cli: Cli, bundle: Path, db: Path) -> None:
    base = ("recommend", "bob", "--db", db, "--bundle", bundle, "--json")
    data = json.loads(cli(*base, "--explain").out)
    plain = json.loads(cli(*base).out)
    assert "gate" in data
    reasons = [reason for r in data["recommendations"] for reason in r.pop("reasons")]
    assert reasons
    for reason in reasons:
        assert reason["item_id"] in {"m3", "m8", "m11", "m20"}
        assert reason["score_fall"] > 0
        known = (reason["llm_fall"] or 0.0) + plain["fusion_weight"] * reason["encoder_fall"]
        assert reason["score_fall"] == pytest.approx(known)
    assert data["recommendations"] == plain["recommendations"], "explaining changes no list"


def test_one_list_for_several(cli: Cli, bundle: Path, db: Path) -> None:
    done = cli("recommend", "ada", "bob", "--db", db, "--bundle", bundle, "--json")
    assert done.code == 0, done.err
    data = json.loads(done.out)
    seen = {*(f"m{n}" for n in range(6)), "m9", "m3", "m8", "m11", "m20"}
    assert not seen & {r["item_id"] for r in data["recommendations"]}
    assert set(data["shares"]) == {"ada", "bob"}
    assert all(0 < share <= 1 + 1e-9 for share in data["shares"].values())
    shown = cli("recommend", "ada", "bob", "--db", db, "--bundle", bundle)
    assert "of what a list of their own gives them" in shown.out
    assert cli("recommend", "ada", "ada", "--db", db, "--bundle", bundle).code == 1


def test_like_stands_for_the_latest_of_the_history(cli: Cli, bundle: Path) -> None:
    base = ("recommend", "--bundle", bundle, "--json")
    alone = json.loads(cli(*base, "--like", "m3").out)["recommendations"]
    assert alone == json.loads(cli(*base, "--history", "m3").out)["recommendations"]
    both = json.loads(cli(*base, "--history", "m5", "--like", "m3").out)["recommendations"]
    assert both == json.loads(cli(*base, "--history", "m5,m3").out)["recommendations"]
    assert cli(*base, "--like", "no such title").code == 1


def _with_column(db: Path, own: Path, name: str, value: str) -> Path:
    """Copy a database, its items with one column more."""
    own.write_bytes(db.read_bytes())
    with closing(sqlite3.connect(own)) as connection, connection:
        connection.execute(f"ALTER TABLE items ADD COLUMN {name} TEXT")
        connection.execute(f"UPDATE items SET {name} = {value}")
    return own


def test_lists_for_other_programs(cli: Cli, bundle: Path, db: Path, tmp_path: Path) -> None:
    own = _with_column(db, tmp_path / "own.db", "path", "'films/' || item_id || '.mkv'")
    base = ("recommend", "bob", "--db", own, "--bundle", bundle)
    out = tmp_path / "lists"
    out.mkdir()
    done = cli(*base, "--to", "m3u8", out, "--base", tmp_path, "--relative")
    assert done.code == 0, done.err
    assert done.out == ""
    listed = json.loads(cli(*base, "--json").out)["recommendations"]
    lines = (out / "bob.m3u8").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        f"../films/{r['item_id']}.mkv" for r in listed
    ]
    again = cli(*base, "--to", "m3u8", out, "--base", tmp_path, "--relative")
    assert again.err == "", "nothing changed, nothing is said"
    refused = cli("recommend", "bob", "--db", db, "--bundle", bundle, "--to", "m3u8", out)
    assert refused.code == 1
    assert one_line(refused.err)
    assert cli(*base, "--to", "exe", out).code == 2


def test_of_feeds_it_is_said_how_many_there_are(
    cli: Cli, bundle: Path, db: Path, tmp_path: Path
) -> None:
    own = _with_column(db, tmp_path / "own.db", "feed", "'https://pods.test/' || length(title)")
    base = ("recommend", "bob", "--db", own, "--bundle", bundle)
    done = cli(*base, "--to", "opml", tmp_path / "bob.opml")
    listed = json.loads(cli(*base, "--json").out)["recommendations"]
    n = (tmp_path / "bob.opml").read_text().count("xmlUrl=")
    assert 1 < n < len(listed)
    assert done.err.endswith(f"bob.opml: {len(listed)} items, {n} feeds\n")


def test_hostile_titles_are_text(cli: Cli, bundle: Path, db: Path) -> None:
    done = cli("recommend", "cy", "--db", db, "--bundle", bundle)
    assert done.code == 0
    assert "\x1b" not in done.out
    assert "[bold]Herring[/bold]" in done.out, "markup is shown as it was written"


def test_the_same_user_twice_gets_the_same_list(cli: Cli, bundle: Path, db: Path) -> None:
    runs = [cli("recommend", "ada", "--db", db, "--bundle", bundle, "--json") for _ in range(2)]
    first, second = (json.loads(r.out)["recommendations"] for r in runs)
    assert first == second


def test_llm_only_and_fusion_weight(cli: Cli, bundle: Path, db: Path) -> None:
    base = ("recommend", "ada", "--db", db, "--bundle", bundle, "--json")
    alone = json.loads(cli(*base, "--llm-only").out)
    zero = json.loads(cli(*base, "--fusion-weight", 0).out)
    heavy = json.loads(cli(*base, "--fusion-weight", 1000).out)
    assert alone["recommendations"] == zero["recommendations"]
    assert all(r["score"] == r["llm_score"] for r in alone["recommendations"])
    encoder = [r["encoder_score"] for r in heavy["recommendations"]]
    assert encoder == sorted(encoder, reverse=True)
    assert cli(*base, "--llm-only", "--fusion-weight", 2).code == 1


def test_a_cold_start_is_said(cli: Cli, bundle: Path) -> None:
    done = cli("recommend", "--cold", "--bundle", bundle, "--json")
    data = json.loads(done.out)
    assert data["cold"] is True
    assert data["user"] is None
    assert data["gate_weights"] == [0.25] * 4
    assert "no history yet: the list has what is popular" in done.err
    # The tiny catalogue's popularity falls with the index: the candidates are the first twenty.
    assert {r["item_id"] for r in data["recommendations"]} <= {f"m{n}" for n in range(20)}


def test_a_user_of_unknown_items_is_cold_but_never_shown_them(
    cli: Cli, bundle: Path, db: Path
) -> None:
    done = cli("recommend", "dan", "--db", db, "--bundle", bundle, "--json")
    assert json.loads(done.out)["cold"] is True
    assert "no known item in the history: the list has" in done.err


def test_an_ad_hoc_history(cli: Cli, bundle: Path) -> None:
    done = cli("recommend", "--history", "m3, m4,m5", "--bundle", bundle, "--json")
    ids = {r["item_id"] for r in json.loads(done.out)["recommendations"]}
    assert len(ids) == 10
    assert not ids & {"m3", "m4", "m5"}
    refused = cli("recommend", "--history", "m3,nothing", "--bundle", bundle)
    assert refused.code == 1
    assert one_line(refused.err)
    assert "'nothing'" in refused.err


def test_an_unknown_user_is_told_how_to_list_users(cli: Cli, bundle: Path, db: Path) -> None:
    done = cli("recommend", "zoe", "--db", db, "--bundle", bundle)
    assert (done.code, done.out) == (1, "")
    assert one_line(done.err)
    assert "ilora-edge users" in done.err


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(cli: Cli, own_bundle: Path, db: Path, name: str) -> None:
    (own_bundle / name).unlink()
    done = cli("recommend", "ada", "--db", db, "--bundle", own_bundle)
    assert (done.code, done.out) == (1, "")
    assert one_line(done.err)
    assert name in done.err


@pytest.mark.parametrize("damage", ["flip", "truncate", "extend", "empty"])
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_named(
    cli: Cli, own_bundle: Path, db: Path, name: str, damage: str
) -> None:
    path = own_bundle / name
    data = bytearray(path.read_bytes())
    if damage == "flip":
        data[len(data) // 2] ^= 0x80
    damaged = {"flip": data, "truncate": data[:-7], "extend": data + b"x", "empty": bytearray()}
    path.write_bytes(damaged[damage])
    done = cli("recommend", "ada", "--db", db, "--bundle", own_bundle)
    assert (done.code, done.out) == (1, "")
    assert one_line(done.err)
    assert name in done.err


@pytest.mark.parametrize(
    "change",
    [
        ("format_version", 99),
        ("format_version", None),
        ("experts", {"n_experts": 3, "lora_rank": 8, "lora_alpha": 1}),
        ("experts", None),
        ("prompt", {"history_window": "ten"}),
        ("prompt", {"from_the_future": 1}),
        ("fusion_weight", {"product": "1", "paper": 1}),
        ("files", {}),
        ("files", {"../secret": {"size": 1, "sha256": "0"}}),
        ("name", 5),
        ("experts", {"n_experts": 4, "lora_rank": 8, "lora_alpha": float("nan")}),
        ("prompt", {"history_window": 10**9}),
        ("backbone", {"architecture": "gemma", "bos_token_id": 0}),
        ("min_rating", "3"),
        ("backbone", {"architecture": "llama", "bos_token_id": "0"}),
    ],
)
def test_a_senseless_manifest_is_refused(
    cli: Cli, own_bundle: Path, db: Path, change: tuple[str, object]
) -> None:
    edit_manifest(own_bundle, lambda data: data.update([change]))
    done = cli("recommend", "ada", "--db", db, "--bundle", own_bundle)
    assert (done.code, done.out) == (1, "")
    assert one_line(done.err)
    assert "manifest.json" in done.err


def test_a_manifest_that_contradicts_the_experts_is_refused(
    cli: Cli, own_bundle: Path, db: Path
) -> None:
    experts = {"n_experts": 8, "lora_rank": 8, "lora_alpha": 32.0}
    edit_manifest(own_bundle, lambda data: data.update(experts=experts))
    done = cli("recommend", "ada", "--db", db, "--bundle", own_bundle)
    assert done.code == 1
    assert "weighs 4 experts, the manifest says 8" in done.err


def test_no_such_bundle(cli: Cli, db: Path, tmp_path: Path) -> None:
    done = cli("recommend", "ada", "--db", db, "--bundle", tmp_path / "nowhere")
    assert done.code == 1
    assert one_line(done.err)


def test_databases_that_are_none(cli: Cli, bundle: Path, tmp_path: Path) -> None:
    text, empty = tmp_path / "text.db", tmp_path / "empty.db"
    text.write_text("not a database at all, but long enough to look at" * 50)
    sqlite3.connect(empty).close()
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE notes (text)")
    connection.commit()
    connection.close()
    for path in (text, empty, other, tmp_path / "missing.db", tmp_path):
        before = sorted(p.name for p in tmp_path.iterdir())
        done = cli("recommend", "ada", "--db", path, "--bundle", bundle)
        assert (done.code, done.out) == (1, "")
        assert one_line(done.err), done.err
        assert sorted(p.name for p in tmp_path.iterdir()) == before, "nothing written"


@pytest.mark.parametrize(
    "args",
    [
        ("ada", "-k", 0),
        ("ada", "-k", "many"),
        ("ada", "--fusion-weight", -1),
        ("ada", "--threads", 0),
        ("ada", "--no-such-option"),
    ],
)
def test_usage_errors_are_one_line_and_exit_2(
    cli: Cli, bundle: Path, db: Path, args: tuple[object, ...]
) -> None:
    done = cli("recommend", *args, "--db", db, "--bundle", bundle)
    assert (done.code, done.out) == (2, "")
    assert one_line(done.err), done.err
    assert done.err.endswith("see: ilora-edge recommend --help\n")


def test_a_usage_error_names_the_help_of_its_command(cli: Cli) -> None:
    assert cli("bundle", "verify").err.endswith("; see: ilora-edge bundle verify --help\n")
    assert cli("no-such-command").err.endswith("; see: ilora-edge --help\n")


@pytest.mark.parametrize(
    "args",
    [
        ("ada", "--cold"),
        ("ada", "--history", "m1"),
        ("--history", ""),
        ("--history", "m1", "--cold"),
        ("ada", "--fusion-weight", "nan"),
        ("ada", "--fusion-weight", "inf"),
    ],
)
def test_senseless_combinations_are_one_line_and_exit_1(
    cli: Cli, bundle: Path, db: Path, args: tuple[object, ...]
) -> None:
    done = cli("recommend", *args, "--db", db, "--bundle", bundle)
    assert done.code in (1, 2)
    assert done.out == ""
    assert one_line(done.err), done.err


def test_a_database_without_a_bundle_or_a_user_without_a_database(
    cli: Cli, bundle: Path, db: Path
) -> None:
    assert "--bundle" in cli("recommend", "ada", "--db", db).err
    assert "--db" in cli("recommend", "ada", "--bundle", bundle).err
    assert "whose list? name a USER" in cli("recommend", "--db", db, "--bundle", bundle).err
    assert "give a USER and --db" in cli("recommend", "--bundle", bundle).err
