"""Genres as databases write them, and one name for what several services call differently."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from ilora_edge.system.patterns import pattern

# What joins genres in the databases of applications; the first that a text has counts.
_JOINTS = ("|", " / ", ";", ", ", ",", "\x00")
_MAX_NAMES, _MAX_NAME = 20, 40
_NO_LETTER = pattern(r"[\W_]+")

# One name, and what MovieLens, IMDb, TMDB (in fourteen languages) and Wikipedia call the same.
_SAME = """
action: akcja acao accion actie azione боевик akční akcio aksiyon toiminta
adventure: abenteuer aventure aventura aventuras avontuur avventura przygodowy приключения äventyr
    eventyr seikkailu dobrodružný kaland macera
animation: animated cartoon anime animacion animacao animatie animazione animacja мультфильм
    animerat animasjon animaatio animovaný animációs animasyon zeichentrick trickfilm
biography: biographical biopic biografie biographie biografia biografico биография
comedy: komödie comedie comedia commedia komedie komedia комедия komedi vígjáték
crime: krimi crimen misdaad criminal kryminał криминал poliziesco policier kriminal rikos bűnügyi
    suç gangster
documentary: documentaries dokumentarfilm dokumentation doku documentaire documental documentario
    dokumentalny документальный dokumentär dokumentar dokumentti dokumentární dokumentum belgesel
drama: dramas drame dramma dramat драма
family: children childrens kids kinderfilm enfants infantil familie familienfilm familial famille
    familia famiglia familijny familiar семейный familj perhe rodinný családi aile
fantasy: fantasie fantasia fantastique fantastico фэнтези fantasi fantezi
history: historical historie histoire historia historisch historyczny storia история historico
    geschichte historiallinen történelmi tarih
horror: horreur terror ужасы skräck skrekk kauhu hororový korku gruselfilm
music: musical musicals musik musique musica muziek muzyczny музыка мюзикл musikk musiikki hudební
    müzik
mystery: misterio mistero mistério mysterie mystere tajemnica detective детектив mysteerio gizem
noir: filmnoir neonoir
romance: romantic romantik romantique romantico romantiek romans romanse romanssi мелодрама
    liebesfilm love romantický romantikus
science fiction: scifi sciencefiction sf sifi cienciaficcion ficcaocientifica fantascienza
    фантастика bilimkurgu vědeckofantastický
short: shorts shortfilm kurzfilm courtmetrage
sport: sports sportfilm
thriller: suspense suspenso triller триллер thrillers jännitys
war: kriegsfilm krieg guerre guerra oorlog wojenny belica belico военный krig krigsfilm sota
    válečný háborús savas
western: westerns faroeste вестерн
"""


MAX_CHARACTERS = 1000
"""Of an item's genres, that are read."""


def split_genres(text: str | None) -> list[str]:
    """Return the genres of a database's text: names joined as one writes them, or a JSON list.

    In a list a genre may be an object with its ``name``, as TMDB's are.
    """
    if text is None:
        return []
    names: Iterable[Any] = [text]
    if text.startswith("["):
        try:
            names = [g.get("name") if isinstance(g, dict) else g for g in json.loads(text)]
        except (ValueError, RecursionError):
            names = [text]
    else:
        joint = next((j for j in _JOINTS if j in text), "|")
        names = text.split(joint)
    return [name.strip()[:_MAX_NAME] for name in names if isinstance(name, str) and name.strip()][
        :_MAX_NAMES
    ]


def genre_names(text: str) -> frozenset[str]:
    """Return the genres of a database's text, each by the one name that it has here.

    >>> sorted(genre_names("Sci-Fi|Film-Noir")), sorted(genre_names("Komödie, Science-Fiction"))
    (['noir', 'science fiction'], ['comedy', 'science fiction'])
    """
    # What is remembered of a hostile file stays small.
    return _genre_names(text[:MAX_CHARACTERS])


@lru_cache(4096)
def _genre_names(text: str) -> frozenset[str]:
    return frozenset(name for genre in split_genres(text) for name in _one_name(genre))


@lru_cache(4096)
def _one_name(genre: str) -> tuple[str, ...]:
    """Return it; two where a name stands for two, as television's "Action & Adventure" does."""
    same = _same()
    whole = _plain(genre)
    parts = [_plain(part) for part in re.split(r"\s*&\s*|\s+and\s+", genre)]
    if whole not in same and len(parts) > 1 and all(part in same for part in parts):
        return tuple(same[part] for part in parts)
    return (same.get(whole, whole),) if whole else ()


def _plain(name: str) -> str:
    """Return a name in lower case, without accents, blanks and signs."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return _NO_LETTER.sub("", "".join(c for c in apart if not unicodedata.combining(c)))


@lru_cache(1)
def _same() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for entry in _SAME.strip().replace("\n    ", " ").split("\n"):
        name, others = entry.split(":")
        found |= {_plain(other): name for other in (name, *others.split())}
    return found
