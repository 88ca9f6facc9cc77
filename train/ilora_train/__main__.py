"""``python -m ilora_train RECIPE ...``: ``ilora-edge train``, in a form that can be launched.

``accelerate launch -m ilora_train RECIPE --db DB --out RUN`` starts one process per GPU.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run ``ilora-edge train`` with this process's arguments."""
    # Imported late: the command line is above this package, this module is only its other door.
    from ilora_cli.app import main as command_line

    sys.argv[1:1] = ["train"]
    command_line()


if __name__ == "__main__":
    main()
