"""What holds of every command: its length, its help, its choices and its examples."""

from __future__ import annotations

import ast
import enum
import inspect
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from harness import Cli, one_line

import ilora_cli
from ilora_cli.app import COMMANDS, make_app
from ilora_cli.options import choices
from ilora_cli.options.panels import PANELS, split_examples

MOST_LINES = 60
GROUP: Any = typer.main.get_command(make_app(COMMANDS))


def walk(group: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from walk(command, (*above, name))
        else:
            yield (*above, name), command


EVERY = dict(walk(GROUP))
GROUPS = sorted({name[:1] for name in EVERY if len(name) > 1})
OPTIONS = [
    (name, param)
    for name, command in EVERY.items()
    for param in command.params
    if param.param_type_name == "option"
]
# An option, and how it is given a word that is not one of its choices.
CHOICES = {
    ("recommend", "--to"): ("recommend", "--to", "none-such", "x"),
    ("radio", "--to"): ("radio", "Ring", "--to", "none-such", "x"),
    ("score", "--to"): ("score", "--to", "none-such", "x"),
    ("score", "--engine"): ("score", "--nl", "--engine", "none-such"),
    ("schedule", "--to"): ("schedule", "--to", "none-such", "x"),
    ("schedule", "--every"): ("schedule", "--every", "none-such"),
    ("evaluate", "--mode"): ("evaluate", "--mode", "none-such"),
    ("evaluate", "--targets"): ("evaluate", "--targets", "none-such"),
    ("evaluate", "--cold"): ("evaluate", "--cold", "none-such"),
    ("evaluate", "--control"): ("evaluate", "--control", "none-such"),
    ("evaluate", "--baseline"): ("evaluate", "--baseline", "none-such"),
    ("export", "--preset"): ("export", "run", "--out", "b", "--preset", "none-such"),
    ("convert", "--type"): ("convert", "a", "b", "--type", "none-such"),
    ("bench", "--shape"): ("bench", "--shape", "none-such"),
    ("bench", "--type"): ("bench", "--type", "none-such"),
}


def test_no_function_of_the_command_line_is_long() -> None:
    long = []
    for path in Path(ilora_cli.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                long += [f"{path.name}:{node.name} {length}"] if length > MOST_LINES else []
    assert not long


@pytest.mark.parametrize("above", [(), *GROUPS], ids=" ".join)
def test_every_summary_fits_a_terminal(
    above: tuple[str, ...], cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = cli(*above, "--help").out
    group = GROUP
    for name in above:
        group = group.commands[name]
    listed = [line for p in text.split("\n\n")[3:] for line in p.splitlines()[1:]]
    assert [line.split()[0] for line in listed] == group.list_commands(None)
    assert {line.split()[0] for line in listed} == group.commands.keys()
    assert [line for line in listed if line.endswith("...") or len(line) > 80] == []


def test_commands_are_listed_by_what_they_are_for(cli: Cli) -> None:
    panels = {p.splitlines()[0]: p for p in cli("--help").out.split("\n\n")[3:]}
    assert list(panels) == ["To begin:", "Lists:", "Feedback:", "Bundles:", "This machine:"]
    for panel, name in (
        ("To begin:", "init"),
        ("Lists:", "why-not"),
        ("Feedback:", "forget"),
        ("Bundles:", "bundle"),
        ("This machine:", "doctor"),
    ):
        assert f"\n  {name} " in panels[panel]


def test_help_writes_values_as_a_person_does(cli: Cli) -> None:
    text = {name: cli(*name, "--help").out for name in EVERY}
    assert [name for name in EVERY if re.search(r"<(int|float|path|str)\b|<=|>=", text[name])] == []
    assert "  -k N " in text[("recommend",)]
    assert "[default: 10; 1 to 1000]" in " ".join(text[("recommend",)].split())
    assert "[default: 20; 0 or more]" in " ".join(text[("users",)].split())
    for name, shown in text.items():
        words = shown.partition("\n\n")[0].partition("[OPTIONS]")[2].split()
        assert [word for word in words if "{" in word or word != word.upper()] == [], name
    assert text[("log",)].partition("\n")[0].endswith("ilora-edge log [OPTIONS] USER ITEM")


def test_every_option_has_help_and_a_panel() -> None:
    bare = [(n, p.name) for n, p in OPTIONS if not p.help or p.rich_help_panel not in PANELS]
    assert not bare
    arguments = [p for c in EVERY.values() for p in c.params if p.param_type_name == "argument"]
    assert arguments
    assert [p.name for p in arguments if not p.help] == []


@pytest.mark.parametrize("name", EVERY, ids=" ".join)
def test_help_shows_every_option_in_its_panel_and_the_examples_last(
    name: tuple[str, ...], cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    text = cli(*name, "--help").out
    command = EVERY[name]
    for param in command.params:
        if param.param_type_name == "option":
            panel = text.partition(f"\n{param.rich_help_panel}:\n")[2].partition("\n\n")[0]
            assert param.opts[-1] in panel
    last = text.rstrip().rpartition("\n\n")[2].splitlines()
    assert last[0] in ("Example:", "Examples:")
    assert [line.removeprefix("  $ ") for line in last[1:]] == split_examples(command.help)[1]


@pytest.mark.parametrize("name", [(), *GROUPS, *EVERY], ids=" ".join)
def test_help_fits_a_narrow_terminal(
    name: tuple[str, ...], cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    text = cli(*name, "--help").out
    assert [line for line in text.splitlines() if len(line) > 40] == []
    if name not in EVERY:
        return
    # What the shell takes for one line, and choices without a blank between them.
    joined = re.sub(r"(?<=\|)\n +", "", text.replace(" \\\n", " "))
    words = joined.split()
    monkeypatch.setenv("COLUMNS", "200")
    assert [word for word in cli(*name, "--help").out.split() if word not in words] == []
    narrow = joined.rpartition("\nExample")[2].split("$ ")[1:]
    examples = split_examples(EVERY[name].help)[1]
    assert [shlex.split(line) for line in narrow] == [shlex.split(line) for line in examples]


@pytest.mark.parametrize("name", EVERY, ids=" ".join)
def test_every_example_parses(name: tuple[str, ...]) -> None:
    examples = split_examples(EVERY[name].help)[1]
    assert examples
    for line in examples:
        assert len(line) <= 76
        program, *words = shlex.split(line)
        assert (program, *words[: len(name)]) == ("ilora-edge", *name)
        EVERY[name].make_context(name[-1], words[len(name) :])


def test_every_option_with_choices_refuses_another_word_as_usage(cli: Cli) -> None:
    chosen = {(n[0], p.opts[0]) for n, p in OPTIONS if any(_choices(p))}
    assert chosen == CHOICES.keys()
    for args in CHOICES.values():
        done = cli(*args)
        assert (done.code, done.out) == (2, ""), args
        assert one_line(done.err)
        assert "none-such" in done.err
        assert "Value error" not in done.err
    unknown = cli("users", "--app", "winamp")
    assert (unknown.code, one_line(unknown.err)) == (2, True)
    assert "navidrome" in unknown.err


def _choices(param: Any) -> Iterator[type[enum.Enum]]:
    """Yield the enumerations among the types of an option's callback."""
    for command in EVERY.values():
        if param in command.params:
            hint = inspect.signature(command.callback).parameters[param.name].annotation
            yield from (e for e in ENUMS if e.__name__ in repr(hint))


ENUMS = [
    e
    for e in vars(choices).values()
    if isinstance(e, type) and issubclass(e, enum.StrEnum) and e is not enum.StrEnum
]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("recommend", "-k", "x"), "Invalid value for '-k': 'x' is not a whole number"),
        (("recommend", "--fusion-weight", "x"), "'x' is not a number"),
        (("recommend", "-k", "0"), "0 is not in the range 1 to 1000; see"),
        (("recommend", "--diversity", "2"), "2.0 is not in the range 0 to 1; see"),
        (("users", "-n", "-1"), "-1 is less than 0; see"),
        (("recommend", "--fusion-weight", "-1"), "-1.0 is less than 0; see"),
    ],
)
def test_what_is_no_number_is_said_in_plain_words(
    cli: Cli, args: tuple[str, ...], expected: str
) -> None:
    done = cli(*args)
    assert (done.code, one_line(done.err)) == (2, True)
    assert expected in done.err


def test_the_choices_are_what_the_core_knows() -> None:
    from ilora_edge.benchmark.shapes import SHAPES
    from ilora_edge.benchmark.shapes import TYPES as BENCH_TYPES
    from ilora_edge.bundle.presets import PRESETS
    from ilora_edge.lists.schedule import EVERY as INTERVALS
    from ilora_edge.lists.write import FORMATS
    from ilora_export.gguf_backbone import TYPES

    tables: dict[type[enum.StrEnum], Any] = {
        choices.ListFormat: FORMATS,
        choices.Interval: INTERVALS,
        choices.BackbonePreset: PRESETS,
        choices.MatrixType: TYPES,
        choices.BenchShape: SHAPES,
        choices.BenchType: BENCH_TYPES,
    }
    for words, table in tables.items():
        assert [w.value for w in words] == list(table)
