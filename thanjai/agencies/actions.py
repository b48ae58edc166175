"""Writing agencies and memberships; calendars are written by `thanjai.agencies.calendar_actions`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from uuid import UUID

from thanjai.agencies.models import Agency, Membership
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.domain.regions import region_of
from thanjai.domain.text import Text
from thanjai.kernel.caching import forget


def register_agency(
    *,
    slug: str,
    code: str,
    kind: AgencyKind,
    name: Text,
    province: Text,
    address: Text,
    phone: str = "",
    email: str = "",
    website: str = "",
    tax_id: str = "",
    areas: Iterable[str] = (),
    stands_at: tuple[float, float] | None = None,
    opens_at: time = time(8, 30),
    closes_at: time = time(16, 30),
) -> Agency:
    """Enter an agency, or renew its facts; `slug` stays the same for ever. Its region is that of its province.

    `areas` are codes of what it is responsible for, `stands_at` its latitude and longitude.
    """
    latitude, longitude = stands_at or (None, None)
    agency, _ = Agency.objects.update_or_create(
        slug=slug,
        defaults={
            "code": code, "kind": kind.value, "name_th": name.th, "name_en": name.en,
            "province_th": province.th, "province_en": province.en, "region": region_of(province.th) or "",
            "address_th": address.th, "address_en": address.en,
            "phone": phone, "email": email, "website": website, "tax_id": tax_id,
            "areas": sorted(set(areas)), "latitude": latitude, "longitude": longitude,
            "opens_at": opens_at, "closes_at": closes_at,
        },
    )  # fmt: skip
    forget()
    return agency


def appoint(
    *, agency: UUID, person: UUID, roles: Iterable[Role], unit: Text, position: Text, phone: str = ""
) -> Membership:
    """Let a person serve in an agency in these roles."""
    member, _ = Membership.objects.update_or_create(
        agency_id=agency,
        person_id=person,
        defaults={
            "granted": [role.value for role in roles], "unit_th": unit.th, "unit_en": unit.en,
            "position_th": position.th, "position_en": position.en, "phone": phone, "ended_at": None,
        },
    )  # fmt: skip
    return member
