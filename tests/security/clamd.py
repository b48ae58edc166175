"""A real clamd with a little database of its own, made here: it knows the EICAR test file and nothing else."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from thanjai.config.child import die_with_parent
from thanjai.kernel.processes import wait_for

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every scanner takes for malware and does nothing. In two parts, lest a scanner takes this file away."""
START_SECONDS = 30.0
_CONFIGURATION = """
Foreground yes
LocalSocket {folder}/socket
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
StreamMaxLength 30M
MaxThreads 2
ConcurrentDatabaseReload no
"""


def _listens(path: Path) -> bool:
    """It names its socket a moment before it listens there."""
    with socket.socket(socket.AF_UNIX) as line, suppress(OSError):
        line.connect(str(path))
        return True
    return False


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """clamd while the block lasts; what THANJAI_SCANNER must say."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if program is None:
        pytest.fail("There is no clamd here. Install it with: sudo apt-get install -y clamav-daemon")
    (folder / "signatures").mkdir()
    (folder / "signatures" / "test.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
    configuration = folder / "clamd.conf"
    configuration.write_text(_CONFIGURATION.format(folder=folder))
    path, said = folder / "socket", folder / "said"
    with said.open("wb") as output:
        process = subprocess.Popen(
            [program, f"--config-file={configuration}"], stdout=output, stderr=output,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - it only makes system calls
        )  # fmt: skip
    try:
        is_there = wait_for(lambda: _listens(path) or process.poll() is not None, START_SECONDS)
        assert is_there and process.poll() is None, said.read_text()
        yield f"unix:{path}"
    finally:
        process.terminate()
        process.wait(START_SECONDS)
