"""What one play more of one person's costs in memory: years of them are hundreds of thousands."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from ilora_edge.importers.lastfm_scrobbles import LastFmScrobblesSource
from ilora_edge.importers.listenbrainz import ListenBrainzSource
from ilora_edge.importers.personal import PersonalExport
from ilora_edge.importers.spotify import SpotifySource

# Of both a file is more than is read of it at once.
_FEW, _MANY = 8000, 12_000
_MOST_BYTES_OF_A_PLAY = 450
_START = 1_500_000_000


def _spotify(n: int) -> tuple[str, str]:
    plays = [
        {
            "ts": f"2020-{m % 12 + 1:02}-{m % 28 + 1:02}T{m % 24:02}:{m % 60:02}:{m // 200:02}Z",
            "ms_played": 60_000 + m,
            "spotify_track_uri": f"spotify:track:{m % 50:022}",
            "master_metadata_track_name": f"Track {m % 50}",
            "master_metadata_album_artist_name": f"Artist {m % 10}",
        }
        for m in range(n)
    ]
    return "Streaming_History_Audio_2020_0.json", json.dumps(plays)


def _scrobbles(n: int) -> tuple[str, str]:
    rows = (f"{_START + m * 200},Artist {m % 10},Album {m % 20},Track {m % 50}" for m in range(n))
    return "scrobbles.csv", "\n".join(["uts,artist,album,track", *rows])


def _listens(n: int) -> tuple[str, str]:
    about = ({"artist_name": f"Artist {m % 10}", "track_name": f"Track {m % 50}"} for m in range(n))
    listens = (
        {"listened_at": _START + m * 200, "track_metadata": named} for m, named in enumerate(about)
    )
    return "1.jsonl", "\n".join(map(json.dumps, listens))


def _peak(source: PersonalExport) -> int:
    tracemalloc.start()
    try:
        for _ in source.interactions():
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("source", "written"),
    [
        (SpotifySource, _spotify),
        (LastFmScrobblesSource, _scrobbles),
        (ListenBrainzSource, _listens),
    ],
)
def test_a_play_of_a_track_that_is_known_is_a_few_numbers(
    tmp_path: Path,
    source: Callable[[list[Path]], PersonalExport],
    written: Callable[[int], tuple[str, str]],
) -> None:
    peaks = []
    for n in (_FEW, _MANY):
        name, content = written(n)
        (tmp_path / name).write_text(content)
        peaks.append(_peak(source([tmp_path / name])))
    assert (peaks[1] - peaks[0]) / (_MANY - _FEW) < _MOST_BYTES_OF_A_PLAY, peaks
