"""Names of movements, which many pieces of music have: *I. Allegro*, *Menuetto*, *Var. 3*."""

from __future__ import annotations

from ilora_edge.matching.title_keys import words_of
from ilora_edge.system.patterns import pattern

_MOVEMENTS = """
adagietto adagio air allegretto allegro allemanda allemande andante andantino aria
arioso ballade benedictus bourree cadenza cantabile capriccio chaconne choral chorale
coda corrente courante credits credo etude finale fuga fuge fugue gavotte giga gigue
gloria grave impromptu instrumental intermezzo introduction introduzione kyrie larghetto
largo lento loure maestoso march marche marcia mazurka menuet menuett menuetto minuet
minuetto moderato musette nocturne ouverture overture passacaglia passepied pastorale
polonaise praeludium prelude preludio prestissimo presto recitative recitativo rezitativ
rigaudon romance romanze rondeau rondo sanctus sarabanda sarabande scherzando scherzo
siciliana siciliano sinfonia skit tema thema theme toccata trio var variatio variation
variations vivace vivacissimo waltz walzer
"""
# By itself this may be a song's own name (Romance, March), unless a number stands before it.
_SONGS_TOO = """
air ballade capriccio coda credo gloria grave introduction march marche marcia romance
romanze theme toccata trio waltz walzer
"""
# What stands beside a movement's name.
_BESIDE = """
a al alla and animato assai attacca brio col con da dei di e espressivo et
from fuoco giusto grazioso in la ma main meno molto mosso moto no non passione piu poco
quasi sostenuto spirito tempo the title troppo un und
"""

_NUMBERED = pattern(r"(?:[0-9]{1,3}[a-z]?|[ivx]{1,6})$")
_movements, _songs_too, _beside = (
    frozenset(words.split()) for words in (_MOVEMENTS, _SONGS_TOO, _BESIDE)
)


def is_movement(title: str) -> bool:
    """Whether what follows the artist in a song's title is the name of a movement alone."""
    words = words_of(title.partition(" - ")[2] or title).split()
    others = [word for word in words if word not in _beside]
    named = [word for word in others if not _NUMBERED.match(word)]
    if not named or not _movements.issuperset(named):
        return False
    return len(others) > 1 or named[0] not in _songs_too
