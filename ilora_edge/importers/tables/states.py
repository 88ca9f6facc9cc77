"""What a list says of each thing in a word: done, begun, given up, or only wished for."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal, TypeAlias

State: TypeAlias = Literal["planned", "begun", "given up", "done", "passed over"]

# As columns are called, in lower case with underscores.
STATUS_COLUMNS = (
    *("status", "state", "exclusive_shelf", "shelf", "read_status", "reading_status"),
    *("watch_status", "watching_status", "play_status", "my_status", "list_status", "user_status"),
    *("watched_status", "statut", "estado", "stato", "list", "watchlist", "collections", "folder"),
    *(
        "bookshelf",
        "collection",
        "stage",
        "game_status",
        "ownership",
        "activity",
        "playing_status",
        "playingstatus",
    ),
    *(
        "状态",
        "狀態",
        "状態",
        "ステータス",
        "상태",
        "статус",
        "stav",
        "stan",
        "állapot",
        "durum",
        "tila",
    ),
    *("κατάσταση", "סטטוס", "الحالة", "trạng_thái", "lesestatus", "situatie"),
    *("estante", "étagère", "etagere", "situação", "regal", "półka", "order_status"),
)
STATUS_ENDS = ("状态", "狀態", "状態", "状況", "状况", "상태")
"""What longer names of such columns end with in languages without blanks: ``読書状況``."""
DONE_COLUMNS = (
    *("watched", "seen", "read", "viewed", "listened", "heard", "played", "gesehen"),
    *("is_watched", "is_seen", "is_read", "is_played", "is_finished", "is_completed"),
    *("is_archived", "checked", "complete", "done", "beaten"),
    *("finished", "completed"),
    *("gelesen", "gehört", "gespielt", "vu", "lu", "visto", "vista", "leído", "visionado", "letto"),
    *("assistido", "lido", "gezien", "gelezen", "obejrzane", "przeczytane", "просмотрено"),
    *("прочитано", "izlendi", "okundu", "set", "læst", "sett", "lest", "läst", "katsottu"),
)
"""Columns of yes and no; where they hold dates they are times."""
ENDED = ("finished", "completed", "complete", "beaten")
"""What such columns end with that do not say of a No whether anything was done."""

COUNT_COLUMNS = (
    *("play_count", "playcount", "plays", "times_played", "watch_count", "times_watched"),
    *("view_count", "times_viewed", "read_count", "times_read", "listen_count", "listens"),
    *("playtime_forever", "minutes_played", "hours_played", "playtime", "total_hours", "hours"),
    *("numplays", "num_plays", "number_of_plays", "track_play_count"),
    *("game_mins", "time_played", "playtime_minutes"),
    *("percent", "complete_percent", "completion_percent"),
    *("percent_complete", "percent_completed", "percent_read", "percent_listened"),
    *("watched_episodes_count", "watched_episodes", "episodes_watched", "my_watched_episodes"),
    *("played_up_to", "playedupto"),
    *("progress_percent", "percentage_read", "reading_progress", "progress", "current_page"),
)
"""Columns of how often, how long or how far, of which nothing says that nothing was done."""
OF_WHOLE = ("read_count", "times_read")
"""Of these, columns of how often all of it was: what is being read has none yet."""
AMOUNTS = frozenset(
    {
        *("hours", "hrs", "minutes", "mins", "min", "time", "times", "for", "duration", "count"),
        *("pages", "chapters", "episodes"),
    }
)
OF_USING = frozenset(
    {
        *("played", "play", "playtime", "watched", "listened", "read", "viewed", "spent", "logged"),
        *("record", "visit", "visited", "view", "watch", "seen", "heard"),
    }
)
"""Longer names of such columns have a word of both: ``Played for``, ``Time Spent``."""
SKIP_COLUMNS = ("skip_count", "skips", "times_skipped")
"""Columns of how often something was passed over: a day on which it only was has no play."""

NUMBERED_STATES: dict[str, State] = {
    **{"1": "begun", "2": "done", "3": "begun", "4": "given up", "6": "planned"}
}
"""The numbers of MyAnimeList, which programs that copy its lists write as well."""
NUMBERED_PLAYS: dict[str, State] = {"0": "planned", "1": "planned", "2": "begun", "3": "done"}
"""The numbers of Pocket Casts."""
CODED_COLUMNS: dict[str, dict[str, State]] = {
    "my_status": NUMBERED_STATES,
    "playing_status": NUMBERED_PLAYS,
    "playingstatus": NUMBERED_PLAYS,
    # RateYourMusic: in the collection, on the wish list, once owned, not catalogued.
    "ownership": {"o": "done", "w": "planned", "u": "done", "n": "done"},
}
"""Columns whose values are codes, where they have no others."""
OF_OWNING = "ownership"
"""A column of having things, by which a wish that has a rating was heard all the same."""

_WORDS: dict[State, tuple[str, ...]] = {
    "passed over": (
        *("removed hold", "cancelled", "canceled", "order cancelled", "order canceled"),
    ),
    "planned": (
        *("planned", "planning", "plan", "wishlist", "wish list", "wish", "wished", "wanted"),
        *("want", "backlog", "watchlist", "readlist", "reading list", "later", "unread"),
        *("unwatched", "unplayed", "unseen", "unfinished business", "not started", "not yet"),
        *(
            "not begun",
            "unbegun",
            "not read",
            "not watched",
            "not seen",
            "not played",
            "tbr",
            "ptw",
            "ptr",
            "ptp",
        ),
        *("plantowatch", "plantoread", "plantoplay", "plantolisten"),
        *("yet", "non iniziato", "non iniziata", "nicht begonnen", "noch nicht begonnen"),
        *("nicht gestartet", "nicht gelesen", "nicht gesehen", "non commencé", "pas commencé"),
        *("pas encore lu", "pas encore vu", "non lu", "non vu", "no empezado", "sin empezar"),
        *("no leído", "no visto", "não iniciado", "não lido", "não assistido", "non letto"),
        *("non visto", "niet begonnen", "niet gelezen", "niet gezien", "nie rozpoczęte"),
        *("nieprzeczytane", "nieobejrzane", "не начато", "не прочитано", "не просмотрено"),
        *(
            "未开始",
            "未開始",
            "未着手",
            "未視聴",
            "未看",
            "未玩",
            "未読",
            "시작 전",
            "안 봄",
            "읽기 전",
        ),
        *("ej påbörjad", "oläst", "osedd", "ulest", "ikke begynt", "ulæst", "lukematta"),
        *("queued", "queue", "todo", "to do", "interested", "upcoming", "scheduled", "next up"),
        *("placed on hold", "placed a hold", "hold placed", "suspended hold"),
        *("geplant", "ungelesen", "ungesehen", "merkliste", "wunschliste", "zu lesen", "zu sehen"),
        *("noch nicht gelesen", "noch nicht gesehen"),
        *("à lire", "à voir", "à regarder", "à écouter", "prévu", "envie de lire", "envie"),
        *("por leer", "por ver", "pendiente", "planeado"),
        *("para ler", "para ver", "pendente"),
        *("da leggere", "da vedere", "da guardare", "pianificato"),
        *("izlenecek", "okunacak", "izlemek istiyorum", "okumak istiyorum", "oynanacak"),
        *("plánováno", "tervezett", "várólistás", "kívánságlistás", "заплановано"),
        *("te lezen", "te zien", "nog te lezen", "nog te zien", "gepland"),
        *("planowane", "do przeczytania", "do obejrzenia"),
        *("запланировано", "в планах"),
        *("読みたい", "見たい", "観たい", "積読", "視聴予定", "未読", "未視聴"),
        *(
            "想看",
            "想读",
            "想讀",
            "想听",
            "想玩",
            "计划",
            "未读",
            "보고싶어요",
            "읽고 싶은",
            "볼 예정",
        ),
    ),
    "begun": (
        *("watching", "reading", "playing", "listening", "current", "currently", "in progress"),
        *("started", "ongoing", "on hold", "onhold", "hold", "paused", "stalled", "resting"),
        *("unfinished", "shelved", "waiting", "is reading", "is watching", "is playing"),
        *("搁置", "擱置", "在追", "追剧中", "中斷", "보류"),
        *("currently reading", "currently watching", "currently playing", "currently listening"),
        *("lese ich gerade", "am lesen", "schaue ich gerade", "pausiert", "begonnen", "läuft"),
        *("en cours", "en pause", "leyendo", "viendo", "en espera", "en progreso", "lendo"),
        *("assistindo", "in corso", "in lettura", "bezig", "w trakcie", "wstrzymane", "смотрю"),
        *("читаю", "отложено", "読書中", "視聴中", "在看", "在读", "在讀", "在玩", "보는 중"),
    ),
    "given up": (
        *("dropped", "drop", "dnf", "did not finish", "abandoned", "given up", "gave up"),
        *("could not finish", "did not finish it", "never finished"),
        *("stopped", "stopped reading", "stopped watching", "stopped listening"),
        *("not interested", "not interesting", "notinteresting", "uninterested", "ignored"),
        *("retired", "abandon", "abandoning", "skip", "skipped", "blacklisted"),
        *("quit", "discontinued", "abgebrochen", "aufgegeben", "abandonné", "abandonnée"),
        *("abandonado", "abandonada", "dejado", "desistido", "abbandonato", "abbandonata"),
        *("gestopt", "porzucone", "porzucona", "брошено", "заброшено", "中断", "視聴中断"),
        *("抛弃", "弃", "弃剧", "棄", "하차", "중단"),
    ),
    "done": (
        *("watched", "seen", "read", "played", "listened", "heard", "viewed", "completed"),
        *("borrowed", "renewed", "returned", "checked out"),
        *("already read", "already watched", "already seen", "already played"),
        *("archive", "archived", "caught up", "up to date", "mastered", "beat", "cleared"),
        *("endless", "replay", "replaying", "replayed", "rewatch"),
        *("complete", "finished", "done", "beaten", "repeating", "rewatched", "reread"),
        *("rereading", "rewatching", "gelesen", "gesehen", "gehört", "gespielt", "beendet"),
        *("abgeschlossen", "lu", "vu", "terminé", "fini", "leído", "visto", "completado"),
        *("terminado", "lido", "assistido", "concluído", "letto", "finito", "completato"),
        *("gelezen", "gezien", "przeczytane", "obejrzane", "ukończone", "прочитано"),
        *(
            "izlendi",
            "okundu",
            "tamamlandı",
            "переглянуто",
            "läst",
            "læst",
            "lest",
            "přečteno",
            "olvasott",
        ),
        *("просмотрено", "пройдено", "視聴済み", "視聴済", "読了", "読んだ", "見た", "観た"),
        *("読み終わった", "読破", "読み終えた", "读完", "看完", "玩完", "讀完"),
        *("看过", "看過", "读过", "讀過", "听过", "玩过", "다 봄", "봤어요", "읽음"),
    ),
}
_STATES: dict[str, State] = {word: state for state, words in _WORDS.items() for word in words}


def _plain(words: str) -> str:
    """Return words without accents, as many people write them: ``a lire`` of ``à lire``."""
    apart = unicodedata.normalize("NFD", words)
    return "".join(c for c in apart if unicodedata.category(c) != "Mn")


_WITHOUT_ACCENTS: dict[str, State] = {_plain(word): state for word, state in _STATES.items()}
# Plan to watch, want to read, to-read, still to be played.
_WISH = re.compile(
    r"(?:(?:i )?(?:plan|want|wish|hope|intend)(?:ned|s)? |yet )?(?:still )?to (?:be )?\w+"
    r"|(?:read|watch|play|listen) later"
    r"|(?:not|never) (?:yet )?(?:started|begun|read|watched|seen|played|listened|heard)(?: yet)?"
    # In one word, as columns and programs have it.
    r"|(?:plan|want|wish)?(?:ned|s)?to(?:play|read|watch|listen|see|hear|buy)"
)
# The same in other languages: chci si přečíst, quiero ver, хочу прочитать.
_WISH_ELSEWHERE = re.compile(
    r"(?:chce[mš]?|chci|chcę|chcem|quiero|quero|voglio|vorrei|ich (?:will|möchte)|will ich|je veux"
    r"|хочу|буду|envie de|wil ik|ik wil|vill|vil|haluan|želim|vreau să|szeretném|pretendo|planejo)"
    r"(?: (?:si|se|mi))? \w+"
)
_NUMBERED = re.compile(r"^[0-9]{1,2} (?=[^\d])")
_SHORT_NOT = re.compile(r"(?:(?<=did|has|was)|(?<=have)|(?<=could))n['\u2019]t\b", re.IGNORECASE)
_WITHIN_WORDS = str.maketrans("", "", " -'\u2019")
_REFUSAL = re.compile(r"(?:i )?(?:wo ?n ?t|will (?:not|never)) \w+")
# Of what ended, or was begun, on a day: "Finito il 2012/03/12".
_BEFORE_DAYS = frozenset(
    {
        "on",
        "since",
        "from",
        "at",
        "in",
        "am",
        "seit",
        "le",
        "depuis",
        "il",
        "dal",
        "el",
        "desde",
        "for",
    }
    | {"em", "op", "sinds", "od", "den"}
)
_LONGEST_WORD = 30
_TIMES = re.compile(r"(?i)x?\s?[1-9][0-9]?\s?[x×]?")
_YES = frozenset(
    {
        *("yes", "y", "true", "1", "x", "✓", "✔", "ja", "oui", "sí", "si", "sim", "да", "[x]"),
        *("tak", "ano", "igen", "evet", "jo", "kyllä", "так", "ναι", "はい", "是", "예", "네"),
        *("✅", "☑", "✔️", "☑️", "✓️", "checked"),
        # As spreadsheets write what is true, in a person's language.
        *("wahr", "vrai", "verdadero", "vero", "verdadeiro", "waar", "prawda", "истина", "sant"),
        *("sann", "sand", "tosi", "pravda", "igaz", "doğru", "αληθές"),
    }
)
_NO = frozenset(
    {
        *("no", "n", "false", "0", "nein", "non", "não", "nao", "нет", "", "[ ]", "[]"),
        *("nie", "ne", "nem", "hayır", "nej", "nei", "ei", "ні", "όχι", "いいえ", "否", "아니요"),
        *("❌", "☐", "✗", "✘", "✖", "✖️", "unchecked"),
        *("falsch", "faux", "falso", "onwaar", "fałsz", "ложь", "falskt", "usann", "falsk"),
        *("epätosi", "nepravda", "hamis", "yanlış", "ψευδές"),
    }
)


def state_of(value: object) -> State | None:
    """Return what a word says, None where it is no word for that.

    Of a list of words, as of collections (``Your library, To read``), a wish counts for least.
    """
    if isinstance(value, list):
        value = ",".join(part for part in value[:20] if isinstance(part, str))
    if not isinstance(value, str) or len(value) > 60:
        return None
    if "," in value:
        found = [state for part in value.split(",") if (state := state_of(part)) is not None]
        return next((state for state in found if state != "planned"), found[0] if found else None)
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", _SHORT_NOT.sub(" not", value))
    # A capital dotted I has a dot of its own in small letters.
    words = " ".join(re.sub(r"[\W_]+", " ", apart.replace("İ", "i")).lower().split())
    # Of words that are numbered, so that they sort: 2 - To watch.
    words = _NUMBERED.sub("", words)
    known = _STATES.get(words) or _WITHOUT_ACCENTS.get(_plain(words))
    if known is not None or _WISH.fullmatch(words) or _WISH_ELSEWHERE.fullmatch(words):
        return known or "planned"
    if _REFUSAL.fullmatch(words):
        return "given up"
    *alone, last = re.split(r" ?\b[0-9]", words, maxsplit=1)[0].split() or [""]
    return state_of(" ".join(alone)) if alone and last in _BEFORE_DAYS else None


@lru_cache(maxsize=256)
def _is_word_of_state(text: str) -> bool:
    return state_of(text) is not None


def is_state(value: object) -> bool:
    """Whether a value in a column of something else is a word for what became of it: ``DNF``."""
    return (
        isinstance(value, str)
        and len(value) < _LONGEST_WORD
        and value[:1].isalpha()
        and value.translate(_WITHIN_WORDS).isalpha()
        and _is_word_of_state(value)
    )


def was_done(value: object) -> bool | None:
    """Return the same, where a yes may be how often it was: ``2``, ``x3``."""
    said = is_done(value)
    is_count = isinstance(value, str | int) and _TIMES.fullmatch(str(value).strip()) is not None
    return True if said is None and is_count else said


def is_done(value: object) -> bool | None:
    """Return what a yes or a no says, None for another value."""
    if isinstance(value, bool):
        return value
    word = "" if value is None else str(value).strip().lower()
    return True if word in _YES else False if word in _NO else None
