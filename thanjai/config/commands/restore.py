"""`thanjai restore`: everything as it was when a backup was made."""

from __future__ import annotations

import time
from pathlib import Path

import click


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--identity", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="The key's file.")
@click.option("--check", "only_check", is_flag=True, help="Restore into a scratch database, compare, keep nothing.")
@click.option("--replace-keys", is_flag=True, help="Take the backup's keys even where other ones are here.")
def command(file: Path, identity: Path | None, only_check: bool, replace_keys: bool) -> None:
    """Put back what a backup holds.

    It is built beside the live database and compared with what was backed up; only then do they change places. Stopped
    at any moment, the live data is as it was. The database that was live is kept under another name.
    """
    from thanjai.config.database import embedded, ready_django, var_folder
    from thanjai.config.supervisor import running_supervisor

    if not only_check and (process := running_supervisor(var_folder())):
        raise click.ClickException(f"Thanjai is running here (process {process}). Stop it first: kill {process}.")
    from thanjai.config.keeping import archive, places

    keys = places.own_keys(var_folder(), replace=replace_keys)
    ready_django()
    from thanjai.config.keeping import restoring

    here = places.installation(var_folder(), embedded())
    began = time.monotonic()
    try:
        restoration = restoring.Restoration(
            here, file, places.identities(here.var, identity), restoring.SCRATCH if only_check else restoring.NEW
        )
        said = _check(restoration) if only_check else _restore(restoration, here, keys)
    except (restoring.NotRestored, archive.Damaged, places.NoKey, ValueError) as reason:
        raise click.ClickException(f"Nothing was restored: {reason}") from None
    click.echo(f"{said} {time.monotonic() - began:.1f} s")


def _check(restoration: object) -> str:
    from thanjai.config.keeping.restoring import Restoration

    assert isinstance(restoration, Restoration)
    manifest = restoration.check()
    return f"The backup of {manifest.made_at:%Y-%m-%d %H:%M} UTC is whole: restored and compared, identical."


def _restore(restoration: object, here: object, keys: object) -> str:
    from thanjai.config.keeping import places, restoring
    from thanjai.kernel.clock import now

    assert isinstance(restoration, restoring.Restoration)
    assert isinstance(here, places.Installation)
    assert isinstance(keys, places.Keys)
    manifest, kept = restoration.build(keys)
    restoring.put_back(here, kept, keys)
    before = restoring.take_place(here, now())
    rows = sum(count for count, _ in manifest.database.tables.values())
    return (
        f"Restored the backup of {manifest.made_at:%Y-%m-%d %H:%M} UTC: {rows:,} rows, {manifest.files[0]:,} files, all"
        f" compared. What was live is kept as the database {before}. Now run `thanjai migrate`, then `thanjai audit"
        " verify`."
    )
