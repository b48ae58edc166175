"""`thanjai backup`: a copy of everything, in one encrypted file."""

from __future__ import annotations

import time
from pathlib import Path

import click


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--check/--no-check", default=True, help="Restore it beside the live database and compare. The default.")
@click.option("--keep", type=click.IntRange(1), help="Remove all but the newest so many in the folder.")
@click.option("--new-key", is_flag=True, help="Make no backup: print a key to keep elsewhere, and its recipient.")
def command(file: Path | None, check: bool, keep: int | None, new_key: bool) -> None:
    """Back up database, files and keys while everybody goes on working.

    FILE is var/backups/thanjai-<moment>.age unless you say otherwise. It is encrypted for THANJAI_BACKUP_RECIPIENTS, or
    for a key under var/keys, which is of no use once this machine is lost: make one with --new-key.
    """
    if new_key:
        _print_new_key()
        return
    from thanjai.config.database import embedded, ready_django, var_folder

    ready_django()
    from thanjai.config.keeping import backup, places
    from thanjai.kernel.clock import now

    here, at = places.installation(var_folder(), embedded()), now()
    path = file or here.var / "backups" / f"thanjai-{at:%Y%m%dT%H%M%SZ}.age"
    began = time.monotonic()
    try:
        manifest = backup.make(path, here, places.recipients(here.var), at)
    except (backup.NotCopied, OSError, ValueError) as reason:
        raise click.ClickException(f"No backup was made: {reason}") from None
    rows = sum(count for count, _ in manifest.database.tables.values())
    click.echo(
        f"{path}: {len(manifest.database.tables)} tables with {rows:,} rows, {manifest.files[0]:,} files,"
        f" {path.stat().st_size / 1e6:.1f} MB in {time.monotonic() - began:.1f} s"
    )
    if check:
        _check(path, here)
    backup.note_success(here, path, at, checked=check)
    for old in backup.older(path, keep) if keep else ():
        old.unlink()
        click.echo(f"Removed {old}.")


def _check(path: Path, here: object) -> None:
    from thanjai.config.keeping import archive, places, restoring

    assert isinstance(here, places.Installation)
    began = time.monotonic()
    try:
        restoring.Restoration(here, path, places.identities(here.var, None), restoring.SCRATCH).check()
    except (restoring.NotRestored, archive.Damaged) as reason:
        raise click.ClickException(f"{path} was written, but does not hold: {reason}") from None
    except places.NoKey:
        click.echo("Not checked: the key that opens it is not here. On a machine that has it: thanjai restore --check.")
        return
    click.echo(f"Restored into a scratch database and compared: identical, {time.monotonic() - began:.1f} s")


def _print_new_key() -> None:
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    click.echo(f"# Keep this file away from the machine that is backed up; it opens the backups.\n{identity}")
    click.echo(f"Recipient, for THANJAI_BACKUP_RECIPIENTS: {identity.to_public()}", err=True)
