"""Runs a command where there is no network.

    tools/without_network.py [--forbid-sockets] COMMAND [ARGUMENT...]

The command runs in a network namespace of its own, which has no interface that is up. A filter
on the system calls refuses it internet sockets as well; with --forbid-sockets the kernel ends
the command with SIGSYS at the first one it asks for, so that a command which succeeds has never
asked. Exit 77, with one line that says why, where the kernel allows neither.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import socket
import struct
import sys
from pathlib import Path

NOT_RUN = 77

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000

PR_SET_NO_NEW_PRIVS = 38
PR_SET_SECCOMP = 22
SECCOMP_MODE_FILTER = 2
SECCOMP_RET_KILL_PROCESS = 0x80000000
SECCOMP_RET_ERRNO = 0x00050000
SECCOMP_RET_ALLOW = 0x7FFF0000

# Classic BPF: load a word of seccomp_data, jump if equal, jump if a bit is set, return.
LOAD, IF_EQUAL, IF_SET, RETURN = 0x20, 0x15, 0x45, 0x06
# Offsets in seccomp_data; arguments are 64 bits wide and the machines below little-endian.
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
# Per machine: its audit number, and the number of socket(2).
MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
# x86_64 has a second table of system calls with the same audit number, marked by this bit.
X32_BIT = 0x40000000

libc = ctypes.CDLL(None, use_errno=True)


class NotRunError(Exception):
    """This kernel does not allow it."""


def enter_namespace() -> None:
    """Move this process into a network namespace that has no way out."""
    uid, gid = os.getuid(), os.getgid()
    flags = CLONE_NEWNET if uid == 0 else CLONE_NEWNET | CLONE_NEWUSER
    if libc.unshare(flags) != 0:
        why = os.strerror(ctypes.get_errno())
        raise NotRunError(f"no network namespaces here ({why})")
    if flags & CLONE_NEWUSER:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    interfaces = {name for _, name in socket.if_nameindex()}
    routes = Path("/proc/self/net/route").read_text().splitlines()[1:]
    if interfaces - {"lo"} or routes:
        raise RuntimeError(f"the new network namespace is not empty: {interfaces}, {routes}")


def forbid_internet_sockets(action: int) -> None:
    """Answer socket(2) for every family but AF_UNIX and AF_NETLINK with ``action``, for good."""
    if platform.machine() not in MACHINES:
        raise NotRunError(f"no system call filter for {platform.machine()}")
    audit_number, socket_number = MACHINES[platform.machine()]
    # Each jump gives how many steps to skip if the test holds, and if it does not.
    steps = [
        (LOAD, 0, 0, ARCHITECTURE),
        (IF_EQUAL, 1, 0, audit_number),
        (RETURN, 0, 0, SECCOMP_RET_KILL_PROCESS),
        (LOAD, 0, 0, NUMBER),
        (IF_SET, 0, 1, X32_BIT),
        (RETURN, 0, 0, SECCOMP_RET_KILL_PROCESS),
        (IF_EQUAL, 1, 0, socket_number),
        (RETURN, 0, 0, SECCOMP_RET_ALLOW),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (IF_EQUAL, 2, 0, socket.AF_UNIX),
        (IF_EQUAL, 1, 0, socket.AF_NETLINK),
        (RETURN, 0, 0, action),
        (RETURN, 0, 0, SECCOMP_RET_ALLOW),
    ]
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("@HP", len(steps), ctypes.addressof(buffer))
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise NotRunError(f"no system call filters here ({os.strerror(ctypes.get_errno())})")
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program, 0, 0) != 0:
        raise NotRunError(f"no system call filters here ({os.strerror(ctypes.get_errno())})")


def main(arguments: list[str]) -> int:
    forbid = arguments[:1] == ["--forbid-sockets"]
    command = arguments[1:] if forbid else arguments
    if not command:
        print("usage: without_network.py [--forbid-sockets] COMMAND [ARGUMENT...]", file=sys.stderr)
        return 2
    try:
        enter_namespace()
        forbid_internet_sockets(
            SECCOMP_RET_KILL_PROCESS if forbid else SECCOMP_RET_ERRNO | errno.EACCES
        )
    except NotRunError as e:
        print(f"not run: {e}", file=sys.stderr)
        return NOT_RUN
    os.execvp(command[0], command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
