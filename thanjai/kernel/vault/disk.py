"""Contents on disk, in folders by the first letters of their names."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

PIECE: Final = 256 * 1024


class Disk:
    """A folder of this machine, or one that all machines of the installation mount."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def has(self, name: str) -> bool:
        return self._path(name).exists()

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.writelines(chunks)
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _keep_name(path.parent)

    def read(self, name: str) -> Iterator[bytes]:
        stream = self._path(name).open("rb")
        return _pieces(stream.fileno(), stream)

    def remove(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def names(self) -> Iterator[tuple[str, datetime]]:
        for path in self._folder.glob("??/*"):
            if not path.name.startswith("."):
                yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _pieces(descriptor: int, stream: object) -> Iterator[bytes]:
    with stream:  # type: ignore[attr-defined]
        while piece := os.read(descriptor, PIECE):
            yield piece


def _keep_name(folder: Path) -> None:
    """A file that is safe under a name that is not would be lost with it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
