"""``python -m ilora_cli`` is ``ilora-edge``."""

from ilora_cli.start import run

run()
