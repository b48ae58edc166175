"""How long it takes until all agencies of the country offer a service, and until all go on with its next version."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from psycopg import sql

from thanjai.catalogue.actions import publish
from thanjai.catalogue.many import adopt_for_many
from thanjai.config.bench.figures import Figure, below
from thanjai.config.bench.planting import NOTIFICATION, Plantation, table_columns
from thanjai.config.demo.packs import load_pack
from thanjai.kernel.tenancy import PLATFORM, acting_as

AGENCIES: Final = 7_850
SECONDS_AT_MOST: Final = 60.0
_NEW: Final = {
    "id": sql.SQL("gen_random_uuid()"), "slug": sql.SQL("'many-' || n"), "code": sql.SQL("'M' || n"),
}  # fmt: skip


def measure(plantation: Plantation) -> list[Figure]:
    """Both, the first by one statement and the second judged once for all that are alike."""
    pack = load_pack(NOTIFICATION)
    _plant(plantation)
    plantation.settle()
    taking = _timed(lambda: adopt_for_many(service=NOTIFICATION, settings=pack.settings).added)
    plantation.settle()
    next_one = pack.definition.model_copy(update={"keywords": (*pack.definition.keywords, "รุ่นถัดไป")})
    with acting_as(PLATFORM):
        following = _timed(lambda: publish(definition=next_one).number)
    return [
        below("adopt", taking[0], "s", SECONDS_AT_MOST, f"{taking[1]:,} agencies take on a service by one statement"),
        below("adopt: next version", following[0], "s", SECONDS_AT_MOST, f"version {following[1]} for all of them"),
    ]


def _plant(plantation: Plantation) -> None:
    """So many more agencies, all like the first."""
    with plantation.owner() as owner:
        columns = table_columns(owner, "agencies_agency")
        values = [_NEW.get(name, sql.Identifier("source", name)) for name in columns]
        owner.execute(
            sql.SQL(
                "INSERT INTO agencies_agency ({names}) SELECT {values} FROM agencies_agency source,"
                " generate_series(1, {count}) n WHERE source.id = {source}"
            ).format(
                names=sql.SQL(", ").join(map(sql.Identifier, columns)), values=sql.SQL(", ").join(values),
                count=sql.Literal(AGENCIES), source=sql.Literal(plantation.agencies[0]),
            )
        )  # fmt: skip


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found
