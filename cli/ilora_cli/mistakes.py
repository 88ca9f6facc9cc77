"""What is said of an option that a command does not have."""

from __future__ import annotations

from difflib import get_close_matches

_LIKE = 0.75
_ELSEWHERE = (
    (("--format", "--output-format"), ("--json", "--csv", "--nl", "--plain")),
    (("--csv", "--tsv", "--table"), ("--to", "--plain", "--json")),
    (("--output", "--file", "-o"), ("--out", "--to")),
    (("--top", "--count", "--number", "--limit", "-n", "-k"), ("-k", "-n", "--limit")),
    (("--database", "--sqlite"), ("--db",)),
    (("--model", "-m"), ("--bundle",)),
    (("--user", "-u"), ("--users",)),
    (("--silent", "-q"), ("--quiet",)),
)
"""What other programs call an option, and which of ours may be meant."""


def no_such_option(error: Exception) -> str:
    """Return what is wrong in a usage error of Typer's, and which options may be meant, if any."""
    name = str(getattr(error, "option_name", ""))
    context = getattr(error, "ctx", None)
    params = [] if context is None else context.command.get_params(context)
    options = [p for p in params if p.param_type_name == "option"]
    ours = [name for p in options for name in (*p.opts, *p.secondary_opts)]
    meant = get_close_matches(name, ours, 3, _LIKE)
    meant += [o for theirs, of_ours in _ELSEWHERE if name in theirs for o in of_ours if o in ours]
    if meant:
        return f"no such option: {name}; did you mean {' or '.join(dict.fromkeys(meant))}?"
    # A user or an item may be called -5.
    return f"no such option: {name}; where it is a user or an item, put it last and -- before it"
