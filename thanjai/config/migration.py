"""Migrating as the owner of the tables. The application's own role may not change them."""

from __future__ import annotations

import os

import click


def owner_environment() -> dict[str, str]:
    """Our environment, in which settings choose the owner's address.

    Raises ClickException when DATABASE_URL is set without THANJAI_OWNER_DATABASE_URL: migrating as the
    application's role would give it the tables, and policies do not bind an owner.
    """
    if not os.environ.get("THANJAI_OWNER_DATABASE_URL"):
        message = "Beside DATABASE_URL, set THANJAI_OWNER_DATABASE_URL: the address of the tables' owner."
        raise click.ClickException(message)
    return {**os.environ, "THANJAI_AS_OWNER": "1"}
