"""What stands behind a title and tells only an edition: ``(Kindle Edition)``, ``: A Novel``."""

from __future__ import annotations

from ilora_edge.system.patterns import pattern

# Of these none is a name, and none tells works apart as "US" does.
_ONLY_EDITION = pattern(
    r"(?i)(?:\s*[(\[]|:\s|\s[-\u2013\u2014]\s)"
    r"(?:an? (?:(?!graphic|comic|junior|visual)[^\W_][\w'\u2019.-]* ){0,4}novel(?:la)?"
    r"|roman|kriminalroman|romanzo|novela|erz\u00e4hlungen|essays|stories|poems"
    r"|(?!(?:the )?next )(?:(?!\s[-\u2013\u2014]\s)[^()\[\]:]){0,40}\b(?:cut|edition|version"
    r"|remaster(?:ed)?|unrated|uncut|unabridged|abridged|criterion collection|restor(?:ed|ation)"
    r"|(?:[0-9]{4}|original) mix"
    r"|paperback|hardcover|audiobook|hörbuch|podcast|blu-?ray|dvd"
    r"|(?:penguin|vintage|modern|oxford|signet|wordsworth) (?:modern |library )?classics?)"
    r"(?: (?:19|20)[0-9]{2})?)[)\]]?(?:\s+(?:4k|uhd|ultra hd|3d|blu-?ray|dvd))*\s*$"
    r"|\s*[(\[](?:feat\.?|ft\.?|featuring)\s[^()\[\]]*[)\]]\s*$"
)
# Without a mark in front only what no work is called: Skyrim Special Edition. It is looked for
# first, so that of a subtitle before it nothing goes: Kiln: New Clay Ultimate Edition.
_ONLY_WORDS_OF_EDITION = pattern(
    r"(?i)\s+(?:redux|remastered|(?:(?:special|definitive|deluxe|complete|ultimate|enhanced|gold"
    r"|platinum|premium|legendary|limited|collector['\u2019]?s|digital"
    r"|(?:[0-9]{1,3}(?:st|nd|rd|th) )?anniversary|game of the year|goty) ){1,3}edition)\s*$"
)
# Of a game, on what it is played or where it was bought, which no name is in brackets.
_CONSOLE = (
    r"(?:ps ?[1-5]|ps ?vita|psp|playstation(?: ?(?:[1-5]|vita|portable))?"
    r"|xbox(?: (?:360|one|series(?: [xs](?: ?[|/&] ?s)?)?))?"
    r"|(?:nintendo )?(?:switch(?: 2)?|wii(?: ?u)?|3?ds|gamecube)|snes|nes|n64|gba|dreamcast"
    r"|pc|mac(?:os)?|linux|windows|steam|gog(?:\.com)?|epic(?: games)?)"
)
_ONLY_CONSOLES = pattern(rf"(?i)\s*[(\[]{_CONSOLE}(?:(?: ?[/,&+] ?){_CONSOLE})*[)\]]\s*$")
_MOST_EDITIONS = 3
# Of a track, behind its name: sung by others, without the voice, or made into something else. A
# concert's recording and an acoustic one are of the same song.
OTHER_SOUND = pattern(
    r"(?i)(?:[(\[]|\s[-\u2013\u2014]\s)(?:[^()\[\]]*\b)?(?:karaoke|instrumental|a ?cappella"
    r"|nightcore|sped up|slowed|8d|remix|mash-?up|reprise|cover(?: version)?|covered by|tribute"
    r"|(?:made famous|originally performed) by|in the style of)\b[^()\[\]]*[)\]]?\s*$"
)


def before_editions(title: str) -> str:
    """Return what stands before an edition, or before several in brackets: of paper, of sound."""
    if OTHER_SOUND.search(title) is not None:
        return title
    for n in range(_MOST_EDITIONS):
        if n > 0 and not title.endswith((")", "]")):
            # Without brackets what is left may be a name: War Chest Hall of Fame Edition.
            break
        found = (
            _ONLY_WORDS_OF_EDITION.search(title)
            or _ONLY_EDITION.search(title)
            or (_ONLY_CONSOLES.search(title) if title.endswith((")", "]")) else None)
        )
        if found is None or found.start() == 0:
            break
        title = title[: found.start()].rstrip(" :-\u2013\u2014")
    return title
