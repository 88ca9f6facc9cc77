"""Where demo and films bundle lie: data of ``ilora_models``, in a checkout and a wheel alike."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

SAMPLE_USER = "demo-001"


def demo_folder() -> Path:
    """Return the folder with the demo's films, bundle and histories."""
    return Path(str(files("ilora_models"))) / "demo"


def demo_bundle() -> Path:
    """Return the demo's bundle folder."""
    return demo_folder() / "bundle"


def demo_history() -> Path:
    """Return the demo's database of simulated histories."""
    return demo_folder() / "history.db"


def films_bundle() -> Path:
    """Return the folder of the bundle for film libraries; its backbone is a reference."""
    return Path(str(files("ilora_models"))) / "films"
