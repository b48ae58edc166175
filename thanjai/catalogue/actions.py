"""Publishing definitions and adopting services."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from thanjai.agencies import selectors as agencies
from thanjai.catalogue.models import Adoption, Service, Version
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.definition.model import ServiceDefinition, Setting
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.caching import forget
from thanjai.kernel.clock import now
from thanjai.kernel.ids import digest


@transaction.atomic
def publish(*, definition: ServiceDefinition) -> Version:
    """Publish a checked definition as the service's next version; the same content again changes nothing.

    Open drafts and cases keep the version they began with.
    """
    body = definition.model_dump(mode="json", exclude_none=True)
    content = digest(canonical_text(body))
    service, _ = Service.objects.select_for_update().get_or_create(id=definition.id)
    version = Version.objects.filter(service=service, digest=content).first()
    if version is None:
        last = Version.objects.filter(service=service).order_by("-number").first()
        version = Version.objects.create(
            service=service, number=last.number + 1 if last else 1, digest=content, body=body, published_at=now()
        )
    service.current = version
    service.save()
    forget()
    return version


def canonical_text(body: Mapping[str, Any]) -> str:
    """The same definition always gives the same text."""
    return json.dumps(body, sort_keys=True, ensure_ascii=False)


@transaction.atomic
def adopt(*, agency: UUID, service: str, settings: Mapping[str, Any]) -> Adoption:
    """Let an agency offer a service with its own figures. Raises Refusal naming a setting out of bounds or missing."""
    published = Service.objects.filter(pk=service).first()
    if published is None or published.current is None:
        raise Refusal("no_such_service", Text(th="ยังไม่ได้เผยแพร่บริการนี้", en="No such service is published."))
    definition = definition_of(published.current.id)
    if agencies.agency_by_id(agency).kind not in definition.agency_kinds:
        raise Refusal(
            "wrong_agency_kind",
            Text(th="บริการนี้ไม่ใช่หน้าที่ของหน่วยงานประเภทนี้", en="This kind of agency does not give this service."),
        )
    if unknown := sorted(set(settings) - {setting.id for setting in definition.settings}):
        names = ", ".join(unknown)
        raise Refusal("unknown_setting", Text(th=f"บริการนี้ไม่มีค่า {names}", en=f"This service has no figure {names}."))
    for setting in definition.settings:
        _check(setting, settings.get(setting.id, setting.default))
    adoption, _ = Adoption.objects.update_or_create(
        agency_id=agency, service_id=service, defaults={"settings": dict(settings), "is_open": True}
    )
    forget()
    return adoption


def _check(setting: Setting, value: Any) -> None:
    if value is None:
        raise Refusal(
            "setting_missing",
            Text(
                th=f"กำหนดค่า “{setting.label.th}” ก่อนเปิดบริการ",
                en=f"Set “{setting.label.en}” before opening the service.",
            ),
            field=setting.id,
        )
    if setting.kind == "text":
        return
    if setting.kind == "yes_no":
        _check_yes_or_no(setting, value)
        return
    too_low = setting.minimum is not None and value < setting.minimum
    too_high = setting.maximum is not None and value > setting.maximum
    if too_low or too_high:
        bounds = _bounds(setting)
        raise Refusal(
            "setting_out_of_bounds",
            Text(th=f"“{setting.label.th}” ต้อง{bounds.th}", en=f"“{setting.label.en}” must be {bounds.en}."),
            field=setting.id,
        )


def _check_yes_or_no(setting: Setting, value: Any) -> None:
    if not isinstance(value, bool):
        raise Refusal(
            "setting_not_yes_or_no",
            Text(
                th=f"“{setting.label.th}” ต้องเป็นใช่หรือไม่ใช่ (true หรือ false)",
                en=f"“{setting.label.en}” must be yes or no (true or false).",
            ),
            field=setting.id,
        )


def _bounds(setting: Setting) -> Text:
    least = f"{setting.minimum or 0:g}"
    if setting.maximum is None:
        return Text(th=f"ไม่น้อยกว่า {least}", en=f"at least {least}")
    return Text(th=f"อยู่ในเกณฑ์ {least} ถึง {setting.maximum:g}", en=f"from {least} to {setting.maximum:g}")


@transaction.atomic
def note_asked(counts: Mapping[str, int]) -> None:
    """Keep how often each service was asked for; of those not named, that nobody did."""
    for service in Service.objects.select_for_update().order_by("id"):
        if service.asked != (asked := counts.get(service.id, 0)):
            service.asked = asked
            service.save(update_fields=["asked"])
    forget()
