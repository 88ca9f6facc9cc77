"""Whether any program has an SQLite file in WAL mode open: then its ``-shm`` is locked."""

from __future__ import annotations

import os
import struct
import sys
from contextlib import suppress
from pathlib import Path

from ilora_edge.system.plain_file import open_plain

# The byte of a -shm on which every connection has a shared lock, from its first look to its end.
_BYTE = 128
# C's struct flock on 64-bit Linux: kind, whence, start, length, process.
_FLOCK = struct.Struct("hhqqi4x")
_OWN_FILES = Path("/proc/self/fd")


def is_held_open(shm: Path) -> bool:
    """Whether some program, this one included, has the file of this ``-shm`` open.

    A program that was killed leaves its ``-wal`` and ``-shm`` behind, and the first who opens the
    file through them rewrites the latter. Where the system does not tell, it is taken for held.
    """
    if sys.platform != "linux" or sys.maxsize < 2**32:
        return True
    import fcntl

    try:
        # A process that closes a file loses all its locks on it, SQLite's as well.
        if _is_open_here(shm):
            return True
        descriptor = open_plain(str(shm), os.O_RDONLY | os.O_CLOEXEC)
        try:
            asked = _FLOCK.pack(fcntl.F_WRLCK, os.SEEK_SET, _BYTE, 1, 0)
            found = fcntl.fcntl(descriptor, fcntl.F_GETLK, asked)
        finally:
            os.close(descriptor)
    except OSError:
        return True
    return bool(_FLOCK.unpack(found)[0] != fcntl.F_UNLCK)


def _is_open_here(path: Path) -> bool:
    wanted = path.stat()
    for file in os.listdir(_OWN_FILES):
        # That of the listing itself is closed again.
        with suppress(OSError):
            if os.path.samestat(os.fstat(int(file)), wanted):
                return True
    return False
