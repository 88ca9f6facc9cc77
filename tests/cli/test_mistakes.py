"""Options that a command does not have, and paths that lead nowhere: what may be meant is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness import Cli, one_line

from ilora_cli.app import COMMANDS
from ilora_cli.mistakes import _DONE_BY

PAGES = Path(__file__).resolve().parents[2] / "docs"
NO_DEED = {"architecture", "decisions", "glossary", "results"}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("recommend", "ann", "--jsn"), "did you mean --json?"),
        (("recommend", "ann", "--format", "csv"), "did you mean --json or --plain?"),
        (("recommend", "ann", "--excude-seen"), "--exclude-seen"),
        (("score", "--output", "x.db"), "did you mean --out or --to?"),
        (("users", "--database", "x.db"), "did you mean --db?"),
        (("recommend", "ann", "--zzz"), "where it is a user or an item, put it last"),
    ],
)
def test_an_option_that_is_not_there(cli: Cli, args: tuple[str, ...], said: str) -> None:
    done = cli(*args)
    assert done.code == 2
    assert one_line(done.err)
    assert f"no such option: {next(a for a in args if a.startswith('-'))}; " in done.err
    assert said in done.err
    assert f"see: ilora-edge {args[0]} --help" in done.err


def test_an_option_without_its_value(cli: Cli) -> None:
    done = cli("recommend", "ann", "--bundle")
    assert done.code == 2
    said = "error: Option '--bundle' requires an argument; see: ilora-edge recommend --help\n"
    assert done.err == said


def test_a_command_that_is_not_there(cli: Cli) -> None:
    done = cli("recomend")
    assert done.code == 2
    assert done.err.endswith(" Did you mean 'recommend'? see: ilora-edge --help\n")
    assert one_line(done.err)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("lists", "ilora-edge score (for everyone) or ilora-edge recommend USER --to m3u8"),
        ("household", "ilora-edge recommend ANN BOB"),
        ("later", "ilora-edge seen USER ITEM (undo brings it back)"),
        ("Reasons", "ilora-edge explain USER ITEM or ilora-edge why-not USER ITEM"),
    ],
)
def test_a_word_of_the_documents_names_what_does_it(cli: Cli, word: str, said: str) -> None:
    done = cli(word)
    assert done.code == 2
    called = f"error: no command is called '{word}'; try {said}; see: ilora-edge --help\n"
    assert done.err == called


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("help",), "no command is called 'help'; try ilora-edge --help\n"),
        (("help", "recommend"), "no command is called 'help'; try ilora-edge recommend --help\n"),
        (("-v",), "did you mean --version?"),
        (("-x",), "no such option: -x; see: ilora-edge --help\n"),
        (("recommend", "--user", "ann"), "no such option: --user; a USER is named without one;"),
        (("import", "jellyfin"), "is read where it lies: ilora-edge init --db FILE;"),
        (("import", "kindle"), "import has no 'kindle'; try ilora-edge import kindle-clippings;"),
        (("import", "Simkl", "x"), "import has no 'Simkl'; try ilora-edge import csv (or jsonl);"),
        (("bundle", "info", "x"), "bundle has no 'info'; try ilora-edge bundle show;"),
        (("users", "ann"), "one word too many: 'ann'; see: ilora-edge users --help\n"),
        (("users", "--app", "jelyfin"), "did you mean jellyfin? all of them: ilora-edge init --ap"),
        (("users", "--app", "zzz"), "'zzz' is not one of aniyomi, "),
    ],
)
def test_what_a_newcomer_types_is_answered_with_what_to_type(
    cli: Cli, args: tuple[str, ...], said: str
) -> None:
    done = cli(*args)
    assert (done.code, done.out) == (2, "")
    assert one_line(done.err)
    assert said in done.err


def test_a_file_that_no_option_names_is_told_its_option(cli: Cli, db: Path, bundle: Path) -> None:
    for args, said in (
        (("init", db), f"a database is named by --db: --db {db};"),
        (("init", bundle), f"a bundle is named by --bundle: --bundle {bundle};"),
        (("import", db), f"a database is read where it lies: ilora-edge init --db {db};"),
        (("bundle", bundle), "is a file; before it stands what is done with it;"),
    ):
        done = cli(*args)
        assert (done.code, one_line(done.err)) == (2, True)
        assert said in done.err


def test_what_is_nearly_a_name_is_answered_with_it(cli: Cli, db: Path, tmp_path: Path) -> None:
    named = tmp_path / "jellyfin.db"
    named.write_bytes(db.read_bytes())
    gone = cli("users", "--db", tmp_path / "jelyfin.db")
    assert (gone.code, one_line(gone.err)) == (1, True)
    assert f"did you mean {named}? " in gone.err
    assert "did you mean" not in cli("users", "--db", tmp_path / "zzz.sqlite").err


def test_every_page_of_the_documents_is_known_by_its_name(cli: Cli) -> None:
    pages = {page.stem for page in PAGES.glob("*.md") if not page.stem.startswith("trials")}
    assert len(pages) > 20
    for page in sorted(pages - NO_DEED - set(COMMANDS)):
        assert f"error: no command is called '{page}'; try ilora-edge " in cli(page).err


def test_what_is_named_instead_can_be_typed() -> None:
    for words, command in _DONE_BY:
        assert command.split()[0] in (*COMMANDS, "--help", "--version")
        assert not set(words) & set(COMMANDS)


def test_a_file_in_the_place_of_a_command(cli: Cli, db: Path) -> None:
    done = cli(db)
    assert done.code == 2
    assert one_line(done.err)
    assert f"is a file, no command; of a database: ilora-edge init --db {db}" in done.err


@pytest.mark.parametrize("command", ["recommend", "explain", "why-not"])
def test_a_missing_database_is_told_before_a_missing_bundle(cli: Cli, command: str) -> None:
    user = ("ann",) if command == "recommend" else ("ann", "f001")
    done = cli(command, *user, "--db", "nowhere.db")
    assert (done.code, done.err) == (1, "error: --db nowhere.db: there is no such file\n")


@pytest.mark.parametrize("command", ["recommend", "explain", "why-not", "report"])
def test_a_missing_bundle_is_told_before_a_database_that_is_not_named(
    cli: Cli, command: str, tmp_path: Path
) -> None:
    words: dict[str, list[object]] = {
        "explain": ["f001"],
        "why-not": ["f001"],
        "report": ["--out", tmp_path / "pages"],
    }
    done = cli(command, "ann", *words.get(command, []), "--bundle", tmp_path / "nowhere")
    assert done.code == 1
    assert done.err.startswith(f"error: {tmp_path / 'nowhere'}: no such bundle folder")
    assert one_line(done.err)


@pytest.mark.parametrize("condition", ["yeer > 1999", "title LIKE", "title = 'x", "nofunc(title)"])
def test_a_miswritten_condition_is_answered_with_the_columns(
    cli: Cli, bundle: Path, db: Path, condition: str
) -> None:
    done = cli("recommend", "ada", "--db", db, "--bundle", bundle, "--where", condition)
    assert done.code == 1
    assert one_line(done.err)
    assert done.err.startswith(f"error: --where {condition}: ")
    assert "; the items of " in done.err
    assert "have item" in done.err


def test_what_is_no_database_is_told_before_a_missing_bundle(cli: Cli, tmp_path: Path) -> None:
    text = tmp_path / "text.db"
    text.write_text("mine")
    for path, what in ((text, "is not an SQLite database"), (tmp_path, "is a folder, not an")):
        done = cli("recommend", "ann", "--db", path)
        assert done.code == 1
        assert one_line(done.err)
        assert f"--db {path} {what}" in done.err
    (tmp_path / "h.db").write_bytes(b"SQLite format 3\0")
    assert "needs --bundle" in cli("recommend", "ann", "--db", tmp_path / "h.db").err


def test_a_database_in_the_place_of_a_user(cli: Cli, db: Path) -> None:
    done = cli("recommend", db)
    assert done.code == 1
    assert one_line(done.err)
    assert f"name it with --db {db}" in done.err
    assert f"ilora-edge users --db {db}" in done.err
