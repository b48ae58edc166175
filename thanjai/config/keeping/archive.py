"""The encrypted file: what goes in and comes out are pieces with a name, one after the other."""

from __future__ import annotations

import io
import os
import tarfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import pyrage

PIECE = 8 * 1024 * 1024


class Damaged(RuntimeError):
    """The file is no backup, is not whole, was altered, or none of the given keys opens it."""


class Writer:
    """Adds pieces. Each must come with its size, for that is what a tar begins with."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def add(self, name: str, content: bytes) -> None:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        self._tar.addfile(entry, io.BytesIO(content))

    def add_in_pieces(self, name: str, pieces: Iterable[bytes]) -> None:
        """What nobody knows the size of yet."""
        for number, piece in enumerate(pieces):
            self.add(f"{name}/{number:06}", piece)


def pieces_of(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in large pieces; nothing is one empty piece."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        if len(waiting) >= PIECE:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)


@contextmanager
def writing(path: Path, recipients: list[str]) -> Iterator[Writer]:
    """Make a file that the keys of these recipients open. It has its name only when it is whole and on disk."""
    keys = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
    draft = path.with_name(f"{path.name}.part")
    with draft.open("wb") as out:
        os.fchmod(out.fileno(), 0o600)
        with (
            _through(lambda source: pyrage.encrypt_io(source, out, keys), "wb") as pipe,
            tarfile.open(fileobj=pipe, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        ):
            yield Writer(tar)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)


@contextmanager
def reading(path: Path, identities: list[str]) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """The pieces in order, each to be read before the next is asked for. Raises Damaged."""
    keys = [pyrage.x25519.Identity.from_str(text) for text in identities]
    try:
        with path.open("rb") as source, _through(lambda out: _decrypt(source, out, keys), "rb") as pipe:
            with tarfile.open(fileobj=pipe, mode="r|") as tar:
                yield _pieces(tar)
            # Reading on to the very end is what proves that nothing was cut off.
            while pipe.read(PIECE):
                pass
    except (tarfile.TarError, pyrage.DecryptError, _CannotDecrypt) as reason:
        raise Damaged(f"{path} cannot be read as a backup: {reason}") from None


class _CannotDecrypt(Exception):
    """Altered or cut off on the way."""


def _decrypt(source: IO[bytes], out: IO[bytes], keys: list[Any]) -> None:
    try:
        pyrage.decrypt_io(source, out, keys)
    except BrokenPipeError:
        raise
    except OSError as reason:  # What age says of a piece whose seal does not hold.
        raise _CannotDecrypt(str(reason)) from None


def _pieces(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for entry in tar:
        stream = tar.extractfile(entry)
        if stream is not None:
            yield entry.name, stream


@contextmanager
def _through(work: Callable[[IO[bytes]], Any], mode: str) -> Iterator[IO[bytes]]:
    """A pipe with `work` at its other end, in a thread. What goes wrong there is raised here."""
    read_end, write_end = os.pipe()
    theirs, ours = (read_end, write_end) if mode == "wb" else (write_end, read_end)
    failure: list[BaseException] = []

    def run() -> None:
        with os.fdopen(theirs, "rb" if mode == "wb" else "wb") as stream:
            try:
                work(stream)
            except BaseException as reason:  # noqa: BLE001 - carried to the thread that waits
                failure.append(reason)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        with os.fdopen(ours, mode) as stream:
            yield stream
    except (OSError, tarfile.TarError):
        # A broken pipe or a cut-off tar is only what follows from the failure over there.
        thread.join()
        if not failure:
            raise
    finally:
        with suppress(RuntimeError):
            thread.join()
    if failure:
        raise failure[0]
