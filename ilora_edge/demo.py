"""Where demo and films bundle lie: data of ``ilora_models``, in a checkout and a wheel alike."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

SAMPLE_USER = "demo-001"


def _data_folder() -> Path:
    # Wheels are installed as files: importlib.resources would load all that reads zip files.
    return Path(str(import_module("ilora_models").__file__)).parent


def demo_folder() -> Path:
    """Return the folder with the demo's films, bundle and histories."""
    return _data_folder() / "demo"


def demo_bundle() -> Path:
    """Return the demo's bundle folder."""
    return demo_folder() / "bundle"


def demo_history() -> Path:
    """Return the demo's database of simulated histories."""
    return demo_folder() / "history.db"


def films_bundle() -> Path:
    """Return the folder of the bundle for film libraries; its backbone is a reference."""
    return _data_folder() / "films"
