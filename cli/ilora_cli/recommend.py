"""``ilora-edge recommend``: a ranked list for one person."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ilora_cli.options.filters import ListFilterOptions
from ilora_cli.options.lists import ListFileOptions
from ilora_cli.options.recommend import HistoryOptions, RankingOptions, ShownOptions
from ilora_cli.options.run import ENCODER_ONLY, DeviceOptions
from ilora_cli.options.source import ModelSource
from ilora_cli.settings import Settings
from ilora_edge.errors import DatabaseError, OptionError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ilora_edge.bundle.manifest import Manifest
    from ilora_edge.catalogue.items import Catalogue
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.requests import ItemChoice, UserReader
    from ilora_edge.reasons.leave_one_out import Contribution
    from ilora_edge.reasons.taste import Leaning
    from ilora_edge.recommendation import HistoryItem, Result
    from ilora_edge.recommender import Recommender
    from ilora_edge.request import Request
    from ilora_edge.system.stage_timer import StageTimer


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for."""

    user: str | None
    source: Settings
    past: HistoryOptions
    ranking: RankingOptions
    items: ListFilterOptions
    device: DeviceOptions
    shown: ShownOptions
    db_is_given: bool
    """Whether --db names the database; the settings do otherwise, if anything does."""

    @property
    def choice(self) -> ItemChoice:
        """Which of the database's items are candidates, where there is a database."""
        return self.items.choice(self.source.library and self.source.db is not None)

    def request(self) -> Request:
        """Return what the list is asked with, still without a history."""
        from ilora_edge.request import Request

        ranking = self.ranking
        return Request(
            k=ranking.k,
            fusion_weight=ranking.weight,
            filters=self.items.filters(),
            greedy=ranking.greedy,
        )


def recommend(
    users: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[USER]...",
            help="User id or name; list them with: ilora-edge users. None: who is alone in the "
            "database. Several: one list that is fair.",
        ),
    ] = None,
    *,
    source: ModelSource,
    past: HistoryOptions,
    ranking: RankingOptions,
    items: ListFilterOptions,
    device: DeviceOptions,
    files: ListFileOptions,
    shown: ShownOptions,
) -> None:
    """Recommend items to a user, or one list to several.

    Without --db and --bundle the demo is used: a film catalogue written for this project and
    simulated histories.

    $ ilora-edge recommend
    $ ilora-edge recommend ann --db films.db --bundle films -k 5
    $ ilora-edge recommend ann bob --where "year > 1999"
    """
    past.check(users or [])
    ranking.check()
    shown.check()
    user = users[0] if users else None
    is_given = source.db is not None
    settings = ranking.settle(source.settings())
    asked = Asked(user, settings, past, ranking, items, device, shown, is_given)
    if asked.source.db is None:
        _refuse_databases(users or [])
    if ranking.encoder_only or (settings.encoder_only and shown.verbose):
        _note(ENCODER_ONLY)
    if len(users or []) > 1:
        _recommend_together(users or [], asked, files)
    else:
        _recommend_one(asked, files)


def _refuse_databases(users: list[str]) -> None:
    from pathlib import Path

    from ilora_edge.untrusted.not_the_file import is_sqlite

    for user in users:
        if is_sqlite(Path(user)):
            raise OptionError(
                f"{user} is a database, not a USER: name it with --db {user}, and somebody in it; "
                f"list them: ilora-edge users --db {user}"
            )


def _recommend_together(users: list[str], asked: Asked, files: ListFileOptions) -> None:
    from ilora_cli.household import recommend_household

    for flag, value in (
        ("--explain", asked.shown.explain),
        ("--greedy", asked.ranking.greedy),
        ("--like", asked.past.like),
        ("--gpu-layers", asked.device.gpu_layers != "0"),
        ("--plain", asked.shown.plain),
        ("--verbose", asked.shown.verbose),
        ("--to", files.to is not None),
        # Scores of several people are not one scale.
        ("--min-score", asked.items.filters().min_score is not None),
    ):
        if value:
            raise OptionError(f"{flag} is of one USER's list; give one of them")
    choice, threads = asked.choice, asked.device.threads
    recommend_household(users, asked.source, asked.request(), choice, threads, asked.shown.as_json)


def _recommend_one(asked: Asked, files: ListFileOptions) -> None:
    from ilora_cli.guard import about_to_print, ends_at_once
    from ilora_cli.recommend_output import to_json
    from ilora_edge.doctor.settle import remember_crash
    from ilora_edge.system.stage_timer import StageTimer

    timer = StageTimer()
    asked = _with_paths(asked)
    shown = asked.shown
    with ExitStack() as stack:
        opened = _open(stack, asked, timer)
        recommender, request, reader = opened.recommender, opened.request, opened.reader
        result = recommender.recommend(request, timer)
        _note_result(result, request, asked.choice)
        if reader is not None and asked.choice.condition is None:
            _note_library(result, reader)
        reasons = None
        if shown.explain or not (shown.as_json or shown.plain):
            from ilora_edge.reasons.leave_one_out import list_reasons

            reasons = list_reasons(recommender, request, result, None if shown.explain else 0)
            if not shown.explain and request.history and result.fusion_weight == 0:
                _note("the language model alone ranks here; what put each item there: --explain")
        names = None if reader is None else reader.names
        user = None if reader is None or asked.user is None else reader.user
        data = to_json(user, recommender, result, names, reasons if shown.explain else None)
        taste = [] if reasons is None else _taste(opened)
        if shown.explain:
            data["taste"] = [leaning.to_json() for leaning in taste]
        if files.to is not None:
            _write(files, user, data, reasons or [], opened.database)
        _note(recommender.remark)
        if not recommender.encoder_only:
            remember_crash(recommender.backbone.header)
        if ends_at_once():
            recommender.leave_memory()
    about_to_print()
    ends = _endings(taste, recommender, result, shown)
    _print(data, request.history, reasons or [], ends, shown, files.to is not None)


def _with_paths(asked: Asked) -> Asked:
    """Return what is asked for, with the demo where no file is named; checks what is missing.

    A history that stands on the command line needs no database; one that is named says what there
    is to be had.
    """
    from ilora_cli.asking import needs_bundle, needs_db, only_person
    from ilora_edge.demo import SAMPLE_USER, demo_bundle, demo_history
    from ilora_edge.titles import shown_id

    user, past, bundle = asked.user, asked.past, asked.source.bundle
    db = asked.source.db
    if db is None and bundle is None:
        _note("demo: a film catalogue written for ilora-edge; users and histories are simulated")
    elif bundle is None:
        raise needs_bundle(db)
    if user is None and not past.is_given and not past.like:
        if db is not None:
            is_settled = asked.source.settled and not asked.shown.verbose
            user = only_person(db, asked.source.mapping, is_settled)
        elif bundle is not None:
            raise OptionError("give a USER and --db, --history or --cold")
        else:
            user = SAMPLE_USER
            _note(f"demo: no user given, taking {user}; others: ilora-edge users")
    if user is not None and bundle is not None and db is None:
        raise needs_db(
            bundle, f"user {shown_id(user)} is in which database? add --db, or give --history"
        )
    if db is None and user is not None:
        db = demo_history()
    if asked.choice and db is None:
        raise OptionError(
            "--where, --library, --wanted, --unmatched and --require-match are of a database; name "
            "it with --db"
        )
    if asked.choice.wanted and user is None:
        raise OptionError("--wanted is of a USER, who wants it; name one")
    paths = replace(asked.source, db=db, bundle=bundle or demo_bundle())
    return replace(asked, user=user, source=paths)


@dataclass(frozen=True, slots=True)
class OpenedSources:
    """What a list is made with; ``reader`` and ``database``: where there is one."""

    recommender: Recommender
    request: Request
    reader: UserReader | None
    database: HistoryDB | None


def _open(stack: ExitStack, asked: Asked, timer: StageTimer) -> OpenedSources:
    from ilora_cli.asking import is_to_say
    from ilora_cli.past_items import liked, past_items
    from ilora_edge.recommendation import HistoryItem
    from ilora_edge.recommender import Recommender

    source, past, request = asked.source, asked.past, asked.request()
    options = asked.device.engine(frugal=True)
    reader, database = None, None
    if source.db is not None:
        # Before the model is loaded: a wrong name should not cost its loading time.
        database, reader = _open_reader(stack, asked, source.db)
    timer.lap("read")
    assert source.bundle is not None

    def say(remark: str) -> None:
        if asked.shown.verbose or is_to_say(remark, source):
            _note(remark)

    def match(catalogue: Catalogue, manifest: Manifest) -> None:
        nonlocal request
        timer.lap("open")
        if reader is not None:
            request = reader.request(catalogue, manifest, request, asked.choice, say)
            timer.lap("match")

    recommender = stack.enter_context(
        Recommender(source.bundle, request.k, options, source.backbone, match, source.encoder_only)
    )
    timer.lap("open")
    if asked.user is not None and past.like:
        assert database is not None
        others = liked(database, recommender.catalogue, past.like)
        request = replace(request, history=[*request.history, *others])
    elif reader is None:
        named = past_items(past, None, recommender.catalogue)
        history = [HistoryItem(item.item_id, item.title) for item in named]
        request = replace(request, history=history)
    return OpenedSources(recommender, request, reader, database)


def _open_reader(stack: ExitStack, asked: Asked, path: Path) -> tuple[HistoryDB, UserReader]:
    from ilora_edge.histories.database import HistoryDB
    from ilora_edge.histories.log import read_log
    from ilora_edge.histories.people import find_user
    from ilora_edge.histories.requests import UserReader

    try:
        database = stack.enter_context(HistoryDB(path, asked.source.mapping))
    except DatabaseError as error:
        if asked.user is not None or asked.db_is_given:
            raise
        raise DatabaseError(
            f"{error}; it is the settings that name it: the bundle alone makes such a list where "
            "no settings are, in another folder, with --bundle"
        ) from error
    if asked.user is None:
        from ilora_cli.past_items import past_items
        from ilora_edge.histories.nobody import NobodyReader

        past = partial(past_items, asked.past, database)
        return database, stack.enter_context(NobodyReader(database, past))
    found = find_user(database, asked.user)
    logged = read_log(asked.source.log, database.path)
    return database, stack.enter_context(UserReader(database, found, logged))


def _note(text: str | None) -> None:
    from ilora_cli.console import note

    if text is not None:
        note(text)


def _note_result(result: Result, request: Request, choice: ItemChoice) -> None:
    from ilora_edge.filters import Filters

    if result.cold and not request.out_of_catalogue_only:
        what = "what is popular"
        if request.well_rated:
            what = f"what is rated well, then {what}"
        if request.used_by:
            what = f"what most others here have used, then {what}"
        known = "no history yet"
        if request.history:
            known = "no known item in the history"
        elif request.seen or request.disliked or request.disliked_out_of_catalogue:
            # Rated low, or marked as seen.
            known = "nothing in the history to go by"
        _note(f"{known}: the list has {what}")
    n = len(result.recommendations)
    if n < request.k:
        are = "no item is" if n == 0 else "only one item is" if n == 1 else f"only {n} items are"
        # Where nothing of the bundle matches there are no others to be had.
        has_others = choice.library and not (choice.wanted or request.out_of_catalogue_only)
        elsewhere = "; what the database does not have: --no-library" if has_others else ""
        gone = (request.history, request.seen, request.unavailable, request.disliked)
        filters = request.filters
        if choice.where is None:
            # Of a library itself, which leaves out none of what is there.
            filters = replace(filters, allowed=None)
        is_filtered = choice.where is not None or filters != Filters()
        of_all = "wanted" if choice.wanted else "there"
        if any(gone) or is_filtered:
            of_all = "left: all others have been seen, or are filtered out"
            if choice.wanted:
                of_all = f"still wanted{' and not filtered out' if is_filtered else ''}"
        _note(f"{are} {of_all}{elsewhere}")


def _note_library(result: Result, reader: UserReader) -> None:
    """Say how many items of a list are not there to be had, and how to ask for the others."""
    listed = result.recommendations
    from ilora_edge.reasons.words import missing_in_words

    if reader.names is not None and reader.has_unseen:
        n_missing = sum(reader.names.own_id(item.item_id) is None for item in listed)
        if n_missing:
            _note(f"{missing_in_words(n_missing, len(listed))}; only what is there: --library")


def _print(
    data: dict[str, Any],
    history: Sequence[HistoryItem],
    reasons: Sequence[Sequence[Contribution]],
    ends: Sequence[str],
    shown: ShownOptions,
    is_written: bool,
) -> None:
    from ilora_cli.console import print_json
    from ilora_cli.recommend_output import print_plain, print_table
    from ilora_edge.reasons.words import in_six_words

    if shown.as_json:
        print_json(data)
    elif shown.plain:
        print_plain(data)
    elif not is_written:
        print_table(data, history, [in_six_words(r) for r in reasons], ends, shown.verbose)


def _taste(opened: OpenedSources) -> list[Leaning]:
    """Return what the person has more of than the library; nothing without a database."""
    from ilora_edge.histories.user_task import name_item
    from ilora_edge.reasons.taste import TasteReader

    if opened.database is None or opened.reader is None:
        return []
    names = opened.reader.names
    own = {name_item(names, item.item_id)[0] for item in opened.request.history}
    return TasteReader(opened.database).read(own)


def _endings(
    taste: Sequence[Leaning], recommender: Recommender, result: Result, shown: ShownOptions
) -> list[str]:
    """Return the lines below a table: what the person has more of; with -v, the gate."""
    from ilora_edge.reasons.taste import taste_in_words
    from ilora_edge.reasons.words import gate_in_words

    lines = [f"taste: {taste_in_words(taste)}"] if taste else []
    if shown.verbose and not (result.cold or recommender.encoder_only):
        descriptions = recommender.manifest.expert_descriptions
        lines.append(f"gate: {gate_in_words(result.gate_weights, descriptions)}")
    return lines


def _write(
    files: ListFileOptions,
    user: str | None,
    data: dict[str, Any],
    reasons: Sequence[Sequence[Contribution]],
    database: HistoryDB | None,
) -> None:
    from ilora_edge.histories.places import read_places
    from ilora_edge.reasons.words import because

    rows, why = data["recommendations"], [because(r) for r in reasons]
    if any(why):
        rows = [{**r, "why": w} for r, w in zip(rows, why, strict=True)]
    if (writer := files.writer()) is not None:
        found = {}
        if database is not None:
            found = read_places(database, [r["item_id"] for r in rows])
            writer.know(database.names())
        writer.write(user or "", rows, found, _note)
