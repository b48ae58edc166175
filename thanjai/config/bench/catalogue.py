"""Finding a service among few and among all agencies of the country: whether pages and searches stay as quick.

Services are copies of those that come with the platform, agencies copies of one spread over the subdistricts; every
agency takes on every service. Each page is asked for with nothing kept in the process but what versions say.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from statistics import median
from typing import Any, Final

import psycopg
from django.test import Client
from psycopg import sql

from thanjai.catalogue.actions import publish
from thanjai.catalogue.searching import index, search
from thanjai.config.bench.figures import Figure, below, plain
from thanjai.config.bench.ground import HOST
from thanjai.config.bench.own_time import own_time
from thanjai.config.bench.planting import LICENCE, Plantation, table_columns
from thanjai.config.demo.packs import PACKS, load_pack
from thanjai.config.search_trial import HALVES, questions
from thanjai.domain.areas import full_name, is_subdistrict, within
from thanjai.kernel.caching import forget
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, acting_as

SIZES: Final = {"small": 785, "full": 7_850}
FEW: Final = 10
SERVICES: Final = 60
TIMES: Final = 25
"""Visits of each page."""
AT_MOST: Final = 1.3
CPU_AT_MOST: Final = 30.0
_FIRST: Final = "land-1"
PAGES: Final[Mapping[str, str]] = {
    "home": "/", "services": "/services/", "search": "/services/?q=ร้านอาหาร ขอนแก่น",
    "search at a place": "/services/?q=ร้านอาหาร ท่าพระ ขอนแก่น", "service": f"/services/{LICENCE}/",
    "service in a province": f"/services/{LICENCE}/?place=40", "service at a place": f"/services/{LICENCE}/?place=400104",
    "manual": f"/a/{_FIRST}/{LICENCE}/", "agency": f"/a/{_FIRST}/", "agencies": "/agencies/",
    "API": "/api/v1/services?limit=20", "office": "/office/services/", "sitemap": "/sitemap.xml",
    "sitemap of agencies": "/sitemaps/pages.xml",
}  # fmt: skip


def measure(plantation: Plantation, scale: str) -> list[Figure]:
    """Each page with few agencies and with many, and how much work a search is."""
    many = SIZES[scale]
    _publish()
    with plantation.owner() as owner:
        owner.execute("UPDATE catalogue_adoption SET is_open = false")
        _plant(owner, plantation, 0, FEW)
        few = _visited(plantation)
        began = time.perf_counter()
        _plant(owner, plantation, FEW, many)
        seconds = time.perf_counter() - began
        later = _visited(plantation)
        cpu = _searched()
        _clear(owner)
    return _figures(few, later, cpu, f"{many * SERVICES:,} adoptions of {many:,} agencies planted in {seconds:.0f} s")


def _publish() -> None:
    """What comes with the platform, and copies of it under other ids."""
    packs = [load_pack(path.parent.name).definition for path in sorted(PACKS.glob("*/service.yaml"))]
    with acting_as(PLATFORM):
        for number in range(SERVICES):
            one, copy = packs[number % len(packs)], number // len(packs)
            publish(definition=one.model_copy(update={"id": f"{one.id}-{copy}"}) if copy else one)


def _plant(owner: psycopg.Connection[Any], plantation: Plantation, first: int, last: int) -> None:
    """Agencies after the `first` to the `last`, each responsible for a subdistrict, with every service."""
    places = [code for province in within("") for code in within(province) if is_subdistrict(code)]
    names = {code[:2]: name for code in places if (name := full_name(code[:2]))}
    rows = [
        (number, places[number % len(places)], names[places[number % len(places)][:2]])
        for number in range(first + 1, last + 1)
    ]
    owner.execute("CREATE TEMP TABLE IF NOT EXISTS land (n int, area text, th text, en text)")
    owner.execute("TRUNCATE land")
    with owner.cursor().copy("COPY land FROM STDIN") as copy:
        for number, area, name in rows:
            copy.write_row((number, area, name.th, name.en))
    own = {
        "id": "gen_random_uuid()", "slug": "'land-' || n", "code": "'L' || n", "areas": "ARRAY[area]", "province_th": "th",
        "province_en": "en", "name_th": "'องค์การบริหารส่วนตำบลทดลอง ' || n", "name_en": "'Trial SAO ' || n",
        "latitude": "6 + n % 140 / 10.0", "longitude": "98 + n % 70 / 10.0",
    }  # fmt: skip
    columns = table_columns(owner, "agencies_agency")
    owner.execute(
        sql.SQL(
            "INSERT INTO agencies_agency ({names}) SELECT {values} FROM agencies_agency source, land WHERE source.id = {id}"
        ).format(
            names=sql.SQL(", ").join(map(sql.Identifier, columns)),
            values=sql.SQL(", ").join(
                sql.SQL(own[name]) if name in own else sql.Identifier("source", name) for name in columns
            ),
            id=sql.Literal(plantation.agencies[0]),
        )
    )
    owner.execute(
        "INSERT INTO catalogue_adoption (id, agency_id, service_id, settings, arrangement, is_open)"
        " SELECT gen_random_uuid(), a.id, s.id, '{}', '{}', true FROM land JOIN agencies_agency a ON a.slug = 'land-' || n,"
        " catalogue_service s WHERE s.current_id IS NOT NULL"
    )
    owner.execute("VACUUM ANALYZE catalogue_adoption")
    owner.execute("VACUUM ANALYZE agencies_agency")


def _visited(plantation: Plantation) -> dict[str, float]:
    """Median seconds of each page, ours and the database's."""
    client = Client(SERVER_NAME=HOST)
    client.cookies["sessionid"] = plantation.session()
    stranger = Client(SERVER_NAME=HOST)
    found = {}
    for name, path in PAGES.items():
        visitor = client if name == "office" else stranger
        found[name] = median(_visit(visitor, path) for _ in range(TIMES + 1))
    return found


def _visit(client: Client, path: str) -> float:
    forget()
    with own_time() as spent:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return spent.seconds


def _searched() -> list[float]:
    """Seconds of processor for each question, in a process that has searched before."""
    lines = [one.line for half in HALVES for one in questions(half)]
    found = []
    with acting_as(PUBLIC):
        index()
        for line in lines:
            search(line)
        for line in lines:
            began = time.process_time()
            search(line)
            found.append(time.process_time() - began)
    return sorted(found)


def _clear(owner: psycopg.Connection[Any]) -> None:
    """Leave the ground as it was, for what is measured next."""
    owner.execute(
        "DELETE FROM catalogue_adoption WHERE agency_id IN (SELECT id FROM agencies_agency WHERE slug LIKE 'land-%')"
    )
    owner.execute("DELETE FROM agencies_agency WHERE slug LIKE 'land-%'")
    owner.execute("UPDATE catalogue_adoption SET is_open = true")


def _figures(few: dict[str, float], later: dict[str, float], cpu: list[float], planted: str) -> list[Figure]:
    ratios = {name: seconds / few[name] for name, seconds in later.items()}
    slowest = max(ratios, key=lambda name: ratios[name])
    each = ", ".join(f"{name} {later[name] * 1e3:.1f} ({few[name] * 1e3:.1f})" for name in later)
    ninth = cpu[len(cpu) * 9 // 10]
    return [
        below(
            "catalogue",
            median(ratios.values()),
            "many ÷ few",
            AT_MOST,
            f"ms of each page (with {FEW}): {each}; {planted}",
        ),
        plain("catalogue, page that slows most", ratios[slowest], "many ÷ few", slowest),
        below(
            "catalogue, search",
            median(cpu) * 1e3,
            "ms of CPU",
            CPU_AT_MOST,
            f"{len(cpu)} questions, nine of ten below {ninth * 1e3:.1f} ms",
        ),
        plain("catalogue, dearest search", cpu[-1] * 1e3, "ms of CPU", "of all questions"),
    ]
