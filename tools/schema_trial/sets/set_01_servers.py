"""The first set's servers of a household: recipes, comics, books and chores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from made_up_rows import PEOPLE, WORDS, Filler, day, iso, past, uid

if TYPE_CHECKING:
    from answers import Fill, Right

N = len(WORDS)
# One line a few columns: the rows are tables.
# fmt: off


def _kitchenowl(f: Filler) -> None:
    made = {"created_at": iso, "updated_at": iso}
    f.add("user", 2, id=[1, 2], name=PEOPLE, username=PEOPLE, **made)
    f.add("household", 2, id=[1, 2], name=["Home", "Cabin"], **made)
    f.add("household_member", 2, household_id=[1, 2], user_id=[1, 2], **made)
    f.add("item", 12, id=lambda i: i + 1, name=["Milk", "Rice", "Salt", "Leeks"], household_id=1,
          **made)
    f.add("recipe", N, id=lambda i: i + 1, name=WORDS, description="d", time=f.pick(10, 90),
          household_id=lambda i: i % 2 + 1, **made)
    f.add("recipe_items", 30, recipe_id=lambda i: i % N + 1, item_id=lambda i: i * 5 % 12 + 1,
          **made)
    f.add("recipe_history", 30, id=lambda i: i + 1, recipe_id=lambda i: i * 5 % N + 1,
          household_id=lambda i: i % 2 + 1, status="ADDED", **made)
    f.add("planner", 4, recipe_id=lambda i: i + 1, cooking_date=iso, household_id=1, **made)
    f.add("expense", 5, name="Food", amount=5.5, date=iso, paid_by_id=1, household_id=1, **made)


def _kavita(f: Filler) -> None:
    made = {"Created": iso, "LastModified": iso}
    f.add("AspNetUsers", 2, Id=[1, 2], UserName=PEOPLE, Created=iso, LastActive=iso)
    f.add("Library", 1, Id=1, Name="Manga", LastScanned=iso, **made)
    f.add("Series", N, Id=lambda i: i + 1, Name=WORDS, SortName=WORDS, OriginalName=WORDS,
          LibraryId=1,
          FolderPath="/m", LastChapterAdded=iso, Pages=200, **made)
    f.add("Volume", N, Id=lambda i: i + 1, Name="1", SeriesId=lambda i: i + 1, Pages=200, **made)
    f.add("Chapter", N, Id=lambda i: i + 101, Title="1", Number="1", Range="1",
          VolumeId=lambda i: i + 1,
          Pages=200, ReleaseDate="0001-01-01 00:00:00", **made)
    f.add("MangaFile", N, Id=lambda i: i + 1, ChapterId=lambda i: i + 101, FilePath="/m/x.cbz",
          **made)
    f.add("AppUserProgresses", 30, Id=lambda i: i + 1, AppUserId=lambda i: i % 2 + 1,
          ChapterId=lambda i: i // 2 + 101, SeriesId=lambda i: i // 2 + 1,
          VolumeId=lambda i: i // 2 + 1,
          LibraryId=1, PagesRead=f.pick(1, 200), Created=iso, CreatedUtc=iso,
          LastModified=lambda i: iso(i + 9), LastModifiedUtc=lambda i: iso(i + 9))
    f.add("AppUserRating", 4, Id=lambda i: i + 1, AppUserId=1, SeriesId=lambda i: i + 1, Rating=4.0)


def _mealie(f: Filler) -> None:
    made = {"created_at": iso, "update_at": iso}
    f.add("groups", 1, id="g", name="Home", **made)
    f.add("households", 1, id="h", name="Family", group_id="g", **made)
    f.add("users", 2, id=uid(1), full_name=PEOPLE, username=PEOPLE, group_id="g", household_id="h",
          **made)
    f.add("recipes", N, id=uid(2), slug=lambda i: f"r-{i}", group_id="g",
          user_id=lambda i: uid(1)(i % 2),
          name=WORDS, date_added=day, last_made=lambda i: iso(i + 40) if i < 6 else None, **made)
    f.add("users_to_recipes", 10, id=uid(3), user_id=lambda i: uid(1)(i % 2), recipe_id=uid(2),
          rating=f.pick(1, 5), is_favorite=lambda i: i % 2, **made)
    f.add("recipe_timeline_events", 30, id=uid(4), recipe_id=lambda i: uid(2)(i * 5 % N),
          user_id=lambda i: uid(1)(i % 2), subject="made this", event_type="comment", timestamp=iso,
          **made)
    f.add("recipe_comments", 4, id=uid(5), text="good", recipe_id=uid(2),
          user_id=lambda i: uid(1)(0),
          **made)
    f.add("recipes_ingredients", 30, position=lambda i: i, recipe_id=lambda i: uid(2)(i % N),
          note="salt",
          **made)


def _tandoor(f: Filler) -> None:
    f.add("auth_user", 2, id=[1, 2], username=PEOPLE, first_name=PEOPLE, date_joined=iso,
          last_login=iso)
    f.add("cookbook_space", 1, id=1, name="Home", created_by_id=1, created_at=iso)
    f.add("cookbook_recipe", N, id=lambda i: i + 1, name=WORDS, created_by_id=[1, 2],
          created_at=iso,
          updated_at=iso, space_id=1, working_time=f.pick(5, 60))
    f.add("cookbook_keyword", 3, id=[1, 2, 3], name=["Soup", "Cake", "Stew"], created_at=iso,
          updated_at=iso, space_id=1)
    f.add("cookbook_recipe_keywords", N, recipe_id=lambda i: i + 1, keyword_id=[1, 2, 3])
    f.add("cookbook_cooklog", 30, id=lambda i: i + 1, rating=lambda i: i % 5 + 1 if i % 3 else None,
          servings=4, created_by_id=lambda i: i % 2 + 1, created_at=iso, updated_at=iso,
          recipe_id=lambda i: i * 5 % N + 1, space_id=1)
    f.add("cookbook_viewlog", 60, created_at=iso, created_by_id=lambda i: i % 2 + 1,
          recipe_id=lambda i: i * 7 % N + 1, space_id=1)
    f.add("django_migrations", 9, app="cookbook", name=WORDS, applied=iso)


def _grocy(f: Filler) -> None:
    f.add("users", 2, id=lambda i: i + 50, username=PEOPLE, password="x", row_created_timestamp=iso)
    f.add("products", N, id=lambda i: i + 101, name=WORDS, active=1, row_created_timestamp=iso)
    f.add("chores", 3, id=lambda i: i + 51, name=["Vacuum", "Windows", "Bins"], period_type="daily",
          row_created_timestamp=iso)
    f.add("chores_log", 10, chore_id=lambda i: i % 3 + 51, tracked_time=iso, done_by_user_id=50,
          row_created_timestamp=iso)
    f.add("recipes", 3, id=lambda i: i + 51, name=["Soup", "Stew", "Cake"],
          row_created_timestamp=iso)
    f.add("stock_log", 40, product_id=lambda i: i * 5 % N + 101, amount=f.pick(1, 4), used_date=day,
          stock_id=lambda i: f"s{i}", transaction_type="consume", user_id=lambda i: i % 2 + 50,
          row_created_timestamp=iso, best_before_date=lambda i: day(i + 90), purchased_date=past)


def _calibre_web(f: Filler) -> None:
    f.add("user", 2, id=[1, 2], name=PEOPLE)
    f.add("shelf", 1, id=1, name="Favourites", user_id=1, created=iso, last_modified=iso)
    f.add("book_shelf_link", 4, book_id=lambda i: i + 30, order=lambda i: i, shelf=1,
          date_added=iso)
    f.add("book_read_link", 24, book_id=lambda i: i * 5 + 11, user_id=lambda i: i % 2 + 1,
          read_status=lambda i: (1, 1, 2, 0)[i % 4], last_modified=iso, times_started_reading=0)
    f.add("downloads", 9, book_id=lambda i: i * 7 + 11, user_id=1)


SERVERS: dict[str, tuple[Fill, Right]] = {
    "KitchenOwl": (_kitchenowl, [
        (f"SELECT {user} AS user, recipe_id AS item, {time} AS time FROM recipe_history",
         "SELECT id AS item, name AS title FROM recipe")
        for user in ("household_id", "'me'") for time in ("created_at", "updated_at")]),
    "Kavita": (_kavita, [
        (f"SELECT AppUserId AS user, {item}Id AS item, {time} AS time FROM AppUserProgresses",
         "SELECT Id AS item, Name AS title FROM Series" if item == "Series" else
         "SELECT c.Id AS item, s.Name AS title FROM Chapter c JOIN Volume v ON v.Id = c.VolumeId "
         "JOIN Series s ON s.Id = v.SeriesId")
        for item in ("Series", "Chapter") for time in ("LastModified", "Created")]),
    "Mealie": (_mealie, [
        ("SELECT user_id AS user, recipe_id AS item, timestamp AS time FROM recipe_timeline_events",
         "SELECT id AS item, name AS title FROM recipes")]),
    "Tandoor": (_tandoor, [
        ("SELECT created_by_id AS user, recipe_id AS item, created_at AS time FROM "
         f"cookbook_{table}",
         "SELECT id AS item, name AS title FROM cookbook_recipe") for table in ("cooklog",
         "viewlog")]),
    "grocy": (_grocy, [
        (f"SELECT user_id AS user, product_id AS item, {time} AS time FROM stock_log",
         "SELECT id AS item, name AS title FROM products")
        for time in ("used_date", "row_created_timestamp")]),
    "Calibre-Web": (_calibre_web, [
        ("SELECT user_id AS user, book_id AS item, last_modified AS time FROM book_read_link "
         "WHERE read_status > 0", None)]),
}
