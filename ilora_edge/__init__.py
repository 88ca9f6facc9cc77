"""ilora-edge: recommendations computed wholly on a person's own device."""

from ilora_edge.offline import keep_offline

# Before anything of ours can import onnxruntime, in whatever process.
keep_offline()
