"""Files of people: called by name, safe, and another for everybody."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

import pytest

from ilora_edge.lists.person_files import PersonFiles, of_others, stems_of
from ilora_edge.lists.ranked_list import ListRow, RankedList
from ilora_edge.lists.write import FORMATS, files_of, write_list

ID = "D6E0EBC2-51EB-5960-B511-85533B9A06CA"


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Ann", "ann"),
        ("Bob Smith", "bob-smith"),
        ("Zoe\u0308", "zo\xeb"),
        ("\u674e\u96f7", "\u674e\u96f7"),
        ("\u0639\u0645\u0631", "\u0639\u0645\u0631"),
        ("../../etc/passwd", "etc-passwd"),
        (".hidden", "hidden"),
        ("a\u202eb\x1b[31m\n", "a-b-31m"),
        ("<b>&amp;", "b-amp"),
    ],
)
def test_a_name_is_read_in_the_files(name: str, stem: str) -> None:
    assert PersonFiles({ID: name}).stem(ID) == stem


def test_names_that_no_file_may_have_have_the_id_behind_them() -> None:
    for name in ("CON", "nul", "index", "Recommended", "...", "\u202e", "", "x" * 300):
        stem = PersonFiles({ID: name}).stem(ID)
        assert stem.endswith("-30200f76") or stem == "30200f76", name
        assert len(stem.encode()) < 200
    assert len(PersonFiles({ID: "\U00020000" * 300}).stem(ID).encode()) < 240


def test_everybody_has_another_file_whoever_is_called_alike(tmp_path: Path) -> None:
    names = dict(
        enumerate(("Ann", "ann", "ANN ", "a.n.n", "Zo\xeb", "Zoe\u0308", "b", "B!", "\ufb01", "FI"))
    )
    users = {f"u{n}": name for n, name in names.items()}
    files = PersonFiles(users)
    # Somebody who has no name is known by an id that is a name of another's.
    stems = [files.stem(user) for user in (*users, "a-n-n", "ann", "u99")]
    folded = {unicodedata.normalize("NFD", stem).casefold() for stem in stems}
    assert len(folded) == len(stems)
    for stem in stems:
        (tmp_path / f"{stem}.html").touch()
    assert files.stem("u99") == "u99"


def test_nobody_is_called_like_the_file_of_another() -> None:
    alike = {"u1": "Ann", "u2": "ann", "u3": "..."}
    taken = [PersonFiles(alike).stem(user) for user in alike]
    names = alike | {f"bad{n}": stem for n, stem in enumerate(taken)}
    files = PersonFiles(names)
    assert len({files.stem(user) for user in names}) == len(names)


def test_who_has_no_name_keeps_the_file_of_the_id() -> None:
    assert PersonFiles({}).stem("bob") == "bob"
    assert PersonFiles({ID: "Ann"}).stem("bob") == "bob"


def test_files_are_found_by_id_and_by_name(tmp_path: Path) -> None:
    """What was written before names were known, before another was called so, and now."""
    ranked = RankedList(ID, (ListRow(1, "m1", "Ring (1998)", -1.0),), "Ann")
    alone, two = PersonFiles({ID: "Ann"}), PersonFiles({ID: "Ann", "other": "ann"})
    mine = {files.stem(ID) for files in (PersonFiles({}), alone, two)}
    assert len(mine) == 3
    for stem in (*mine, two.stem("other"), "bob"):
        for end in FORMATS:
            write_list(tmp_path / f"{stem}.{end}", end, ranked)
    (tmp_path / "ann.txt").write_text("not ours")
    found = {path.name for path in files_of(tmp_path, stems_of([ID], ["Ann"]))}
    assert found == {f"{stem}.{end}" for stem in mine for end in FORMATS}
    # An id is no name: who is called so in a database is somebody else.
    assert not files_of(tmp_path, stems_of(["BOB "], []))
    assert {path.stem for path in files_of(tmp_path, stems_of(["bob"], []))} == {"bob"}


@pytest.mark.parametrize(
    ("ids", "names", "others"),
    [
        # Two are called so: the plain name is of either.
        (["u1"], ["Ann"], {"ann"}),
        # Somebody's name is an id, and another's id is a name.
        (["7"], [], {"7"}),
        (["12"], ["7"], set()),
        (["bob"], [], {"bob"}),
        # Who is in no database, and is called like somebody who is, but for a mark.
        (["Zed!"], ["Zed!"], {"zed"}),
        (["zed"], ["zed"], {"zed"}),
        (["u9"], ["u9"], set()),
    ],
)
def test_a_file_that_may_be_anothers_is_known(
    ids: list[str], names: list[str], others: set[str]
) -> None:
    called = {"u1": "Ann", "u2": "ann", "12": "7", "7": "", "z": "Zed", "bob": "", "b2": "Bob"}
    assert of_others(stems_of(ids, names), ids, called) == others


def test_no_file_has_a_name_that_is_too_long(tmp_path: Path) -> None:
    assert not files_of(tmp_path, stems_of(["u1"], ["a" * 300, "\U00020000" * 300]))


def test_who_is_called_alike_is_told_apart_by_the_id() -> None:
    files = PersonFiles({"u1": "Ann", "u2": "Ann", "u3": "Bob"})
    called = [files.called(user) for user in ("u1", "u2", "u3", "u4", "")]
    assert called == ["Ann (u1)", "Ann (u2)", "Bob", "u4", ""]


def test_a_list_is_called_by_the_name() -> None:
    ranked = RankedList(ID, (ListRow(1, "m1", "Ring (1998)", -1.0, "/a.mkv"),), "Ann <b>")
    for end in ("m3u8", "xspf", "opml", "md", "html"):
        text = FORMATS[end](ranked)
        assert "Recommended for Ann" in text
        assert ID not in text
    # Data is of the id, which does not change.
    assert all(ID in FORMATS[end](ranked) for end in ("csv", "json"))


@pytest.mark.parametrize(
    ("user", "plain", "former"),
    [
        ("bob", "bob", "bob"),
        ("u_1.2-3", "u_1.2-3", "u_1.2-3"),
        ("Bob Smith", "bob-smith-#", "Bob%20Smith-#"),
        ("bob smith", "bob-smith-#", "bob%20smith"),
        ("\u674e\u96f7", "\u674e\u96f7-#", "%E6%9D%8E%E9%9B%B7-#"),
        (".hidden", "hidden-#", "%2Ehidden-#"),
        ("con", "con-#", "con"),
        ("a/../b", "a-b-#", "a%2F..%2Fb-#"),
        ("!", "#", "%21"),
    ],
)
def test_an_id_is_read_in_the_files_too(user: str, plain: str, former: str, tmp_path: Path) -> None:
    """Plain, and another for every id; what it was called once is found."""
    digest = hashlib.sha256(user.encode()).hexdigest()[:8]
    plain, former = (name.replace("#", digest) for name in (plain, former))
    assert PersonFiles({}).stem(user) == plain
    ranked = RankedList(user, (ListRow(1, "m1", "Ring (1998)", -1.0),))
    for name in {plain, former}:
        write_list(tmp_path / f"{name}.html", "html", ranked)
    found = {path.stem for path in files_of(tmp_path, stems_of([user], []))}
    assert found == {plain, former}
