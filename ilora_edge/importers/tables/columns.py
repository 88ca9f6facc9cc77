"""Which column of a file is what: by the name that was asked for, or by the usual ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ilora_edge.importers.records.lines import Place, shown
from ilora_edge.importers.tables.dated_columns import words_of_name
from ilora_edge.importers.tables.states import (
    COUNT_COLUMNS,
    DONE_COLUMNS,
    SKIP_COLUMNS,
    STATUS_COLUMNS,
    State,
    state_of,
)
from ilora_edge.times.date_text import is_date

# Compared in lower case, spaces and hyphens as underscores; the first that is there is taken.
_USER = (
    *("user_id", "user", "userid", "uid", "username", "user_name", "profile_name", "profile"),
    *(
        "friendly_name",
        "who",
        "person",
        "person_id",
        "member_id",
        "customer_id",
        "customerid",
        "reviewer_id",
    ),
    *("member", "account", "account_name", "email", "viewer", "listener", "borrower", "patron"),
    *("benutzer", "nutzer", "utilisateur", "usuario", "usuário", "utente", "gebruiker", "profil"),
    *("użytkownik", "пользователь", "ユーザー", "用户", "사용자", "perfil", "profilo"),
)
_ITEM = (
    *("item_id", "item", "itemid", "movieid", "movie_id", "film_id", "filmid", "bookid", "book_id"),
    *("trackid", "track_id", "songid", "song_id", "artistid", "artist_id", "videoid", "video_id"),
    *("productid", "product_id", "gameid", "game_id", "objectid", "object_id", "beer_id", "bid"),
    *("asin", "parent_asin", "isbn", "const", "rym_album"),
)
_TIME = (
    *("timestamp", "time", "ts", "unix_time", "unixtime", "datetime", "date_time"),
    *("watched_at", "played_at", "listened_at", "read_at", "rated_at", "event_time"),
    *("watched_date", "date_watched", "date_read", "date_rated", "date_played", "date"),
    *("watched_on", "played_on", "listened_on", "read_on", "seen_on", "viewed_on", "finished_on"),
    *("date_seen", "date_finished", "date_listened", "last_watched", "last_played", "last_read"),
    *("order_date", "ordered_at"),
    *("gesehen_am", "gelesen_am", "gehört_am", "datum", "fecha", "data"),
    *("data_obejrzenia", "data_przeczytania", "дата_просмотра", "дата_прочтения", "дата"),
    *("打分日期", "标记日期", "日期", "視聴日", "鑑賞日", "読了日", "日付", "시청일", "날짜"),
    *("end_date", "ended_on", "ended_at", "finished_at", "finish_date", "completed_at"),
    *("completed_on", "date_completed"),
    # Of the row, where nothing says when the thing itself was.
    "created_at",
)
_RATING = (
    *("my_rating", "your_rating", "my_ratings", "rating", "star_rating", "stars", "score"),
    *("bewertung", "note", "valoración", "valoracion", "puntuación", "voto", "ocena", "moja_ocena"),
    *("nota", "minha_nota", "avaliação", "avaliacao", "valutazione", "puan", "értékelés"),
    *("beoordeling", "waardering", "cijfer", "betyg", "bedømmelse", "vurdering", "karakter"),
    *("hodnocení", "hodnotenie", "arvosana", "ocjena", "notă", "valoració", "évaluation", "hinne"),
    *("оцінка", "βαθμολογία", "דירוג", "ציון", "التقييم", "تقييم", "đánh_giá", "nilai", "คะแนน"),
    *("評分", "我的評分", "打分", "रेटिंग"),
    *(
        "оценка",
        "моя_оценка",
        "评分",
        "個人評分",
        "个人评分",
        "我的评分",
        "評価",
        "評点",
        "별점",
        "평점",
    ),
)
# What a title may be called as well, or a row says of what kind its thing is.
_KINDS = ("track", "song", "movie", "film", "book", "show", "game", "anime", "manga", "podcast")
_TITLE = (
    *(
        "title",
        "full_title",
        "name",
        "item_title",
        "item_name",
        "movie_title",
        "book_title",
        "track_name",
    ),
    *("objectname", "object_name", "track_description", "product_name", "product_title"),
    *(
        "titel",
        "titre",
        "título",
        "titulo",
        "titolo",
        "tytuł",
        "название",
        "başlık",
        "název",
        "cím",
    ),
    *("标题", "標題", "片名", "书名", "タイトル", "作品名", "題名", "제목"),
    *("tittel", "nimi", "nimeke", "pealkiri", "naslov", "titlu", "títol", "nosaukums", "judul"),
    *("pavadinimas", "назва", "заглавие", "наслов", "τίτλος", "שם", "כותרת", "العنوان", "عنوان"),
    *("tên", "tên_phim", "tên_sách", "tiêu_đề", "ชื่อ", "ชื่อเรื่อง", "शीर्षक"),
    *_KINDS,
)
_ALBUM = ("album", "album_title", "album_name")
"""What a title is of where there is no track."""
_YEAR = (
    *("year", "release_year", "released", "release_date", "year_published"),
    *("jahr", "année", "annee", "año", "anno", "ano", "rok", "год", "年份", "年", "연도"),
    *("jaar", "år", "yıl", "év", "vuosi", "aasta", "godina", "leto", "година", "gads", "metai"),
    *("рік", "έτος", "שנה", "السنة", "سنة", "năm", "tahun", "ปี", "वर्ष", "年代", "年度"),
)
_GENRES = ("genres", "genre")
_ORIGINAL = ("original_title", "originaltitle", "original_name")
_OF_ANILIST = frozenset({"series_id", "series_type"})
_OF_CALIBRE = frozenset({"title_sort", "author_sort", "timestamp", "pubdate"})
_OF_NETFLIX = frozenset({"title_name", "rating_type", "thumbs_value"})
_CREATOR = ("artist", "artist_name", "author", "authors", "creator")
_IDS = {
    "imdb": ("imdb_id", "imdbid", "imdb"),
    "tmdb": ("tmdb_id", "tmdbid", "tmdb"),
    "musicbrainz": ("mbid", "musicbrainz_id", "musicbrainz", "recording_mbid", "track_mbid"),
    "isbn": ("isbn13", "isbn_13", "isbn"),
}
# Of longer names: "Movie Name", "Film title", "Score (1-10)".
_TITLE_WORDS = frozenset({"title", "name", "titel", "titre", "título", "titulo", "titolo"})
_OTHER_NAMES = frozenset(
    {
        *("user", "username", "profile", "file", "first", "last", "display", "device", "account"),
        *("artist", "author", "album", "genre", "genres", "original", "channel", "category"),
        *("director", "directors", "studio", "publisher", "country", "platform", "type"),
        *("season", "episode", "brewery", "venue", "narrator"),
    }
)
_RATING_WORDS = frozenset({"rating", "score", "stars", "bewertung", "puntuación", "valoración"})
_OTHERS_RATINGS = frozenset(
    {
        *("imdb", "tmdb", "average", "avg", "community", "critic", "critics", "public", "mean"),
        *("global", "weighted", "overall", "count", "number", "num", "votes", "metacritic"),
        *("age", "content", "predicted", "key", "id", "system", "board"),
    }
)
_STATUS_WORDS = frozenset({"status", "shelf"})
# Of the work, of the shop and of the row.
_OTHERS_STATUS = frozenset(
    {
        *("airing", "series", "show", "anime", "manga", "publishing", "publication", "release"),
        *(
            "production",
            "tv",
            "http",
            "payment",
            "online",
            "sync",
            "import",
            "download",
            "shipping",
        ),
        *("account", "user", "library", "availability", "lending", "loan", "subscription"),
    }
)
_LONGEST_STATE = 40
# How many have rated, and so of all people's ratings, which are called as one's own would be.
_OF_ALL = frozenset(
    {
        *("num_ratings", "numratings", "ratings_count", "rating_count", "number_of_ratings"),
        *("votes", "num_votes", "vote_count", "usersrated"),
    }
)
_EVERYBODYS = ("rating", "stars", "score")
GAPPY = ("asin", "parent_asin", "isbn")
"""Ids of a trade, which not all have: where some are missing, titles tell."""
_SCALE = re.compile(
    r"(?i)(?:[01]\s?[-–]\s?|/\s?|out of\s|of\s|von\s|sur\s|rating|score)(5|10|100)\)?$"
)
_OWN_ID = ("id", "uid", "key")
# An id of IMDb, or an address: no column is called so.
_NO_NAME = re.compile(r"tt[0-9]{7,10}|https?://\S+")
_DAY_IN_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ]|$)")
# Of a name: Watched?
_MARKS_AROUND = "?:*!\u00bf\ufeff \t\n\u00a0"


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns; one left at None has a usual name, or is missing."""

    user: str | None = None
    item: str | None = None
    time: str | None = None
    rating: str | None = None
    title: str | None = None
    year: str | None = None
    id: str | None = None
    """Of the items' own file."""


@dataclass(slots=True)
class FoundColumns:
    """The columns that a file has."""

    item: str
    user: str | None = None
    time: str | None = None
    rating: str | None = None
    title: str | None = None
    year: str | None = None
    genres: str | None = None
    original_title: str | None = None
    creator: str | None = None
    first_name: str | None = None
    """Of the creator, where it has a column of its own."""
    is_track: bool = False
    """Whether a title by itself identifies no item: a track's artist belongs to it."""
    status: str | None = None
    """What became of the item, in a word."""
    done: str | None = None
    """Whether anything did: yes or no."""
    count: str | None = None
    """How often, for how long, or how far."""
    skips: str | None = None
    """How often not."""
    marked: dict[str, State] = field(default_factory=dict)
    """Columns that are called as a state is, in which there may be a yes: ``Backlog``."""
    ids: dict[str, str] = field(default_factory=dict)
    item_is_title: bool = False
    """Whether titles stand for ids, for want of any."""

    def notes(self, file: str, user: str) -> Iterator[str]:
        """Yield what was decided and should be said; ``user``: whose a file without users is."""
        if self.user is None:
            yield f"{file} has no column of users: all of it is one person's, {shown(user)}"
        if self.item_is_title:
            yield f"{file} has no column of item ids: titles stand for them"


def find_columns(names: Sequence[str], wanted: Columns, has_items: bool) -> FoundColumns | None:
    """Return the columns of a file of interactions; None where nothing tells items apart.

    ``has_items``: titles are in a file of their own.
    """
    title = _named(names, None if has_items else wanted.title, _TITLE)
    if title is None and (has_items or wanted.title is None):
        title = _with_a_word(names, _TITLE_WORDS, _OTHER_NAMES) or _named(names, None, _ALBUM)
    item = _named(names, wanted.item, _ITEM)
    key = item if item is not None or wanted.item is not None else title
    if key is None and not has_items and wanted.item is None and wanted.title is None:
        # A list of nothing but another service's ids.
        item = key = next(
            filter(None, (_named(names, None, usual) for usual in _IDS.values())), None
        )
    if key is None:
        return None
    found = _about_items(names, key, title, wanted.year)
    found.item_is_title = item is None
    found.is_track = found.creator is not None and found.creator.lower().startswith("artist")
    found.user = _named(names, wanted.user, _USER)
    found.time = _named(names, wanted.time, _TIME)
    found.rating = _named(names, wanted.rating, _RATING)
    if found.rating is None and wanted.rating is None:
        found.rating = _with_a_word(names, _RATING_WORDS, _OTHERS_RATINGS)
    if wanted.rating is None and found.rating is not None:
        plain = {form for name in names for form in _forms(name)}
        if found.rating.lower() in _EVERYBODYS and _OF_ALL & plain:
            found.rating = None
    found.status = _named(names, None, STATUS_COLUMNS)
    found.status = found.status or _with_a_word(names, _STATUS_WORDS, _OTHERS_STATUS)
    states = ((name, state_of(plain_name(name))) for name in names if len(name) < _LONGEST_STATE)
    found.marked = {
        name: state
        for name, state in states
        # What is archived may have been done with, or only put away.
        if state is not None and "archive" not in name.lower()
    }
    found.done = _named(names, None, DONE_COLUMNS)
    found.count = _named(names, None, COUNT_COLUMNS)
    found.skips = _named(names, None, SKIP_COLUMNS)
    return found


def check_columns(names: Sequence[str], wanted: Columns, has_items: bool, place: Place) -> None:
    """Raise SourceError where a column that was asked for is missing, or no column has items."""
    if wanted.item is None and wanted.title is None:
        _refuse_a_row(names, place)
    asked = [wanted.user, wanted.item, wanted.time, wanted.rating]
    if not has_items:
        asked += [wanted.title, wanted.year]
    _require(names, asked, place)
    if wanted.rating is None and {form for name in names for form in _forms(name)} >= _OF_NETFLIX:
        raise place.error(
            "these are Netflix's ratings, stars and thumbs in a column each; what reads them is "
            "ilora-edge import netflix"
        )
    if wanted.time is None and {form for name in names for form in _forms(name)} >= _OF_CALIBRE:
        raise place.error(
            "this is calibre's catalogue, whose timestamp is the day on which a book was added; "
            "what was read is in its library: ilora-edge init --db metadata.db; or name a column "
            "of your own with --time-column"
        )
    if find_columns(names, wanted, has_items) is None:
        if {form for name in names for form in _forms(name)} >= _OF_ANILIST:
            raise place.error(
                "this is AniList's own download, which has numbers and no titles; give its lists "
                "as its API answers them (MediaListCollection, with the titles of the media), or "
                "as MyAnimeList's XML: ilora-edge import myanimelist"
            )
        raise place.error(
            "which column is the item, or its title? say so with --item-column or --title-column; "
            f"there is: {_there(names)}"
        )


def _refuse_a_row(names: Sequence[str], place: Place) -> None:
    """Raise SourceError where names of columns are values: of a file that has no header.

    One that has a title or an item among them may have days among them too.
    """
    if _named(names, None, [name for name in (*_TITLE, *_ITEM) if name not in _KINDS]) is not None:
        return
    values = (n for n in names if _NO_NAME.fullmatch(n) or _DAY_IN_NAME.match(n) or is_date(n))
    if (value := next(values, None)) is not None:
        raise place.error(
            f"above, {shown(value)} stands where a column's name is expected: put a line of names "
            "in front, such as time,user,title, or say --title-column"
        )


def find_item_columns(names: Sequence[str], wanted: Columns, place: Place) -> FoundColumns:
    """Return the columns of a file of items: an id and a title at least, or SourceError."""
    _require(names, [wanted.id, wanted.title, wanted.year], place)
    # The interactions' own name for it is the likeliest.
    own = wanted.item if wanted.item in names else None
    item = wanted.id or own or _named(names, None, (*_ITEM, *_OWN_ID))
    if item is None:
        raise place.error(
            f"which column is the item's id? say so with --id-column; there is: {_there(names)}"
        )
    title = _named(names, wanted.title, _TITLE)
    if title is None:
        raise place.error(
            f"which column is the title? say so with --title-column; there is: {_there(names)}"
        )
    return _about_items(names, item, title, wanted.year)


def _about_items(
    names: Sequence[str], item: str, title: str | None, year: str | None
) -> FoundColumns:
    ids = {kind: _named(names, None, usual) for kind, usual in _IDS.items()}
    # RateYourMusic has names in two columns; elsewhere such columns are of whoever borrowed a book.
    is_split = _named(names, None, ("rym_album",)) is not None
    first, last = (
        _named(names, None, (n,)) if is_split else None for n in ("first_name", "last_name")
    )
    return FoundColumns(
        item,
        title=title,
        year=_named(names, year, _YEAR),
        genres=_named(names, None, _GENRES),
        original_title=_named(names, None, _ORIGINAL),
        creator=_named(names, None, _CREATOR) or last,
        first_name=first,
        ids={kind: name for kind, name in ids.items() if name is not None},
    )


def _named(names: Sequence[str], wanted: str | None, usual: Sequence[str]) -> str | None:
    if wanted is not None:
        return wanted if wanted in names else None
    plain = {form: name for name in reversed(names) for form in _forms(name)}
    return next((plain[name] for name in usual if name in plain), None)


def _with_a_word(names: Sequence[str], words: frozenset[str], others: frozenset[str]) -> str | None:
    """Return the only column whose name has one of some words, and none of others."""
    found = [n for n in names if words & words_of_name(n) and not others & words_of_name(n)]
    return found[0] if len(found) == 1 else None


def scale_named(name: str) -> float | None:
    """Return the best rating that a column's name says: 10 of ``Score (1-10)`` and ``Rating10``."""
    found = _SCALE.search(name)
    return None if found is None else float(found[1])


def has_zero(name: str) -> bool:
    """Whether a column's name says that its ratings begin at 0: ``Score (0-10)``."""
    return re.search(r"\b0\s?[-–]\s?[0-9]", name) is not None


def _forms(name: str) -> tuple[str, str]:
    """Return a name as it is compared: ``watchedAt`` is ``watchedat`` and ``watched_at``."""
    bare = re.sub(r"[\s-]+", "_", name.strip(_MARKS_AROUND))
    return bare.lower(), re.sub(r"(?<=[a-z])(?=[A-Z])", "_", bare).lower()


def plain_name(name: str) -> str:
    """Return a column's name in lower case with underscores: ``is_autoplay`` of ``Is Autoplay``."""
    return _forms(name)[1]


def _require(names: Sequence[str], asked: Sequence[str | None], place: Place) -> None:
    for name in asked:
        if name is not None and name not in names:
            raise _missing(name, names, place)


def _missing(name: str, names: Sequence[str], place: Place) -> Exception:
    return place.error(f"no column {shown(name)}; there is: {_there(names)}")


def _there(names: Sequence[str]) -> str:
    return ", ".join(shown(name) for name in names[:20]) or "nothing"
