"""``python -m ilora_cli`` is ``ilora-edge``."""

from ilora_cli.app import run

run()
