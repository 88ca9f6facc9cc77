"""What keeps lists fresh: a systemd user timer, or a cron line; nothing is started from here."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from ilora_edge.lists.ranked_list import GENERATOR
from ilora_edge.system.person_folders import config_home

EVERY = {
    "hour": ("hourly", "17 * * * *"),
    "day": ("daily", "17 4 * * *"),
    "week": ("weekly", "17 4 * * 1"),
}
"""systemd's name and cron's fields."""


def unit_folder() -> Path:
    """Return where systemd looks for a user's units."""
    return config_home() / "systemd" / "user"


def service_unit(command: Sequence[str]) -> str:
    """Return the unit that runs a command once, of low priority and without a network."""
    return (
        "[Unit]\n"
        f"Description={GENERATOR}: fresh lists\n\n"
        "[Service]\n"
        "Type=oneshot\n"
        f"ExecStart={' '.join(map(_for_systemd, command))}\n"
        "Nice=19\n"
        "IOSchedulingClass=idle\n"
        "RestrictAddressFamilies=AF_UNIX\n"
    )


def timer_unit(every: str) -> str:
    """Return the timer of :func:`service_unit`; what was missed is made up for."""
    return (
        "[Unit]\n"
        f"Description={GENERATOR}: fresh lists, {EVERY[every][0]}\n\n"
        "[Timer]\n"
        f"OnCalendar={EVERY[every][0]}\n"
        "RandomizedDelaySec=10min\n"
        "Persistent=true\n\n"
        "[Install]\n"
        "WantedBy=timers.target\n"
    )


def cron_line(command: Sequence[str], every: str) -> str:
    """Return a line for ``crontab -e``; silent, hence no mail, while nothing changes."""
    # cron takes % for the end of a line.
    words = " ".join(shlex.quote(word).replace("%", "\\%") for word in command)
    return f"{EVERY[every][1]} {words}"


def _for_systemd(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'
