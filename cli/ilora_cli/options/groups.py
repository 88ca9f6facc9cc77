"""Groups of options: a command's parameter that is a dataclass stands for an option a field."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, get_type_hints


def with_groups(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return a command that takes each field of its groups as an option, and itself gets groups.

    An option that two groups have is one option, as the first declares it; both get its value.
    """
    signature = inspect.signature(command, eval_str=True)
    groups: dict[str, Any] = {
        p.name: p.annotation for p in signature.parameters.values() if is_dataclass(p.annotation)
    }
    if not groups:
        return command
    options: dict[str, inspect.Parameter] = {}
    for parameter in signature.parameters.values():
        found = (
            _options(groups[parameter.name])
            if parameter.name in groups
            else [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)]
        )
        for option in found:
            options.setdefault(option.name, option)

    @functools.wraps(command)
    def call(**values: Any) -> None:
        given = {n: g(**{f.name: values[f.name] for f in fields(g)}) for n, g in groups.items()}
        own = {n: values[n] for n in signature.parameters if n not in groups}
        command(**own, **given)

    call.__signature__ = inspect.Signature(list(options.values()))  # type: ignore[attr-defined]
    call.__annotations__ = {o.name: o.annotation for o in options.values()}
    return call


def _options(group: Any) -> list[inspect.Parameter]:
    hints = get_type_hints(group, include_extras=True)
    return [
        inspect.Parameter(
            f.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if f.default is MISSING else f.default,
            annotation=hints[f.name],
        )
        for f in fields(group)
    ]
