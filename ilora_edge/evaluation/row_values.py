"""Metric values row by row in a file, so that runs can be compared on the same rows later."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ilora_edge.errors import OptionError, SourceError
from ilora_edge.evaluation.report import EvaluationReport
from ilora_edge.evaluation.rows import read_json_lines
from ilora_edge.system.new_file import replaced_file


@dataclass(frozen=True, slots=True)
class RowValues:
    """One model's values of one metric, with the rows they belong to."""

    users: list[str]
    targets: list[str]
    values: list[float]


def check_writable(path: Path) -> None:
    """Raise OptionError where no file can be written: before an evaluation, not after it."""
    if not path.parent.is_dir():
        raise OptionError(f"no folder {path.parent} to write {path.name} in")
    if path.exists() and not path.is_file():
        raise OptionError(f"{path} is not a file; name a file to write the rows to")


def write_row_values(path: Path, report: EvaluationReport) -> None:
    """Write one JSON line per row: ``user``, ``target`` and ``models``, metric values by model.

    The file is built under a temporary name beside its place and appears there when complete.
    """
    with replaced_file(path) as file:
        file.writelines(f"{json.dumps(row)}\n".encode() for row in report.rows())


def read_row_values(path: Path, model: str, metric: str) -> RowValues:
    """Read one model's values of one metric; raise SourceError where a row lacks them."""
    users, targets, values = [], [], []
    for number, row in read_json_lines(path):
        try:
            users.append(str(row["user"]))
            targets.append(str(row["target"]))
            values.append(float(row["models"][model][metric]))
        except (KeyError, TypeError, ValueError) as error:
            raise SourceError(f"{path} line {number}: has no {metric} of {model!r}") from error
    if not values:
        raise SourceError(f"{path}: holds no rows")
    return RowValues(users, targets, values)


def check_same_rows(first: RowValues, *others: RowValues) -> None:
    """Raise OptionError where values cannot be paired: other rows, or another order."""
    for other in others:
        if (first.users, first.targets) != (other.users, other.targets):
            raise OptionError("these values are not of the same rows in the same order")
