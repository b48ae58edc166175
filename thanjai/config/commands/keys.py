"""`thanjai keys`: renew the keys that seal secrets."""

from __future__ import annotations

import click


@click.group("keys")
def command() -> None:
    """List and renew the keys that seal secrets."""


@command.command("list")
def list_keys() -> None:
    """Print the keys of the ring, the one that seals first, and how much is still sealed with each."""
    from thanjai.config.database import ready_django

    ready_django()
    from thanjai.config import resealing
    from thanjai.kernel.keyring import ring

    sealed = resealing.counted()
    for place, key in enumerate(ring.keys):
        click.echo(f"{key.id:<10}{'seals' if place == 0 else 'opens':<7}{sealed.pop(key.id, 0):>9,} secrets")
    for id, count in sealed.items():
        click.echo(f"{id:<10}{'GONE':<7}{count:>9,} secrets that nobody can open: put the key back")


@command.command("rotate")
def rotate() -> None:
    """Make a new key, and seal everything with it. Stopped halfway, run `thanjai keys reseal`."""
    from thanjai.config.database import ready_django

    ready_django()
    from thanjai.kernel import keyring

    fresh = keyring.new_key()
    try:
        keyring.write([fresh, *(key for key in keyring.ring.keys if key.id != keyring.FIRST)])
    except RuntimeError as reason:
        raise click.ClickException(str(reason)) from None
    keyring.ring.read()
    click.echo(f"Key {fresh.id} seals from now on; the older ones still open.")
    _reseal()


@command.command("reseal")
def reseal() -> None:
    """Seal with the newest key what older ones have sealed."""
    from thanjai.config.database import ready_django

    ready_django()
    _reseal()


@command.command("prune")
def prune() -> None:
    """Forget the keys that seal nothing any more. Keep backups of the ring as long as backups of the data."""
    from thanjai.config.database import ready_django

    ready_django()
    from thanjai.config import resealing
    from thanjai.kernel import keyring

    used = resealing.counted()
    newest, *older = keyring.ring.keys
    kept = [newest, *(key for key in older if key.id in used)]
    try:
        keyring.write([key for key in kept if key.id != keyring.FIRST])
    except RuntimeError as reason:
        raise click.ClickException(str(reason)) from None
    click.echo(f"{len(keyring.ring.keys) - len(kept)} keys forgotten, {len(kept)} kept.")


def _reseal() -> None:
    from thanjai.config import resealing

    for column, count in resealing.reseal():
        click.echo(f"{column}: {count:,} sealed anew")
