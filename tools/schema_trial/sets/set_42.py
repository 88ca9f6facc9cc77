"""Eighteen programs that keep an SQLite file on a device, by the rule of docs/trials-42.md.

Nine that the searches for programs of telephones named, here, and nine of those for programs of
computers, in :mod:`sets.set_42_computers`.

Written down as in :mod:`sets.set_01`, before ``init`` was run on any of them.
"""

from __future__ import annotations

from answers import Cases, Right, plays, thing
from made_up_rows import PEOPLE, WORDS, Filler, Maker, day, iso, mail, millis, one

from sets.set_42_computers import CASES as COMPUTERS

# One line a few columns: the rows are tables.
# fmt: off


def _android(f: Filler) -> None:
    f.add("android_metadata", 1, locale="en_US")


def _prisma(f: Filler, names: tuple[str, ...]) -> None:
    """Fill the table that Prisma adds."""
    f.add("_prisma_migrations", len(names), id=lambda i:
        f"{0x5d3c1a20 + i * 977:08x}-a1c4-41ef-9b2e-0242ac120002", checksum=lambda i: f"{i:064x}",
        finished_at=lambda i: millis(0) - 9_000_000_000 + i * 60_000, migration_name=names,
        started_at=lambda i: millis(0) - 9_000_000_100 + i * 60_000, applied_steps_count=1)


def _zulu(i: int) -> str:
    """Return a moment as ``Date.toISOString`` writes it."""
    return iso(i).replace(" ", "T") + f".{100 + i * 37 % 900}Z"


def _image(i: int) -> str:
    return f"https://img.example/{i}.jpg"


def _films(f: Filler) -> None:
    # One counts how often each was seen; a film may be added that was not seen yet.
    _android(f)
    f.add("films", 20, id=one, title=WORDS[:20], watch_count=lambda i: 0 if i % 7 == 3 else 1 + i *
        5 % 6)


def _books(f: Filler) -> None:
    f.add("Book", 22, id=one, title=WORDS[:22], author=PEOPLE, is_read=lambda i: int(i % 5 not in
        (1, 4)))
    _prisma(f, ("20250626085536_init",))


def _games(f: Filler) -> None:
    # Some are imported from a service, the others typed.
    def known(value: Maker) -> Maker:
        return lambda i: None if i % 5 == 4 else value(i)

    f.add("Game", 22, id=one, name=WORDS[:22], played=lambda i: int(i % 3 != 1), createdAt=lambda i:
        millis(i // 4) + i, tier=lambda i: None if i % 3 else "SABCD"[i % 5], tierOrder=lambda i:
        None if i % 3 else i // 15, bggId=known(lambda i: 30_001 + i * 13),
        maxPlayers=known(lambda i: 4 + i % 3), minPlayers=known(lambda i: 1 + i % 2),
        playingTime=known(lambda i: 30 + i % 4 * 30),
        thumbnailUrl=known(_image), yearPublished=known(lambda i: 1998 + i))
    _prisma(f, ("20260224212950_init", "20260224223740_add_game_tier",
        "20260224231907_add_tier_order", "20260225091509_add_bgg_metadata"))


def _articles(f: Filler) -> None:
    # Of the articles that were deleted some had been read.
    f.add("articles", 24, id=one, name=["Harbour Post", "The Ferry", "Coast Daily"], author=PEOPLE,
        title=lambda i: f"{WORDS[i]} reopens", url=lambda i: f"https://news.example/{i}", content=
        "The council said on Monday that", publishedAt=lambda i: f"{iso(i - 40)} UTC", read_count=
        lambda i: 0 if i % 3 == 2 else 1 + i % 4, deleted=lambda i: int(i % 8 == 6))


_PROFILE = "profile_1760000000000_a3f81c09d2"


def _meals(f: Filler) -> None:
    # One person; some lines of a day are recipes, the others typed by hand.
    def plan(i: int) -> str:
        return f"plan_{_PROFILE}_{day(i * 3)}"

    f.add("app_meta", 2, key=["schema_version", "ingredients_seeded"], value=["7", "1"])
    f.add("profiles", 1, id=_PROFILE, email=mail(0), display_name=PEOPLE[0], diet_tags="vegetarian",
        height_cm=171.0, weight_kg=64.5, age=34, sex="female", activity_level="moderate", goal=
        "maintain", timezone="Europe/Berlin", created_at=_zulu(0))
    f.add("recipes", 24, id=lambda i: f"recipe_{i + 1}", title=lambda i: f"{WORDS[i]} Bowl",
        description="A bowl", diet_tags="vegetarian,breakfast", servings=lambda i: 2 + i % 3,
        prep_time_min=15, cook_time_min=20, difficulty="easy", image_url=_image, total_calories=
        lambda i: 900.0 + i * 7, total_protein=40.0, total_carbs=90.0, total_fat=30.0, created_at=
        _zulu(0), updated_at=_zulu(0))
    f.add("ingredients", 8, id=lambda i: f"ing_{i}", name=["olive oil", "garlic", "onion", "tomato",
        "rice", "basil", "lemon", "beans"], unit_default="serving")
    f.add("recipe_ingredients", 48, id=lambda i: f"recipe_{i // 2 + 1}_ing_{i % 2}", recipe_id=
        lambda i: f"recipe_{i // 2 + 1}", ingredient_id=lambda i: f"ing_{i % 8}", quantity=lambda i:
        1.0 + i % 3, unit="tbsp")
    f.add("recipe_steps", 48, id=lambda i: f"recipe_{i // 2 + 1}_step_{i % 2}", recipe_id=lambda i:
        f"recipe_{i // 2 + 1}", step_number=lambda i: 1 + i % 2, instruction="Stir")
    f.add("meal_plans", 20, id=plan, date=lambda i: day(i * 3), created_at=lambda i: _zulu(i * 3),
        updated_at=lambda i: _zulu(i * 3), profile_id=_PROFILE)
    f.add("meal_items", 50, id=lambda i: f"item_{millis(i)}_{i * 7_919:x}", meal_plan_id=lambda i:
        plan(i * 2 // 5), type=lambda i: "manual" if i % 4 == 3 else "recipe", meal_type=
        ["breakfast", "lunch", "dinner"], name=lambda i: ("Apple", "Coffee", "Toast")[i % 3] if i %
        4 == 3 else f"{WORDS[thing(i)]} Bowl", calories=lambda i: 300.0 + i, protein=12.0, carbs=
        30.0, fat=9.0, servings=1.0, serving_unit=lambda i: "g" if i % 4 == 3 else "serving",
        base_amount=1.0, base_unit=lambda i: "g" if i % 4 == 3 else "serving")
    f.add("water_logs", 16, id=lambda i: f"water_{millis(i * 3)}_{i:x}", date=lambda i: day(i * 3),
        amount_ml=250, source="manual", created_at=lambda i: _zulu(i * 3), profile_id=_PROFILE)
    f.add("custom_foods", 3, id=lambda i: f"custom_{millis(i)}_{i:x}", name=["Muesli", "Soup",
        "Bread"], serving_size_g=100.0, calories=220.0, created_at=_zulu, profile_id=_PROFILE)


def _comics(f: Filler) -> None:
    # What was never touched has neither mark.
    _android(f)
    f.add("commics", 30, guid=lambda i: f"https://comic.example/?p={4_001 + i * 3}", title=lambda i:
        f"{WORDS[i % 24]} {i}", description="", link=lambda i: f"https://comic.example/{i}",
        content=lambda i: f"<img src='https://comic.example/{i}.png'>", pubDate=lambda i: millis(i)
        // 1000 * 1000, isFavorite=lambda i: {2: 1, 12: 1, 20: 0}.get(i), isRead=lambda i: 1 if
        i % 3 == 2 or i == 12 else None)
    f.add("tweets", 12, id=one, userName="comic", userPhotoLink=_image(0), text=lambda i:
        f"New: {WORDS[i]}", source="web", date=millis)


def _listened(f: Filler) -> None:
    # 0 not begun, 1 begun, 2 done; of each book the last places where it was played or left.
    def key(kind: str, i: int) -> str:
        return f"{kind}{0x3A5C1 + i * 977:x}Qx7bTk3mWz"[:16]

    _android(f)
    f.add("authors", 8, id=lambda i: key("a", i), _status="created", _changed="", name=[f"{name} "
        "Voss" for name in PEOPLE])
    f.add("books", 20, id=lambda i: key("b", i), _status="created", _changed="", author_id=lambda i:
        key("a", i % 8), title=WORDS[:20], artwork=_image, book_duration=lambda i: 28_000 + i * 311,
        current_chapter_index=lambda i: 0 if i % 3 == 1 else 1 + i % 5, current_chapter_progress=
        lambda i: 0 if i % 3 == 1 else 61.5 + i, year=lambda i: 1990 + i, description="A book",
        narrator=PEOPLE, genre="Fiction", sample_rate=44_100, bitrate=64_000, codec="mp3",
        copyright="", total_track_count=6, created_at=lambda i: millis(0) - 9_000_000_000 + i *
        1_000, updated_at=lambda i: millis(0) - 60_000 if i % 3 == 1 else millis(20 + i),
        artwork_height=500, artwork_width=500, book_progress_value=lambda i: (2 if i % 2 else 1) if
        i % 3 != 1 else 0, cover_color_dominant="#a03f20", has_auto_generated_chapters=0,
        is_single_file=0)
    f.add("chapters", 120, id=lambda i: key("c", i), _status="created", _changed="", book_id=lambda
        i: key("b", i // 6), title=lambda i: f"Chapter {1 + i % 6}", chapter_number=lambda i: 1 + i
        % 6, chapter_duration=lambda i: 4_600 + i, url=lambda i:
        f"/storage/emulated/0/Audiobooks/{WORDS[i // 6]}/{i % 6}.mp3", start_ms=0,
        is_auto_generated=0)
    f.add("settings", 1, id=key("s", 0), _status="created", _changed="", book_folder=
        "/storage/emulated/0/Audiobooks", num_columns=2, skip_back_duration=30,
        skip_forward_duration=30, last_active_book=key("b", 0), timer_active=0, theme_mode="system")
    f.add("footprints", 52, id=lambda i: key("f", i), _status="created", _changed="", book_id=lambda
        i: key("b", (0, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18)[(thing(i) + i // 13) % 13]),
        chapter_index=lambda i: i // 13, position_ms=lambda i: 61_000 + i * 977, trigger_type=
        ["play", "play", "seek", "chapter_change", "play"], created_at=millis)
    f.add("local_storage", 1, key="has_scanned", value="true")


def _reps(f: Filler) -> None:
    f.add("exercises", 12, id=one, name=["Squats", "Push-ups", "Sit-ups", "Lunges", "Burpees",
        "Planks", "Dips", "Rows", "Curls", "Pull-ups", "Crunches", "Jumps"])
    f.add("reps", 60, id=one, exercise_id=lambda i: 1 + thing(i), count=lambda i: 8 + i % 5 * 4,
        date=iso)


def _quizzes(f: Filler) -> None:
    # Of each note some quizzes, most of which were tried, and often again; a chat of some notes.
    _android(f)
    f.add("Note", 10, note_id=one, note_name=lambda i: f"Lecture {i + 1}", content_text="The coast",
        summarize=lambda i: None if i % 3 else "A summary", is_archived=0, created_at=lambda i:
        iso(i * 4), last_viewed_at=lambda i: iso(50 + i * 7 % 10))
    f.add("Quiz", 24, quiz_id=one, quiz_name=lambda i: f"{WORDS[i]} Quiz", chain_id=lambda i:
        f"chain{i:02}Qx", note_id=lambda i: 1 + i % 10, question_type=["multiple-choice",
        "true-or-false"], num_questions=2, blooms_taxonomy_level="remembering", created_at=iso,
        description="A quiz", is_archived=0, updated_at=iso)
    f.add("Question", 48, question_id=one, quiz_id=lambda i: 1 + i // 2, content=lambda i:
        f"What is the {WORDS[i // 2]} of part {1 + i % 2}?")
    f.add("Option", 96, option_id=one, question_id=lambda i: 1 + i // 2, content=["True", "False"],
        is_answer=lambda i: int(i % 2 == 0), explanation="See the text")
    f.add("QuizAttempt", 48, quiz_attempt_id=one, quiz_id=lambda i: 1 + thing(i) + i % 3 // 2 * 8,
        score=lambda i: i % 3, max_score=2, created_at=lambda i: iso(20 + i), is_archived=0)
    f.add("OptionAnswer", 96, option_answer_id=one, quiz_attempt_id=lambda i: 1 + i // 2,
        question_id=lambda i: 1 + 2 * (thing(i // 2) + i // 2 % 3 // 2 * 8) + i % 2, option_id=
        lambda i: 1 + i % 96, is_correct=lambda i: int(i % 3 == 0))
    f.add("QuizGenHistory", 48, quiz_gen_id=one, quiz_id=lambda i: 1 + i // 2, sender_type=[
        "PERSON", "BOT"], content_text="Make a quiz of this", created_at=lambda i: iso(i // 2))
    f.add("Conversation", 4, conversation_id=one, note_id=one, created_at=lambda i: iso(i * 5),
        last_viewed_at=lambda i: iso(40 + i), is_archived=0)
    f.add("Message", 16, message_id=one, conversation_id=lambda i: 1 + i // 4, sender_type=[
        "PERSON", "BOT"], message_content="What does this mean?", created_at=lambda i: iso(i * 3))


def _own(table: str, keys: tuple[str, ...], title: str, time: str, where: str = "1") -> Right:
    """Return the answers of a history whose rows name what they are about, by any of its keys."""
    return [(plays(table, item, time, where=where),
        f'SELECT DISTINCT {item} AS item, {title} AS title FROM "{table}" WHERE {where}')
        for item in keys]


_MEALS = "meal_items m JOIN meal_plans p ON p.id = m.meal_plan_id"
_COOKED = f"{_MEALS} JOIN recipes r ON r.title = m.name JOIN profiles o ON o.id = p.profile_id"
_NAMED = f"{_MEALS} JOIN profiles o ON o.id = p.profile_id"
_EATERS = ("'me'", "o.id", "o.email", "o.display_name")

CASES: Cases = {
    # What was seen at least once; a count is no time.
    "film-counter": (_films, _own("films", ("id", "title"), "title", "0", "watch_count > 0")),
    "My-Reading-List-Project": (_books, _own("Book", ("id", "title"), "title", "0", "is_read")),
    # When a game was added is not when it was played.
    "roll-and-play": (_games, _own("Game", ("id", "name"), "name", "0", "played")),
    # What was read, those that were deleted since or not; a publication is no reading.
    "news_recommender": (_articles, [right for where in ("read_count > 0",
        "read_count > 0 AND NOT deleted") for right in _own("articles", ("id", "title", "url"),
        "title", "0", where)]),
    # All that was eaten, or the recipes alone, by the day of their plan.
    "NutriO": (_meals, [
        *((plays(_NAMED, "m.name", "p.date", user, where), "SELECT DISTINCT name AS item, "
            "name AS title FROM meal_items") for user in _EATERS for where in ("1",
            "m.type = 'recipe'")),
        *((plays(_COOKED, "r.id", "p.date", user), "SELECT id AS item, title FROM recipes")
            for user in _EATERS)]),
    # A publication is no reading.
    "Vida-de-Programador": (_comics, _own("commics", ("guid", "title", "link"), "title", "0",
        "isRead = 1")),
    # What was begun, or done, by its last change or in the order of rows; or every place of it.
    "JBAudio": (_listened, [
        *(right for where in ("book_progress_value > 0", "book_progress_value = 2") for time in (
            "0", "updated_at") for right in _own("books", ("id", "title"), "title", time, where)),
        *((plays("footprints", "book_id", "created_at", where=where), "SELECT id AS item, title "
            "FROM books") for where in ("1", "trigger_type = 'play'"))]),
    "exercise-website": (_reps, [(plays("reps r JOIN exercises e ON e.id = r.exercise_id", item,
        "r.date"), f"SELECT {item} AS item, name AS title FROM exercises e") for item in ("e.id",
        "e.name")]),
    # Which quizzes were tried; notes that were looked at and what made them are other things.
    "notebot_ui": (_quizzes, [(plays("QuizAttempt a JOIN Quiz q ON q.quiz_id = a.quiz_id", item,
        "a.created_at"), f"SELECT {item} AS item, quiz_name AS title FROM Quiz q") for item in (
        "q.quiz_id", "q.quiz_name")]),
    **COMPUTERS,
}
