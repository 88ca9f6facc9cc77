"""What an application does not show to a user is not recommended to them, and is to others."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_offers import Rows, offered

LIBRARIES = (("1", "Ours"), ("2", "Theirs"))


def _jellyfin() -> Rows:
    def film(item: str, library: str, name: str | None = None, **more: object) -> Rows:
        row = {"Id": item, "Type": "MediaBrowser.Controller.Entities.Movies.Movie", "IsFolder": 0,
               "Name": name or f"Film {item}"}  # fmt: skip
        return [
            ("BaseItems", row | more),
            ("AncestorIds", {"ItemId": item, "ParentItemId": f"AB-{library}"}),
        ]

    return [
        ("Users", {"Id": "A", "Username": "ann"}),
        ("Users", {"Id": "K", "Username": "kid", "MaxParentalRatingScore": 12,
                   "MaxParentalRatingSubScore": 0}),
        ("Permissions", {"Id": 1, "UserId": "A", "Kind": 16, "Value": 1}),
        ("Permissions", {"Id": 2, "UserId": "K", "Kind": 16, "Value": 0}),
        ("Preferences", {"Id": 1, "UserId": "K", "Kind": 5, "Value": "ab-1,ab-3"}),
        ("Preferences", {"Id": 2, "UserId": "K", "Kind": 0, "Value": "war,Horror"}),
        ("Preferences", {"Id": 3, "UserId": "A", "Kind": 0, "Value": ""}),
        ("Users", {"Id": "L", "Username": "son"}),
        ("Preferences", {"Id": 4, "UserId": "L", "Kind": 12, "Value": "sea,Horror"}),
        ("ItemValues", {"ItemValueId": "s", "Type": 4, "CleanValue": "sea", "Value": "Sea"}),
        ("ItemValues", {"ItemValueId": "w", "Type": 4, "CleanValue": "war", "Value": "War"}),
        ("ItemValuesMap", {"ItemValueId": "s", "ItemId": "AB-2"}),
        ("ItemValuesMap", {"ItemValueId": "w", "ItemId": "AB-4"}),
        ("AncestorIds", {"ItemId": "young", "ParentItemId": "AB-4"}),
        ("AncestorIds", {"ItemId": "young", "ParentItemId": "AB-3"}),
        ("ItemValues", {"ItemValueId": "v", "Type": 4, "CleanValue": "horror", "Value": "horror"}),
        ("ItemValuesMap", {"ItemValueId": "v", "ItemId": "tagged"}),
        ("Preferences", {"Id": 5, "UserId": "K", "Kind": 10, "Value": "Book,Movie"}),
        ("Preferences", {"Id": 6, "UserId": "A", "Kind": 9, "Value": "Movie"}),
        *film("open", "3", InheritedParentalRatingValue=6, UnratedType="Movie"),
        *film("seen", "1"), *film("tagged", "1"), *film("other", "2"),
        *film("unrated", "1", UnratedType="Movie"),
        *film("copy", "1", "Film other", UnratedType="Trailer"),
        *film("adult", "1", InheritedParentalRatingValue=16),
        *film("sub", "1", InheritedParentalRatingValue=12, InheritedParentalRatingSubValue=1),
        *film("young", "1", InheritedParentalRatingValue=12),
        *(
            ("UserData", {"UserId": user, "ItemId": "seen", "CustomDataKey": "k", "Played": 1,
                          "PlayCount": 1})
            for user in "AKL"
        ),
    ]  # fmt: skip


def _navidrome() -> Rows:
    return [
        ("user", {"id": "A", "user_name": "ann", "is_admin": 1}),
        ("user", {"id": "K", "user_name": "kid", "is_admin": 0}),
        *(("library", {"id": n, "name": name, "path": name}) for n, name in LIBRARIES),
        ("user_library", {"user_id": "K", "library_id": 1}),
        *(
            ("media_file", {"id": item, "title": item, "artist": "Lanterns", "library_id": library})
            for item, library in (("seen", 1), ("ours", 1), ("theirs", 2))
        ),
        *(
            ("scrobbles", {"user_id": user, "media_file_id": "seen", "submission_time": 1735689600})
            for user in "AK"
        ),
    ]


def _komga() -> Rows:
    series = (("s1", "1", None), ("s2", "2", None), ("s3", "1", 18), ("s4", "1", 6))
    rows: Rows = [
        *(("LIBRARY", {"ID": n, "NAME": name}) for n, name in LIBRARIES),
        ("USER", {"ID": "A", "EMAIL": "ann", "SHARED_ALL_LIBRARIES": 1}),
        ("USER", {"ID": "K", "EMAIL": "kid", "SHARED_ALL_LIBRARIES": 0, "AGE_RESTRICTION": 12,
                  "AGE_RESTRICTION_ALLOW_ONLY": 0}),
        ("USER", {"ID": "L", "EMAIL": "son", "SHARED_ALL_LIBRARIES": 1, "AGE_RESTRICTION": 12,
                  "AGE_RESTRICTION_ALLOW_ONLY": 1}),
        ("USER", {"ID": "M", "EMAIL": "mia", "SHARED_ALL_LIBRARIES": 1}),
        ("USER", {"ID": "N", "EMAIL": "nat", "SHARED_ALL_LIBRARIES": 1, "AGE_RESTRICTION": 12,
                  "AGE_RESTRICTION_ALLOW_ONLY": 1}),
        ("USER", {"ID": "O", "EMAIL": "ola", "SHARED_ALL_LIBRARIES": 0}),
        ("USER_ROLE", {"USER_ID": "O", "ROLE": "ADMIN"}),
        ("USER_ROLE", {"USER_ID": "K", "ROLE": "FILE_DOWNLOAD"}),
        ("USER_LIBRARY_SHARING", {"USER_ID": "K", "LIBRARY_ID": "1"}),
        *(("USER_SHARING", {"USER_ID": user, "LABEL": "sea", "ALLOW": 1}) for user in "MN"),
        ("USER_SHARING", {"USER_ID": "N", "LABEL": "fog", "ALLOW": 1}),
        ("SERIES_METADATA_SHARING", {"SERIES_ID": "s3", "LABEL": "sea"}),
        ("SERIES_METADATA_SHARING", {"SERIES_ID": "s1", "LABEL": "harbour"}),
        ("USER_SHARING", {"USER_ID": "K", "LABEL": "war", "ALLOW": 0}),
        ("SERIES_METADATA_SHARING", {"SERIES_ID": "s4", "LABEL": "war"}),
    ]  # fmt: skip
    for name, library, age in series:
        rows.append(("SERIES", {"ID": name, "NAME": name, "LIBRARY_ID": library}))
        rows.append(("SERIES_METADATA", {"SERIES_ID": name, "TITLE": name, "AGE_RATING": age}))
        rows.append(("BOOK", {"ID": f"b-{name}", "SERIES_ID": name, "LIBRARY_ID": library}))
        rows.append(("BOOK_METADATA", {"BOOK_ID": f"b-{name}", "TITLE": f"Book of {name}"}))
    rows.append(("BOOK", {"ID": "seen", "SERIES_ID": "s1", "LIBRARY_ID": "1"}))
    rows.append(("BOOK_METADATA", {"BOOK_ID": "seen", "TITLE": "Seen"}))
    return [*rows, *(("READ_PROGRESS", {"BOOK_ID": "seen", "USER_ID": u}) for u in "AKLMNO")]


def _komga_2022() -> Rows:
    rows: Rows = [
        *(("LIBRARY", {"ID": n, "NAME": name}) for n, name in LIBRARIES),
        ("USER", {"ID": "A", "EMAIL": "ann", "SHARED_ALL_LIBRARIES": 0, "ROLE_ADMIN": 1}),
        ("USER", {"ID": "K", "EMAIL": "kid", "SHARED_ALL_LIBRARIES": 0, "ROLE_ADMIN": 0}),
        ("USER_LIBRARY_SHARING", {"USER_ID": "K", "LIBRARY_ID": "2"}),
    ]
    for name, library in (("s1", "1"), ("s2", "2"), ("seen", "2")):
        rows += [
            ("SERIES", {"ID": name, "NAME": name, "LIBRARY_ID": library}),
            ("SERIES_METADATA", {"SERIES_ID": name, "TITLE": name}),
            ("BOOK", {"ID": f"b-{name}", "SERIES_ID": name, "LIBRARY_ID": library}),
            ("BOOK_METADATA", {"BOOK_ID": f"b-{name}", "TITLE": f"Book of {name}"}),
        ]
    return [*rows, *(("READ_PROGRESS", {"BOOK_ID": "b-seen", "USER_ID": u}) for u in "AK")]


def _audiobookshelf() -> Rows:
    def user(name: str, kind: str, said: str) -> tuple[str, dict[str, object]]:
        return "users", {"id": name, "username": name, "type": kind, "permissions": said}

    books = (("seen", "1", 0, "[]"), ("ours", "1", 0, '["war"]'), ("theirs", "2", 0, "[]"),
             ("adult", "1", 1, '["war", "sea"]'))  # fmt: skip
    rows: Rows = [
        user("A", "root", "{}"),
        user("K", "user", '{"accessAllLibraries": false, "librariesAccessible": ["1"], '
             '"accessExplicitContent": false, "accessAllTags": true}'),
        user("L", "user", '{"accessAllLibraries": true, "accessExplicitContent": true, '
             '"accessAllTags": false, "selectedTagsNotAccessible": true, '
             '"itemTagsSelected": ["sea"]}'),
        user("M", "user", '{"accessAllLibraries": true, "accessExplicitContent": true, '
             '"accessAllTags": false, "itemTagsSelected": ["war"]}'),
        ("podcasts", {"id": "p", "title": "Waves", "explicit": 1}),
        ("podcastEpisodes", {"id": "e", "title": "Storm", "podcastId": "p"}),
        ("libraryItems", {"id": "lp", "mediaId": "p", "libraryId": "1"}),
    ]  # fmt: skip
    for book, library, explicit, tags in books:
        rows.append(("books", {"id": book, "title": book, "explicit": explicit, "tags": tags}))
        rows.append(("libraryItems", {"id": f"l{book}", "mediaId": book, "libraryId": library}))
    seen = {"mediaItemId": "seen", "mediaItemType": "book", "isFinished": 1}
    return [*rows, *(("mediaProgresses", {"id": u, "userId": u} | seen) for u in "AKLM")]


def _kavita() -> Rows:
    def user(number: int, age: int, with_unknown: int) -> tuple[str, dict[str, object]]:
        return "AspNetUsers", {"Id": number, "UserName": str(number), "AgeRestriction": age,
                               "AgeRestrictionIncludeUnknowns": with_unknown}  # fmt: skip

    rows: Rows = [
        *(("Library", {"Id": int(n), "Name": name, "Type": 0, "IncludeInRecommended": 1})
          for n, name in LIBRARIES),
        user(1, -1, 0), user(2, 8, 0), user(3, 8, 1),
        *(("AppUserLibrary", {"AppUsersId": u, "LibrariesId": n})
          for u, n in ((1, 1), (1, 2), (2, 1), (3, 1), (3, 2))),
    ]  # fmt: skip
    # Library and age rating: 0 is not known, 8 for teens, 11 for adults.
    for n, (library, age) in enumerate(((1, 8), (1, 8), (2, 8), (1, 11), (1, 0)), 1):
        rows.append(("Series", {"Id": n, "Name": f"Series {n}", "LibraryId": library}))
        rows.append(("SeriesMetadata", {"Id": n, "SeriesId": n, "AgeRating": age}))
        rows.append(("Volume", {"Id": n, "Name": "0", "Number": 0, "SeriesId": n}))
        rows.append(("Chapter", {"Id": n, "VolumeId": n, "Number": "0", "Pages": 9}))
    progress = {"ChapterId": 1, "PagesRead": 9}
    return [*rows, *(("AppUserProgresses", {"AppUserId": u} | progress) for u in (1, 2, 3))]


def _koel(licence: bool) -> Rows:
    def user(number: int, organisation: str, said: str | None) -> tuple[str, dict[str, object]]:
        return "users", {"id": number, "name": str(number), "organization_id": organisation,
                         "preferences": said}  # fmt: skip

    rows: Rows = [
        user(1, "o1", "{}"), user(2, "o1", '{"include_public_media": false}'),
        user(3, "o2", None), ("podcasts", {"id": "p", "title": "Waves"}),
        ("podcast_user", {"user_id": 3, "podcast_id": "p"}),
        ("podcasts", {"id": "q", "title": "Winds"}),
        ("songs", {"id": "another", "title": "Gale", "podcast_id": "q", "owner_id": 1}),
        ("artists", {"id": "a", "name": "Lanterns"}),
        ("songs", {"id": "episode", "title": "Storm", "podcast_id": "p", "owner_id": 1,
                   "is_public": 1}),
        *(("interactions", {"user_id": n, "song_id": "shared", "play_count": 1})
          for n in (1, 2, 3)),
    ]  # fmt: skip
    for name, owner, public in (("mine", 1, 0), ("shared", 1, 1), ("open", 1, 1), ("other", 2, 0),
                                ("elsewhere", 3, 1)):  # fmt: skip
        rows.append(("songs", {"id": name, "title": name, "artist_id": "a", "owner_id": owner,
                               "is_public": public}))  # fmt: skip
    return [*rows, ("licenses", {"id": 1, "hash": "h"})] if licence else rows


CASES: dict[str, tuple[Rows, dict[str, list[str]]]] = {
    "jellyfin": (_jellyfin(), {
        "A": ["adult", "copy", "open", "sub", "tagged", "unrated", "young"], "K": ["copy", "open"],
        "L": ["other", "tagged"],
    }),
    "navidrome 20260819204637": (_navidrome(), {"A": ["ours", "theirs"], "K": ["ours"]}),
    "komga 20260225161438": (_komga(), {
        "A": ["b-s1", "b-s2", "b-s3", "b-s4"], "K": ["b-s1"], "L": ["b-s4"],
        "M": ["b-s3"], "N": ["b-s3", "b-s4"], "O": ["b-s1", "b-s2", "b-s3", "b-s4"],
    }),
    "komga 20220101120232": (_komga_2022(), {"A": ["b-s1", "b-s2"], "K": ["b-s2"]}),
    "kavita 2026": (_kavita(), {
        "1": ["2", "3", "4", "5"], "2": ["2"], "3": ["2", "3", "5"],
    }),
    "audiobookshelf": (_audiobookshelf(), {
        "A": ["adult", "e", "ours", "theirs"], "K": ["ours"], "L": ["e", "ours", "theirs"],
        "M": ["adult", "ours"],
    }),
    "koel 2026": (_koel(True), {"1": ["mine", "open"], "2": ["other"],
                                "3": ["elsewhere", "episode"]}),
}  # fmt: skip


@pytest.mark.parametrize("schema", CASES)
def test_hidden_from_one_and_not_from_another(schema: str, tmp_path: Path) -> None:
    rows, expected = CASES[schema]
    assert offered(schema, rows, tmp_path) == expected


def test_what_the_bundle_knows_is_hidden_where_no_copy_is_open(tmp_path: Path) -> None:
    rows, _ = CASES["jellyfin"]
    known = ["Film adult", "Film other", "Film seen"]
    found = offered("jellyfin", rows, tmp_path, known)
    assert found == {
        "A": ["Film adult", "Film other"],
        "K": ["Film other"],
        "L": ["Film other"],
    }


def test_koel_without_a_licence_shows_everything_to_everybody(tmp_path: Path) -> None:
    everything = ["another", "elsewhere", "episode", "mine", "open", "other"]
    assert offered("koel 2026", _koel(False), tmp_path) == dict.fromkeys("123", everything)


def test_gog_galaxys_hidden_games_and_those_of_the_other_account(tmp_path: Path) -> None:
    rows: Rows = [("GamePieceTypes", {"id": 1, "type": "title"})]
    for n, account in ((1, 71), (2, 71), (3, 71), (3, 72), (4, 72)):
        rows.append(("LibraryReleases", {"userId": account, "releaseKey": f"gog_{n}"}))
    for n in (1, 2, 3, 4):
        rows.append(("GamePieces", {"releaseKey": f"gog_{n}", "gamePieceTypeId": 1, "userId": 71,
                                    "value": f'{{"title": "Game {n}"}}'}))  # fmt: skip
    rows += [
        ("GameTimes", {"userId": 71, "releaseKey": "gog_1", "minutesInGame": 9}),
        ("GameTimes", {"userId": 72, "releaseKey": "gog_4", "minutesInGame": 9}),
        ("UserReleaseProperties", {"userId": 71, "releaseKey": "gog_2", "isHidden": 1}),
    ]
    assert offered("goggalaxy 40", rows, tmp_path) == {"71": ["gog_3"], "72": ["gog_3"]}
