"""Small files that are made once and then stay: keys and secrets."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def keep_once(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, whole or not at all, readable by us alone; of two processes the first wins."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, fresh = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        Path(fresh).unlink()
