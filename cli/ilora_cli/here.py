"""``ilora-edge`` without a command: what is here, and what could be done next."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from ilora_cli.columns import TableColumn, lay_out, print_words, terminal_width
from ilora_cli.settings import FILE, Settings, read_settings
from ilora_edge.errors import OptionError
from ilora_edge.titles import printable
from ilora_edge.untrusted.not_the_file import may_be_read

_MAX_LOOKED_AT = 500
_MAX_SHOWN = 5


def look_around() -> None:
    """Print what this folder has, and the commands that go on from there."""
    print_words("ilora-edge: recommendations computed wholly on this device")
    print()
    rows: list[tuple[str, str]] = []
    try:
        settings: Settings | None = read_settings()
    except OptionError as error:
        rows.append(("settings", printable(str(error))))
        settings = None
    databases = list(_databases(Path()))[:_MAX_SHOWN]
    bundles = list(_bundles(Path()))[:_MAX_SHOWN]
    has_file = settings is not None and Path(FILE).is_file()
    if has_file and settings is not None:
        rows.append(("settings", FILE))
        rows += [("", line) for line in _said(settings)]
    rows += [("database", printable(str(path))) for path in databases]
    rows += [("bundle", f"{printable(str(path))} ({printable(name)})") for path, name in bundles]
    if rows:
        _print(rows)
    else:
        print_words("nothing of ours in this folder: no settings, no database, no bundle", "  ")
    print("\nnext:")
    _print(list(_next(settings if has_file else None, databases, bundles)))
    print("\nall commands: ilora-edge --help")


def _print(rows: list[tuple[str, str]]) -> None:
    width = terminal_width()
    _, lines = lay_out([TableColumn(), TableColumn(fit="wrap")], rows, width and max(1, width - 2))
    print("\n".join(f"  {line}" for line in lines))


def _said(settings: Settings) -> Iterator[str]:
    for name in ("db", "bundle", "out"):
        path: Path | None = getattr(settings, name)
        if path is not None:
            missing = "not written yet" if name == "out" else "which is not there"
            gone = "" if path.exists() else f", {missing}"
            yield f"{name} {printable(str(path))}{gone}"


def _next(
    settings: Settings | None, databases: list[Path], bundles: list[tuple[Path, str]]
) -> Iterator[tuple[str, str]]:
    from shlex import quote

    from ilora_edge.demo import films_bundle

    if settings is not None and settings.db is not None and settings.bundle is not None:
        yield "ilora-edge users", "who is in the database"
        yield "ilora-edge recommend USER", "a list, and why"
        yield "ilora-edge like USER ITEM", "or dislike: the next list follows"
        yield "ilora-edge report --all --out pages", "a page for everybody"
        return
    films = films_bundle()
    if settings is not None and settings.db is not None:
        # Known already; what is missing is a bundle.
        db = quote(str(settings.db))
        bundle = bundles[0][0] if bundles else films
        if bundle.is_dir():
            where = "" if bundles else ", where they are films"
            yield f"ilora-edge recommend --bundle {quote(str(bundle))}", f"a list{where}"
            again = f"ilora-edge init --db {db} --bundle {quote(str(bundle))} --force"
            yield again, "keeps the bundle in the settings too"
        yield "ilora-edge users", "who is in the database"
        yield "ilora-edge train RECIPE --out run", "a bundle of your own"
    elif databases and bundles:
        db, named = quote(str(databases[0])), quote(str(bundles[0][0]))
        yield f"ilora-edge init --db {db} --bundle {named}", "puts the two together"
    elif databases:
        db = quote(str(databases[0]))
        if films.is_dir():
            with_films = f"ilora-edge init --db {db} --bundle {quote(str(films))}"
            yield with_films, "where they are films: then recommend makes lists"
        yield f"ilora-edge init --db {db}", "what its rows mean, whatever they are"
        yield f"ilora-edge users --db {db}", "who is in it"
        yield f"ilora-edge train RECIPE --db {db} --out run", "a bundle of your own"
    elif bundles:
        named = quote(str(bundles[0][0]))
        yield f"ilora-edge recommend --bundle {named} --cold", "without a history"
        yield f"ilora-edge init --db DB --bundle {named}", "with a database, where you have one"
    if settings is None or settings.db is None:
        yield "ilora-edge recommend", "the demo: simulated people"
    yield "ilora-edge init --apps", "known applications"
    yield "ilora-edge import --help", "exports of services, files"


def _databases(folder: Path) -> Iterator[Path]:
    """Yield a folder's databases but our own, those first whose names say what they are.

    Of some applications they do not: gPodder's is called Database, a browser's History.
    """
    # Of a pipe the first bytes would be waited for.
    found = [path for path in _entries(folder) if path.is_file() and may_be_read(path)]
    yield from sorted(found, key=lambda path: path.suffix not in (".db", ".sqlite", ".sqlite3"))


def _bundles(folder: Path) -> Iterator[tuple[Path, str]]:
    for parent in (folder, folder / "bundles"):
        for path in [parent, *_entries(parent)]:
            manifest = path / "manifest.json"
            if manifest.is_file() and (path / "encoder.onnx").is_file():
                yield path, _name(manifest)


def _name(manifest: Path) -> str:
    try:
        # A look, no more: whoever opens the bundle checks it.
        with manifest.open("rb") as file:
            data = json.loads(file.read(4 << 20))
        return str(data["name"])[:60]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return "damaged"


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())[:_MAX_LOOKED_AT]
    except OSError:
        return []
