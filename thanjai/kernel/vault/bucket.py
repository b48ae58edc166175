"""Contents in a bucket of an S3-compatible object store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Final

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

PATIENCE: Final = timedelta(seconds=15)
"""Whoever waits for it is a person before a page."""
PIECE: Final = 256 * 1024


class Bucket:
    """One bucket. Options: bucket, endpoint, region, key_id, secret."""

    def __init__(self, options: Mapping[str, str]) -> None:
        endpoint = options["endpoint"]
        self._store = S3Store(
            options["bucket"],
            endpoint=endpoint,
            region=options.get("region") or "us-east-1",
            access_key_id=options["key_id"],
            secret_access_key=options["secret"],
            virtual_hosted_style_request=False,
            client_options={"allow_http": endpoint.startswith("http:"), "timeout": PATIENCE},
            retry_config={"max_retries": 3, "retry_timeout": PATIENCE},
        )

    def has(self, name: str) -> bool:
        try:
            with _as_of_disk(name):
                obstore.head(self._store, name)
        except FileNotFoundError:
            return False
        return True

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        with _as_of_disk(name):
            obstore.put(self._store, name, iter(chunks))

    def read(self, name: str) -> Iterator[bytes]:
        with _as_of_disk(name):
            found = obstore.get(self._store, name)
        return self._pieces(name, found)

    def _pieces(self, name: str, found: obstore.GetResult) -> Iterator[bytes]:
        with _as_of_disk(name):
            for piece in found.stream(min_chunk_size=PIECE):
                yield bytes(piece)

    def remove(self, name: str) -> None:
        with suppress(FileNotFoundError), _as_of_disk(name):
            obstore.delete(self._store, name)

    def names(self) -> Iterator[tuple[str, datetime]]:
        with _as_of_disk(""):
            for page in obstore.list(self._store):
                for one in page:
                    yield str(one["path"]), one["last_modified"]


@contextmanager
def _as_of_disk(name: str) -> Iterator[None]:
    """The store's errors as those of a file system, without what they tell of keys and addresses."""
    try:
        yield
    except (NotFoundError, FileNotFoundError) as error:
        raise FileNotFoundError(name) from error
    except BaseError as error:
        raise OSError(f"the object store did not do it: {type(error).__name__}") from error
