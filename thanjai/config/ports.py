"""Whether a port is free, and if not, who has it."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path

LISTENING = "0A"


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # As servers do: a port in TIME_WAIT is free, one that somebody listens on is not.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def port_holder(port: int) -> str:
    """Who listens on the port: "python3 (process 4711)", or "another program" when we may not know."""
    inodes = _listening_sockets(port)
    for process in Path("/proc").iterdir() if inodes else ():
        if process.name.isdigit() and _open_files(process) & inodes:
            with suppress(OSError):
                return f"{(process / 'comm').read_text().strip()} (process {process.name})"
    return "another program"


def _open_files(process: Path) -> set[str]:
    """What the process has open, as far as we may see; files come and go while we look."""
    found = set()
    with suppress(OSError):
        for entry in (process / "fd").iterdir():
            with suppress(OSError):
                found.add(str(entry.readlink()))
    return found


def _listening_sockets(port: int) -> set[str]:
    """The sockets listening on this port, as they read under /proc/<pid>/fd."""
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with suppress(OSError):
            for line in Path(table).read_text().splitlines()[1:]:
                columns = line.split()
                if columns[3] == LISTENING and int(columns[1].rpartition(":")[2], 16) == port:
                    found.add(f"socket:[{columns[9]}]")
    return found
