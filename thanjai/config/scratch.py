"""A database and a folder that nothing else uses, empty and migrated: for measuring, and for stories told anew."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from thanjai.config.child import die_with_parent
from thanjai.config.preparation import Preparation
from thanjai.kernel.embedded_postgres import EmbeddedPostgres


@contextmanager
def empty_database(var: Path, environment: Mapping[str, str]) -> Iterator[EmbeddedPostgres]:
    """Start it, with `environment` besides its addresses; the user's own database is not touched.

    Whatever was in `var` from an earlier time is removed, and the database again at the end. Django must not be set
    up yet.
    """
    shutil.rmtree(var / "stamps", ignore_errors=True)
    postgres = EmbeddedPostgres(var)
    postgres.destroy()
    os.environ.update({**postgres.urls.as_environment(), "THANJAI_VAR": str(var), **environment})
    try:
        postgres.start(before_exec=die_with_parent(signal.SIGINT))
        Preparation(var, embedded=True).bring_tables_up_to_date()
        yield postgres
    finally:
        postgres.destroy()
