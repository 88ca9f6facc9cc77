"""How llama.cpp is to run; importing this costs nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """How llama.cpp runs; the defaults are the fast ones.

    Examples
    --------
    >>> from ilora_edge import EngineOptions
    >>> EngineOptions(n_threads=1).mix
    'auto'
    """

    n_threads: int | None = None
    """None: the physical cores this process may use."""
    exact: bool = False
    """F32 keys and values and no flash attention: slower, but close enough to a float64
    reference to prove a conversion right."""
    verbose: bool = False
    """Let llama.cpp print its own log to stderr."""
    extra_buffers: bool | None = None
    """Whether llama.cpp may repack weights for this CPU; None: as this machine can bear."""
    mix: str = "auto"
    """How a mix reaches the model: ``adapter``, ``fold`` or ``auto``; the lists are the same."""
    gpu_layers: int | None = 0
    """Layers that a GPU computes; None: all where llama.cpp can use one. Untested."""
    frugal: bool = False
    """Take less memory and a little more time: for one person, as ``recommend`` ranks."""
    max_seconds: float = 600.0
    """What one call of llama.cpp may take, and loading a model: a long prompt on a slow processor,
    a large file on a slow disk, and no more."""
    encoder_seconds: float = 60.0
    """What one call of the encoder may take; it usually takes milliseconds."""
    self_check: bool = False
    """Check base types that nothing is known of on this machine, in a child process, before the
    first use; the command line does, an application may not want child processes."""
