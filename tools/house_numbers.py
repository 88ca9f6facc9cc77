"""How the house stands: rooms, arrows, levels, circles, long functions, repeated lines and names.

    python tools/house_numbers.py [ROOT]

A room is a file or folder of ilora_edge's top floor, an arrow an import from one room into
another wherever in a file it stands, a level one more than the highest level below. Tests are not
counted. Repeated places are pairs of spans, each as long as it goes, of at least six lines that are
the same but for indentation, blank lines and comments; imports do not count.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

PACKAGES = ("ilora_edge", "cli", "train", "export", "bench", "tools")
SIX = 6

Graph = dict[str, set[str]]


def sources(root: Path) -> list[Path]:
    """Return every source file but the tests'."""
    return sorted(f for package in PACKAGES for f in (root / package).rglob("*.py"))


def room_of(module: str) -> str | None:
    """Return the room that a dotted name leads to, None outside ilora_edge."""
    top, *rest = module.split(".")
    return (rest[0] if rest else "__init__") if top == "ilora_edge" else None


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted names that a file imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            plain = node.module == "ilora_edge"
            yield from (f"ilora_edge.{a.name}" for a in node.names) if plain else (node.module,)


def rooms(root: Path) -> Graph:
    """Return which rooms each room imports."""
    base = root / "ilora_edge"
    graph: Graph = {
        p.stem: set()
        for p in base.iterdir()
        if p.suffix == ".py" or (p.is_dir() and any(p.glob("*.py")))
    }
    for path in base.rglob("*.py"):
        here = path.relative_to(base).parts[0].removesuffix(".py")
        # The public face names what it exports, and loads it when it is asked for.
        if here != "__init__":
            there = {room_of(name) for name in imported(ast.parse(path.read_text()))}
            graph[here] |= {r for r in there if r in graph and r not in (here, "__init__")}
    return graph


def circles(graph: Graph) -> list[list[str]]:
    """Return the groups of rooms that reach each other."""
    reach = {room: set(below) for room, below in graph.items()}
    for through in graph:
        for room in graph:
            if through in reach[room]:
                reach[room] |= reach[through]
    groups = {
        tuple(sorted({a, *(b for b in reach[a] if a in reach[b])})) for a in graph if a in reach[a]
    }
    return [list(g) for g in sorted(groups)]


def heights(graph: Graph) -> dict[str, int]:
    """Return the level of each room, the lowest 1; a circle counts as one room."""
    group = {room: circle[0] for circle in circles(graph) for room in circle}
    height: dict[str, int] = {}

    def of(room: str) -> int:
        if room not in height:
            members = [r for r in graph if group.get(r, r) == room]
            below = {group.get(b, b) for r in members for b in graph[r]} - {room}
            height[room] = 1 + max((of(b) for b in below), default=0)
        return height[room]

    return {room: of(group.get(room, room)) for room in graph}


def functions(trees: dict[Path, ast.Module]) -> list[tuple[int, int, str]]:
    """Return lines, parameters and place of every function."""
    found = []
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                a = node.args
                n = sum(p.arg not in ("self", "cls") for p in a.posonlyargs + a.args + a.kwonlyargs)
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                found.append((length, n, f"{path}:{node.name}"))
    return found


def bare_lines(path: Path, tree: ast.Module) -> list[str]:
    """Return a file's lines without indentation, blank ones, comments and imports."""
    skipped = {
        n
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for n in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    lines = enumerate((line.strip() for line in path.read_text().splitlines()), 1)
    return [t for n, t in lines if t and not t.startswith("#") and n not in skipped]


def repeated(trees: dict[Path, ast.Module], root: Path) -> list[str]:
    """Return the pairs of files of which places share six or more lines, once for each place."""
    lines = {path: bare_lines(root / path, tree) for path, tree in trees.items()}
    places: dict[tuple[str, ...], list[tuple[Path, int]]] = defaultdict(list)
    for path, text in lines.items():
        for n in range(len(text) - SIX + 1):
            places[tuple(text[n : n + SIX])].append((path, n))
    pairs = {p for where in places.values() for p in combinations(where, 2)}
    # Of a longer span only the first window counts.
    before = {((p, n + 1), (q, m + 1)) for (p, n), (q, m) in pairs}
    return sorted(f"{p} and {q}" for (p, _), (q, _) in pairs - before)


def main() -> None:
    """Print the numbers."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    trees = {p.relative_to(root): ast.parse(p.read_text()) for p in sources(root)}
    graph = rooms(root)
    found = functions(trees)
    names = Counter(
        n.name for t in trees.values() for n in ast.walk(t) if isinstance(n, ast.ClassDef)
    )
    several = sorted(name for name, n in names.items() if n > 1)
    longest, widest = max(found), max(found, key=lambda f: f[1])
    print(f"rooms       {len(graph)}")
    print(f"arrows      {sum(map(len, graph.values()))}")
    print(f"levels      {max(heights(graph).values())}")
    print(f"circles     {len(circles(graph))} {'; '.join(' '.join(c) for c in circles(graph))}")
    print(f"functions   {len(found)}, median {sorted(found)[len(found) // 2][0]} lines")
    print(f"longest     {longest[0]} lines, {longest[2]}")
    print(f"over 60     {_some([place for n, _, place in found if n > 60], 'functions')}")
    print(f"parameters  {widest[1]}, {widest[2]}")
    print(f"over 8      {_some([place for _, n, place in found if n > 8], 'functions')}")
    pairs = f"pairs of places share {SIX} lines or more"
    print(f"repeated    {_some(repeated(trees, root), pairs)}")
    print(f"same names  {_some(several, 'class names')}")
    print(f"over 450    {_some(long_files(root), 'files, tests too')}")


def long_files(root: Path) -> list[str]:
    """Return the files of more than 450 lines, the tests' too."""
    files = [*sources(root), *(root / "tests").rglob("*.py")]
    counted = ((f, f.read_text().count("\n")) for f in sorted(files))
    return [f"{f.relative_to(root)} ({n})" for f, n in counted if n > 450]


def _some(names: list[str], what: str) -> str:
    """Return how many there are, and which."""
    return f"{len(names)} {what}{': ' if names else ''}{', '.join(names)}"


if __name__ == "__main__":
    main()
