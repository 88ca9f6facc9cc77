"""What a person's file is called: by their name where there is one, safe on any file system."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from urllib.parse import quote

from ilora_edge.system.patterns import pattern

_MAX_NAME = 100
_MAX_LETTERS = 50
"""Of a name: with what stands behind it never more than 255 bytes."""
# Of nobody's list, and of the page that lists everybody's.
_NOBODY, _EVERYBODY = "recommended", "index"
INDEX = f"{_EVERYBODY}.html"
# What Windows takes for devices, whatever stands behind a dot.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)

_LIKE_A_DIGEST = pattern(r"(?:^|-)[0-9a-f]{8}$")


class PersonFiles:
    """Names the files of a database's people, each by what the person is called there.

    Parameters
    ----------
    names
        Of all people that have one, by id: two who are called alike are told apart by their ids.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._n_of = Counter(names.values())
        self._taken = Counter(map(_plain, names.values()))

    def called(self, user: str) -> str:
        """Return what a person is called: by name, beside the id where several have it."""
        name = self._names.get(user)
        if not name:
            return user
        return name if self._n_of[name] == 1 else f"{name} ({user})"

    def stem(self, user: str) -> str:
        """Return the name of a person's file without its end; another for every person."""
        name = self._names.get(user)
        if name is None:
            stem = file_name(user)
            # An id that somebody else has for a name.
            return f"{stem}-{_digest(user)}" if stem in self._taken else stem
        plain = _plain(name)
        is_safe = plain not in ("", _NOBODY, _EVERYBODY) and plain not in _DEVICES
        # Who may call themselves what they like could take the file of somebody told apart by id.
        is_safe = is_safe and _LIKE_A_DIGEST.search(plain) is None
        if is_safe and self._taken[plain] == 1 and len(plain) <= _MAX_LETTERS:
            return plain
        return _with_digest(plain, user)


def stems_of(ids: Iterable[str], names: Iterable[str]) -> list[str]:
    """Return what the files of a person may be called who has these ids, and is called so."""
    ids, found = list(ids), dict[str, None]()
    for user in ids:
        stems = (file_name(user), _former(user))
        found |= dict.fromkeys([*stems, *(f"{stem}-{_digest(user)}" for stem in stems)])
    for plain in map(_plain, names):
        if plain and plain not in (_NOBODY, _EVERYBODY) and len(plain) <= _MAX_LETTERS:
            found[plain] = None
        found |= dict.fromkeys(_with_digest(plain, user) for user in ids)
    return list(found)


def of_others(stems: Iterable[str], ids: Collection[str], called: Mapping[str, str]) -> set[str]:
    """Return which of these may be files of somebody else than the person who has these ids.

    ``called``: everybody's name by id, an empty one for none. A file is the person's if it would be
    theirs today; another one may have been theirs once, or of whoever is called alike.
    """
    files = PersonFiles({user: name for user, name in called.items() if name})
    others: set[str] = set()
    for user, name in called.items():
        if user not in ids:
            others |= {file_name(user), _former(user), _plain(name)}
    return set(stems) & others - set(map(files.stem, ids))


def file_name(user: str) -> str:
    """Return a file name for an id, different for different ids on any file system.

    One of small letters of ASCII, digits, dots, lines and dashes is its own; others are named as
    people are, with eight digits behind.
    """
    former = _former(user)
    is_own = user == former and user not in _DEVICES
    return former if is_own or not user else _with_digest(_plain(user), user)


def _former(user: str) -> str:
    """Return what the file of an id was called once; it may be there still."""
    if not user:
        return _NOBODY
    name = quote(user, safe="", errors="replace").replace("~", "%7E")
    if name.startswith("."):
        name = "%2E" + name[1:]
    # Some file systems know no case, and none knows names without an end.
    if len(name) > _MAX_NAME or name != name.lower() or name in (_NOBODY, _EVERYBODY):
        name = f"{name[:_MAX_NAME]}-{_digest(user)}"
    return name


def _plain(name: str) -> str:
    """Return a name's letters and digits, small, a dash for all that stands between them.

    As file systems that fold case and accents would take it: names that only they hold for equal
    are equal here, and nothing is left that a shell or a terminal obeys.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in folded)
    return "-".join(kept.split())


def _with_digest(plain: str, user: str) -> str:
    return "-".join(part for part in (plain[:_MAX_LETTERS], _digest(user)) if part)


def _digest(user: str) -> str:
    return hashlib.sha256(user.encode("utf-8", "surrogatepass")).hexdigest()[:8]
