"""Which agency is responsible at a place."""

from __future__ import annotations

import pytest

from tests.world import PLACE
from thanjai.agencies.actions import register_agency
from thanjai.agencies.selectors import responsible_for
from thanjai.domain.definition.base import AgencyKind
from thanjai.kernel.tenancy import PLATFORM, acting_as


@pytest.mark.django_db
def test_the_agency_of_the_smallest_area_comes_first() -> None:
    with acting_as(PLATFORM):
        for slug, kind, areas in (
            ("province", AgencyKind.PAO, ["40"]), ("town", AgencyKind.MUNICIPALITY, ["400101", "400104"]),
            ("district", AgencyKind.MUNICIPALITY, ["4001"]), ("elsewhere", AgencyKind.MUNICIPALITY, ["500101"]),
        ):  # fmt: skip
            register_agency(
                slug=slug, code=slug[:6].upper(), kind=kind, name=PLACE, province=PLACE, address=PLACE, areas=areas
            )
        everywhere = [agency.slug for agency in responsible_for("400104", list(AgencyKind))]
        local = [agency.slug for agency in responsible_for("400104", [AgencyKind.MUNICIPALITY])]
        at_province = [agency.slug for agency in responsible_for("40", list(AgencyKind))]
    assert everywhere == ["town", "district", "province"]
    assert local == ["town", "district"]
    assert at_province == ["province"]
