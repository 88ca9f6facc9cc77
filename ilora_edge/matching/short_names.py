"""Names of series that people shorten to their initials: ``GTA V``, ``NFS Most Wanted``, ``HIMYM``.

Only such as no other work is called, and none that two series share: ``FF`` is a game and a film.
"""

from __future__ import annotations

from ilora_edge.system.patterns import pattern

_NAMES = {
    "AOE": "Age of Empires",
    "BG3": "Baldur's Gate 3",
    "COD": "Call of Duty",
    "CSGO": "Counter-Strike: Global Offensive",
    "CS:GO": "Counter-Strike: Global Offensive",
    "GTA": "Grand Theft Auto",
    "HIMYM": "How I Met Your Mother",
    "HTTYD": "How to Train Your Dragon",
    "KOTOR": "Star Wars: Knights of the Old Republic",
    "L4D": "Left 4 Dead",
    "LOTR": "The Lord of the Rings",
    "MGS": "Metal Gear Solid",
    "MIB": "Men in Black",
    "NFS": "Need for Speed",
    "POTC": "Pirates of the Caribbean",
    "PUBG": "PlayerUnknown's Battlegrounds",
    "RDR": "Red Dead Redemption",
    "TBBT": "The Big Bang Theory",
    "TES": "The Elder Scrolls",
    "TLOU": "The Last of Us",
    "TMNT": "Teenage Mutant Ninja Turtles",
}
_OF_STAR_TREK = {
    "DS9": "Deep Space Nine",
    "TNG": "The Next Generation",
    "TOS": "The Original Series",
    "SNW": "Strange New Worlds",
}
# As people type them: in capitals but for the small word in the middle, with a number behind.
_SHORT = pattern(
    rf"({'|'.join(sorted(_NAMES, reverse=True))}|AoE|CoD|LotR|PotC|MiB|KotOR)([0-9]?)\b"
)
_SHOW = pattern(rf"(Star Trek)[:\s]*\s({'|'.join(_OF_STAR_TREK)})\b")


def spelled_out(title: str) -> str | None:
    """Return a title with the name that its initials are of, None where it begins with none."""
    if found := _SHORT.match(title):
        name, number = found.groups()
        rest = title[found.end() :]
        return f"{_NAMES[name.upper()]} {number}{rest}" if number else _NAMES[name.upper()] + rest
    if found := _SHOW.match(title):
        return f"{found[1]}: {_OF_STAR_TREK[found[2]]}{title[found.end() :]}"
    return None
