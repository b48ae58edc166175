"""What adoptions are found by."""

from __future__ import annotations

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from thanjai.agencies.selectors import agency_by_id
from thanjai.catalogue.models import Adoption, Service
from thanjai.catalogue.selectors import definition_of
from thanjai.catalogue.words import fragments


def index(adoption: Adoption) -> None:
    """Write what the adoption is found by."""
    agency = agency_by_id(adoption.agency_id)
    current = Service.objects.get(pk=adoption.service_id).current
    assert current is not None
    definition = definition_of(current.id)
    title = f"{definition.title.th} {definition.title.en} {' '.join(definition.keywords)}"
    rest = f"{definition.summary.th} {definition.summary.en}"
    place = f"{agency.name_th} {agency.name_en} {agency.province_th} {agency.province_en}"
    weighted = [(title, "A"), (place, "B"), (rest, "C")]
    vectors = [
        SearchVector(Value(" ".join(fragments(text))), config="simple", weight=weight) for text, weight in weighted
    ]
    adoption_row = Adoption.objects.filter(pk=adoption.pk)
    adoption_row.update(search=vectors[0] + vectors[1] + vectors[2], search_text=f"{title} {place} {rest}")
