"""SeaweedFS with its S3 door: a real object store, which checks signatures and keeps what it is given."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.platform import _free_ports
from thanjai.config.child import die_with_parent
from thanjai.kernel.processes import wait_for

START_SECONDS = 60.0
NAMES = ("master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc",
         "s3.port", "s3.port.grpc")  # fmt: skip
KEY, SECRET = "test-key-id", "test-secret-key"


@contextmanager
def running(folder: Path) -> Iterator[dict[str, str]]:
    """The store while the block lasts; what THANJAI_BUCKET says of it, with a bucket already made."""
    ports = dict(zip(NAMES, _free_ports(len(NAMES)), strict=True))
    credentials = [{"accessKey": KEY, "secretKey": SECRET}]
    identities = [{"name": "test", "credentials": credentials, "actions": ["Admin", "Read", "Write", "List"]}]
    (folder / "s3.json").write_text(json.dumps({"identities": identities}))
    program = Path(sys.executable).parent / "weed"
    words = [
        str(program), "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.telemetry=false",
        "-volume.max=8", "-s3", f"-s3.config={folder / 's3.json'}", "-s3.port.iceberg=0",
        *(f"-{name}={port}" for name, port in ports.items()),
    ]  # fmt: skip
    said = folder / "said"
    with said.open("wb") as output:
        process = subprocess.Popen(
            words, cwd=folder, stdout=output, stderr=output,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - it only makes system calls
        )  # fmt: skip
    endpoint = f"http://127.0.0.1:{ports['s3.port']}"
    try:
        made = wait_for(lambda: _answers(endpoint) or process.poll() is not None, START_SECONDS)
        assert made and process.poll() is None, said.read_text()[-3000:]
        yield {"bucket": "thanjai", "endpoint": endpoint, "region": "", "key_id": KEY, "secret": SECRET}
    finally:
        process.terminate()
        process.wait(START_SECONDS)


def _answers(endpoint: str) -> bool:
    try:
        return httpx.get(endpoint, timeout=2).status_code in (200, 403)
    except httpx.HTTPError:
        return False
