"""From a training run to a bundle; only from files on this machine."""

from ilora_edge.system.offline import keep_offline

# Before anything here imports a hub client.
keep_offline()
