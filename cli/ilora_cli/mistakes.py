"""What is said of a command that there is not, and of an option that a command does not have."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from difflib import get_close_matches
from pathlib import Path

from ilora_edge.titles import shown_id

_LIKE = 0.75
_ELSEWHERE = (
    (("--format", "--output-format"), ("--json", "--csv", "--nl", "--plain")),
    (("--csv", "--tsv", "--table"), ("--to", "--plain", "--json")),
    (("--output", "--file", "-o"), ("--out", "--to")),
    (("--top", "--count", "--number", "--limit", "-n", "-k"), ("-k", "-n", "--limit")),
    (("--database", "--sqlite"), ("--db",)),
    (("--model", "-m"), ("--bundle",)),
    (("--user", "-u"), ("--users",)),
    (("--silent", "-q"), ("--quiet",)),
    (("-v", "-V"), ("--version",)),
)
"""What other programs call an option, and which of ours may be meant."""
_DONE_BY = (
    (("lists", "list", "everyone", "all", "batch", "scoring"), "score (for everyone)"),
    (("lists", "list", "playlist", "playlists", "m3u", "m3u8"), "recommend USER --to m3u8"),
    (("list", "rank", "recommending", "recommendations", "suggest"), "recommend USER"),
    (("household", "households", "together", "group", "family"), "recommend ANN BOB"),
    (("page", "pages", "html", "web", "map"), "report USER --out FOLDER"),
    (("reasons", "reason", "why", "because"), "explain USER ITEM"),
    (("reasons", "why"), "why-not USER ITEM"),
    (("feedback", "rate", "rating", "love"), "like USER ITEM"),
    (("feedback", "hate", "hide", "ban", "block"), "dislike USER ITEM"),
    (("feedback", "watched", "read", "heard", "played", "listened"), "seen USER ITEM"),
    (("later", "skip", "snooze", "not-now", "enough"), "seen USER ITEM (undo brings it back)"),
    (("unlike", "unsee", "revert"), "undo USER ITEM"),
    (("delete", "remove", "erase", "clear"), "forget USER"),
    (("alike", "more", "like-this", "neighbours"), "similar ITEM"),
    (("next", "queue", "mix", "station"), "radio ITEM"),
    (("people", "persons", "person", "who", "user"), "users"),
    (("databases", "database", "db", "mapping", "presets", "preset"), "init --db FILE"),
    (("applications", "apps", "config", "configure", "settings", "setup"), "init --db FILE"),
    (("first-evening", "detect", "scan", "guess", "columns"), "init --db FILE"),
    (("importing", "imports", "letterboxd", "goodreads", "netflix", "spotify"), "import --help"),
    (("scaling", "fleet", "shard"), "score --shard 1/8"),
    (("cron", "timer", "systemd", "nightly", "daily"), "schedule"),
    (("server", "serve", "assistant"), "mcp"),
    (("bundles", "bundle-format", "verify", "sign", "pack"), "bundle --help"),
    (("backbones", "model", "models", "tokenizers"), "backbone --help"),
    (("training", "at-home", "fit", "learn"), "train RECIPE --db FILE"),
    (("exporting", "quantise", "quantize"), "export RUN --out FOLDER"),
    (("evaluation", "eval", "measure", "test"), "evaluate --db FILE"),
    (("matching", "match", "matches"), "recommend USER (says what matched)"),
    (("install", "check", "diagnose", "machine"), "doctor"),
    (("benchmark", "benchmarks", "speed", "time"), "bench"),
    (("help", "commands", "questions", "faq"), "--help"),
    (("version",), "--version"),
)
"""Words of these documents and of other programs, and which command does what they stand for."""
_PERSON = ("--user", "-u", "--person", "--name", "--for")
_PARTS = {
    "bundle": (
        (("info", "inspect", "print", "list"), "show"),
        (("check", "test", "validate"), "verify"),
        (("zip", "compress", "archive"), "pack"),
        (("unzip", "extract", "decompress", "install"), "unpack"),
        (("compare",), "diff"),
    ),
    "import": (
        (("kindle", "clippings", "highlights", "amazon"), "kindle-clippings"),
        (("nfo", "videodb", "xbmc"), "kodi"),
        (("apple", "apple-music", "applemusic", "musicbee"), "itunes"),
        (("mal", "anime", "manga"), "myanimelist"),
        (("tvtime", "tv"), "tv-time"),
        (("google", "takeout"), "youtube"),
        (("scrobbles", "last.fm", "last-fm"), "lastfm-scrobbles"),
        (("json", "ndjson"), "jsonl"),
        (("tsv", "excel", "xlsx", "table", "spreadsheet"), "csv"),
        # What these let one download is a table, or JSON.
        (
            (
                *("anilist", "backloggd", "bookwyrm", "criticker", "deezer", "discogs", "fable"),
                *("filmaffinity", "hardcover", "instapaper", "librarything", "pocket", "prime"),
                *("raindrop", "rateyourmusic", "rym", "ryot", "serializd", "simkl", "steam"),
                *("tidal", "vivino"),
            ),
            "csv (or jsonl)",
        ),
    ),
}
"""The same of the commands that a group has."""
_EXTRA = re.compile(r"Got unexpected extra arguments? *(?:\(s\))? *\((.*)\)\.?", re.DOTALL)


def no_such_option(error: Exception) -> str:
    """Return what is wrong in a usage error of Typer's, and which options may be meant, if any."""
    name = str(getattr(error, "option_name", ""))
    context = getattr(error, "ctx", None)
    params = [] if context is None else context.command.get_params(context)
    options = [p for p in params if p.param_type_name == "option"]
    ours = [name for p in options for name in (*p.opts, *p.secondary_opts)]
    meant = get_close_matches(name, ours, 3, _LIKE)
    meant += [o for theirs, of_ours in _ELSEWHERE if name in theirs for o in of_ours if o in ours]
    if meant:
        return f"no such option: {name}; did you mean {' or '.join(dict.fromkeys(meant))}?"
    words = [p.make_metavar(context) for p in params if p.param_type_name == "argument"]
    if name in _PERSON and any("USER" in word for word in words):
        return f"no such option: {name}; a USER is named without one"
    if not words:
        return f"no such option: {name}"
    # A user or an item may be called -5.
    return f"no such option: {name}; where it is a user or an item, put it last and -- before it"


def no_such_command(args: Sequence[str], commands: Collection[str]) -> str | None:
    """Return what is wrong with words in a command's place, where more is known than the letters.

    The first may stand for what a command does, or be what a command is to be told.
    """
    word = args[0]
    does = [command for theirs, command in _DONE_BY if word.lower() in theirs]
    if word == "help" and (of := [each for each in args[1:] if each in commands]):
        does = [f"{of[0]} --help"]
    if does:
        named = " or ".join(f"ilora-edge {command}" for command in does)
        return f"no command is called {shown_id(word)}; try {named}"
    if Path(word).exists():
        return f"{shown_id(word)} is a file, no command; of a database: ilora-edge init --db {word}"
    return None


def no_such_part(group: str, word: str) -> str | None:
    """Return what is wrong with a word where a command of a group is looked for, as above."""
    from ilora_edge.presets import PRESET_NAMES

    does = [command for theirs, command in _PARTS.get(group, ()) if word.lower() in theirs]
    if does:
        return f"{group} has no {shown_id(word)}; try ilora-edge {group} {' or '.join(does)}"
    in_place = "ilora-edge init --db"
    if group == "import" and word.lower() in PRESET_NAMES:
        return f"a database of {word.lower()} is read where it lies: {in_place} FILE"
    if Path(word).exists():
        named = shown_id(word)
        return f"{named} is a file; before it stands what is done with it" + (
            f", or what kind it is; a database is read where it lies: {in_place} {word}"
            if group == "import"
            else ""
        )
    return None


def in_other_words(error: Exception, message: str) -> str:
    """Return a usage error of Typer's as it is, but that of words too many with what they may be.

    A file is named by an option, everywhere.
    """
    found = _EXTRA.fullmatch(message)
    context = getattr(error, "ctx", None)
    if found is None or context is None:
        return message
    words = found[1]
    options = {name for p in context.command.get_params(context) for name in p.opts}
    path = Path(words)
    is_bundle = (path / "manifest.json").is_file()
    option = "--bundle" if is_bundle else "--db" if path.is_file() else ""
    if option in options:
        return f"a {'bundle' if is_bundle else 'database'} is named by {option}: {option} {words}"
    return f"one word too many: {shown_id(words)}"
