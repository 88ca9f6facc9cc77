"""The commands that are killed, on whose data, and when what they left counts as whole."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from ilora_edge.batch import output
from ilora_edge.batch.tasks import UserResult
from ilora_edge.bundle.verify import verify_bundle
from ilora_edge.histories.database import Item
from ilora_edge.histories.log import LoggedEvent, OwnLog
from ilora_edge.importers.store import Row, write_import

MARK = "person-of-the-kills"
"""In every user's id, and all over the databases: where it is found, something of a person is."""
_PADDING = (MARK.encode() + b"\0") * (1 << 16)
_LISTS = {
    "recommendations": "database, user_id, rank, item_id, title, score, llm_score, encoder_score",
    "users": "database, user_id, digest, cold",
    "failures": "database, user_id, reason",
}
_WEIGHTS = ("encoder/encoder", "backbone/model", "experts/experts")

RECIPE = """
seed = 3
[data]
min_rating = 3
validation_users = 4
[prompt]
history_window = 4
plain_years = true
[encoder]
hidden_size = 8
window = 6
n_blocks = 1
max_epochs = 1
batch_size = 16
[backbone]
vocab_size = 300
hidden_size = 32
intermediate_size = 32
n_layers = 1
n_heads = 2
context = 64
batch_size = 8
epochs = 1
[experts]
n_experts = 2
lora_rank = 4
steps = 6
batch_size = 4
checkpoint_every = 2
"""

Run = Callable[..., None]


class _People:
    """Forty users over sixty films."""

    name = "kills"
    notes: list[str] = []  # noqa: RUF012

    def interactions(self) -> list[Row]:
        return [
            (f"{MARK}-{user:02}", f"m{(7 * user + 3 * n) % 60}", n, 4.0)
            for user in range(40)
            for n in range(9)
        ]

    def items(self) -> list[Item]:
        return [Item(f"m{n}", f"Film number {n} ({1950 + n})", None) for n in range(60)]


class World:
    """What all cases need: a person's database in three states, a run and a bundle.

    Parameters
    ----------
    run
        Runs a command to its end.
    bundle
        One that is there: then no run is trained, which only some cases need.
    """

    def __init__(self, folder: Path, run: Run, bundle: Path | None = None) -> None:
        folder.mkdir()
        self.folder = folder
        self.plain = folder / "plain.db"
        write_import(self.plain, _People())
        with closing(sqlite3.connect(self.plain)) as connection, connection:
            connection.execute("CREATE TABLE notes (text)")
            connection.execute("INSERT INTO notes VALUES (?)", (_PADDING,))
        self.states = (self.plain, self._with_log(), self._with_journal())
        self.recipe = folder / "recipe.toml"
        self.recipe.write_text(RECIPE)
        self.run, self.bundle = folder / "run", folder / "bundle"
        self.packed = folder / "bundle.ilora"
        if bundle is None:
            run("train", self.recipe, "--db", self.plain, "--out", self.run, "--quiet")
            run("export", self.run, "--out", self.bundle, "--quiet")
        else:
            shutil.copytree(bundle, self.bundle)
        run("bundle", "pack", self.bundle, self.packed)

    def _with_log(self) -> Path:
        """Copy the database with changes that are in its write-ahead log alone."""
        path, open_one = self.folder / "log" / "wal.db", self.folder / "open.db"
        path.parent.mkdir()
        shutil.copy(self.plain, open_one)
        with closing(sqlite3.connect(open_one)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            connection.execute("UPDATE notes SET text = text || 'x'")
            connection.commit()
            shutil.copy(open_one, path)
            shutil.copy(f"{open_one}-wal", f"{path}-wal")
        open_one.unlink()
        return path

    def _with_journal(self) -> Path:
        """Copy the database in the middle of a change, as a crash would leave it."""
        path, open_one = self.folder / "journal" / "hot.db", self.folder / "open.db"
        path.parent.mkdir()
        shutil.copy(self.plain, open_one)
        with closing(sqlite3.connect(open_one, isolation_level=None)) as connection:
            # A small cache writes to the file before the transaction is over.
            connection.execute("PRAGMA cache_size = 2")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE notes SET text = text || 'x'")
            shutil.copy(open_one, path)
            shutil.copy(f"{open_one}-journal", f"{path}-journal")
            connection.execute("ROLLBACK")
        open_one.unlink()
        return path


class KillCase:
    """One command. Where it goes on after a kill, the next attempt does, with the same result."""

    goes_on = False
    needs_run = False
    """Whether it cannot do with a bundle alone."""

    def __init__(self, world: World, out: Path) -> None:
        self.world, self.out = world, out

    def arguments(self, rng: random.Random) -> list[str | Path]:
        """Return what to run."""
        raise NotImplementedError

    def reset(self) -> None:
        """Remove the result, for an attempt from the beginning."""
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.unlink(missing_ok=True)

    def learn(self) -> None:
        """Remember what an undisturbed attempt made."""

    def is_done(self) -> bool:
        """Whether the result is there, under its final name and complete."""
        return self.out.exists()

    def check(self) -> None:
        """Raise AssertionError or one of our errors where what is under the final name is half."""

    def check_ended(self) -> None:
        """Raise AssertionError where an attempt that said it was done was not."""


class Recommend(KillCase):
    """A list on stdout; the database may have to be copied to be read."""

    def arguments(self, rng: random.Random) -> list[str | Path]:
        user = f"{MARK}-{rng.randrange(40):02}"
        db = rng.choice(self.world.states)
        return ["recommend", user, "--db", db, "--bundle", self.world.bundle]

    def is_done(self) -> bool:
        return False


class Score(KillCase):
    """Everybody's lists, into a database of our own."""

    goes_on = True

    def __init__(self, world: World, out: Path) -> None:
        super().__init__(world, out)
        self._db = world.states[1]
        self._whole: dict[str, set[Any]] = {}

    def arguments(self, rng: random.Random) -> list[str | Path]:
        return [
            *("score", "--db", self._db, "--bundle", self.world.bundle),
            *("--out", self.out, "--workers", "1", "--quiet"),
        ]

    def learn(self) -> None:
        self._whole = self._rows()

    def is_done(self) -> bool:
        return len(self._rows()["users"]) == 40

    def check(self) -> None:
        rows = self._rows()
        for table, whole in self._whole.items():
            assert rows[table] <= whole, f"{table}: rows of no undisturbed run"
        if self.is_done():
            assert rows == self._whole, "ended with other rows"

    def _rows(self) -> dict[str, set[Any]]:
        if not self.out.exists() or not self.out.stat().st_size:
            return {table: set() for table in _LISTS}
        with closing(sqlite3.connect(self.out)) as connection:
            (n_tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return {
                table: set(connection.execute(f"SELECT {columns} FROM {table}") if n_tables else ())
                for table, columns in _LISTS.items()
            }


class Log(KillCase):
    """An event of somebody, into a log that has others'."""

    goes_on = True

    def __init__(self, world: World, out: Path) -> None:
        super().__init__(world, out)
        self._event: tuple[str, str, int] = ("", "", 0)
        self._before: set[tuple[str, str, int]] = set()

    def arguments(self, rng: random.Random) -> list[str | Path]:
        user, item = f"{MARK}-{rng.randrange(40):02}", f"m{rng.randrange(60)}"
        self._before, self._event = self._rows(), (user, item, rng.randrange(1 << 30))
        return [
            *("log", user, item, "--db", self.world.plain),
            *("--time", str(self._event[2]), "--log", self.out),
        ]

    def is_done(self) -> bool:
        return False

    def check(self) -> None:
        assert self._rows() in (self._before, {*self._before, self._event}), "other events"

    def check_ended(self) -> None:
        assert self._event in self._rows(), "not logged"

    def _rows(self) -> set[tuple[str, str, int]]:
        if not self.out.exists() or not self.out.stat().st_size:
            return set()
        with closing(sqlite3.connect(self.out)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return set()
            query = "SELECT user_id, item_id, timestamp FROM events"
            return set(connection.execute(query))


class Forget(KillCase):
    """Somebody's bytes, out of a log and lists that have others'; the next attempt goes on."""

    goes_on = True
    _user = f"{MARK}-07"

    def __init__(self, world: World, out: Path) -> None:
        super().__init__(world, out)
        self._log, self._lists = out / "log.db", out / "lists.db"
        self._kept = world.folder / "remembered"
        self._kept.mkdir()
        log = self._kept / self._log.name
        with OwnLog(log) as own:
            for n in range(400):
                user = f"{MARK}-{n % 40:02}"
                own.add(world.plain, LoggedEvent(user, f"m{n % 60}", n))
                said = LoggedEvent(user, f"m{n % 60}", n, "like", f"{user} likes film {n % 60}")
                own.say(world.plain, [said])
        users = [f"{MARK}-{n:02}" for n in range(40)]
        failed = [UserResult(user, [], failure=f"{user} " * 99) for user in users]
        with output.OutputDB(self._kept / self._lists.name) as lists:
            lists.write(
                output.Run(1, False, False), [output.UserRows(str(world.plain), r) for r in failed]
            )
        self._others = self._rows(self._kept)

    def arguments(self, rng: random.Random) -> list[str | Path]:
        if not self.out.exists():
            shutil.copytree(self._kept, self.out)
        return ["forget", self._user, "--log", self._log, "--out", self._lists]

    def is_done(self) -> bool:
        return not self._left()

    def check(self) -> None:
        for file, rows in self._rows(self.out).items():
            others = {row for row in self._others[file] if self._user not in row}
            assert rows in (self._others[file], others), f"{file}: neither with nor without them"

    def check_ended(self) -> None:
        assert not self._left(), f"still in {self._left()}"

    def _left(self) -> list[str]:
        mark = self._user.encode()
        return [file.name for file in self.out.iterdir() if mark in file.read_bytes()]

    def _rows(self, folder: Path) -> dict[str, set[Any]]:
        found = {}
        queries = {
            self._log.name: "SELECT user_id, item_id, timestamp, '' FROM events "
            "UNION ALL SELECT user_id, item_id, timestamp, state FROM feedback",
            self._lists.name: "SELECT user_id, reason FROM failures",
        }
        for file, query in queries.items():
            with closing(sqlite3.connect(folder / file)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                found[file] = set(connection.execute(query))
        return found


class Unpack(KillCase):
    """A packed bundle becomes a folder; half of the time in place of an older one."""

    def arguments(self, rng: random.Random) -> list[str | Path]:
        if rng.random() < 0.5:
            shutil.copytree(self.world.bundle, self.out)
        return ["bundle", "unpack", self.world.packed, self.out, "--force"]

    def is_done(self) -> bool:
        return False

    def check(self) -> None:
        if self.out.exists():
            verify_bundle(self.out)


class ExportBundle(KillCase):
    """A run becomes a bundle, compared with torch and measured on the way."""

    needs_run = True

    def arguments(self, rng: random.Random) -> list[str | Path]:
        return ["export", self.world.run, "--out", self.out, "--quiet"]

    def check(self) -> None:
        if self.out.exists():
            verify_bundle(self.out)


class Train(KillCase):
    """Encoder, backbone and experts; the next attempt goes on with the same run."""

    goes_on = needs_run = True

    def arguments(self, rng: random.Random) -> list[str | Path]:
        db = rng.choice(self.world.states)
        return [
            *("train", self.world.recipe, "--db", db),
            *("--out", self.out, "--resume", "--quiet"),
        ]

    def is_done(self) -> bool:
        return (self.out / "run.json").exists()

    def check(self) -> None:
        from safetensors.numpy import load_file

        final = [p for p in self.out.rglob("*") if ".part" not in str(p.relative_to(self.out))]
        for path in (p for p in final if p.suffix == ".json"):
            json.loads(path.read_text())
        for name in ("items", "validation"):
            if (path := self.out / f"{name}.jsonl").exists():
                assert [json.loads(line) for line in path.read_text().splitlines()]
        for path in (p for p in final if p.suffix == ".safetensors"):
            load_file(path)
        if self.is_done():
            for name in _WEIGHTS:
                ours, theirs = ((f / f"{name}.safetensors") for f in (self.out, self.world.run))
                assert ours.read_bytes() == theirs.read_bytes(), f"{name}: other weights"


CASES: dict[str, type[KillCase]] = {
    "recommend": Recommend,
    "score": Score,
    "log": Log,
    "forget": Forget,
    "unpack": Unpack,
    "export": ExportBundle,
    "train": Train,
}
