"""Django, set up for a command, with the database running."""

from __future__ import annotations

from thanjai.config.database import ensure_database


def start() -> None:
    """Have a database and Django ready for the rest of this process."""
    ensure_database()
    import django

    django.setup()
