"""Every failure a caller can expect, as one tree.

    IloraError
    ├── DatabaseError           the person's SQLite file cannot be used
    │   └── UnknownUserError    it can, but holds no such user
    ├── SourceError             a file being imported is not what it should be
    ├── BundleError             a bundle is missing, damaged or of another format
    ├── EngineError             llama.cpp or onnxruntime refused or failed
    ├── OptionError             an argument has a value that makes no sense
    │   └── AmbiguousItemError  it is a part of several items' titles
    ├── RecipeError             a training recipe is not valid
    ├── CheckpointError         a training run cannot be read or resumed
    └── MissingExtraError       a package of an optional extra is not installed

A message is one line: what is wrong, where, and what to do next. The command line prints it
after ``error:`` and exits 1.
"""

from __future__ import annotations


class IloraError(Exception):
    """Base of every error this project raises on purpose."""


class DatabaseError(IloraError):
    """The SQLite file with the histories cannot be read or lacks what is needed."""


class UnknownUserError(DatabaseError):
    """The database holds no interaction of this user."""


class SourceError(IloraError):
    """A file being imported cannot be parsed; the message has its name and line number."""


class BundleError(IloraError):
    """A bundle is missing, incomplete, damaged or written in another format."""


class EngineError(IloraError):
    """llama.cpp or onnxruntime could not load or run a model."""


class OptionError(IloraError):
    """An argument has a value outside its range, or two arguments exclude each other."""


class AmbiguousItemError(OptionError):
    """What a person typed is part of several titles; ``found`` has each item's id and title."""

    def __init__(self, text: str, found: list[tuple[str, str]]) -> None:
        super().__init__(
            f"{text!r} could be any of {len(found)} items; give more of the title, its year "
            "in parentheses, or the id"
        )
        self.found = found


class RecipeError(IloraError):
    """A training recipe has an unknown field, a wrong type or an impossible value."""


class CheckpointError(IloraError):
    """A training run's folder is missing, incomplete or belongs to another recipe."""


class MissingExtraError(IloraError):
    """A workshop command needs packages that the device side does not install."""

    def __init__(self, command: str, extra: str, module: str) -> None:
        super().__init__(
            f"'ilora-edge {command}' needs {module}, which is not installed; "
            f"install it with: pip install 'ilora-edge[{extra}]'"
        )


def reason(error: Exception) -> str:
    """Return why a file cannot be read, as it stands in brackets behind the file's name."""
    if isinstance(error, UnicodeDecodeError):
        return "not UTF-8 text"
    # Python's own text has the number of the error in front, and the name once more behind.
    return (isinstance(error, OSError) and error.strerror) or str(error)
