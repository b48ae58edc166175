"""Reading bundles and plans. Published versions never change, so they are kept in the process."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from thanjai.bundles.models import Bundle, BundleVersion, Plan, PlanPart
from thanjai.domain.bundle.model import Bundle as Definition
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.caching import for_seconds


@dataclass(frozen=True)
class Published:
    """A bundle as it is offered now."""

    version_id: UUID
    definition: Definition


_read: dict[UUID, Definition] = {}


def definition_of(version_id: UUID) -> Definition:
    """The bundle of a published version. It can never change, so it is read once."""
    if version_id not in _read:
        _read[version_id] = Definition.model_validate(BundleVersion.objects.get(pk=version_id).body)
    return _read[version_id]


@for_seconds(5)
def published() -> list[Published]:
    """Every bundle that is published, by its title."""
    current = Bundle.objects.filter(current__isnull=False).values_list("current_id", flat=True)
    found = [Published(id, definition_of(id)) for id in current if id]
    return sorted(found, key=lambda one: one.definition.title.th)


def bundle(id: str) -> Published:
    """Raises Refusal no_such_bundle."""
    found = next((one for one in published() if one.definition.id == id), None)
    if found is None:
        raise Refusal("no_such_bundle", Text(th="ไม่พบชุดบริการนี้", en="There is no such bundle of services."))
    return found


def plan(id: UUID, *, lock: bool = False) -> Plan:
    """Raises Refusal no_such_plan, also when it is somebody else's. `lock`: until the transaction ends."""
    rows = Plan.objects.select_for_update(of=("self",)) if lock else Plan.objects.all()
    found = rows.filter(pk=id).first()
    if found is None:
        raise Refusal(
            "no_such_plan",
            Text(
                th="ไม่พบแผนนี้ หรือเบราว์เซอร์นี้ไม่มีสิทธิเปิด ใช้ลิงก์ที่ท่านบันทึกไว้",
                en="We cannot find this plan, or this browser may not open it. Use your saved link to come back.",
            ),
        )
    return found


def plans_of_person(person: UUID) -> list[Plan]:
    """A person's plans, the newest first."""
    return list(Plan.objects.filter(person_id=person).order_by("-saved_at")[:50])


def parts_of(plan_id: UUID) -> list[PlanPart]:
    """The parts of a plan that was sent, in the order in which they are best dealt with."""
    return list(PlanPart.objects.filter(plan_id=plan_id).order_by("id"))


def part_of_case(case_id: UUID) -> PlanPart | None:
    """The part that a case is, for one who may see it: its applicant, and officers of its agency."""
    return PlanPart.objects.filter(case_id=case_id).first()


@dataclass(frozen=True, slots=True)
class News:
    """A document of another part was issued. That much is told, and by whom it is usually issued; nothing else."""

    title: Text
    at: str


def news_of(row: PlanPart) -> list[News]:
    """What the part's agency was told about others."""
    definition = definition_of(row.version_id)
    return [News(definition.part(one["part"]).office, one["at"]) for one in row.news]


def title_of_whole(case_id: UUID) -> Text | None:
    """What a case is a part of; None for one that stands by itself."""
    found = part_of_case(case_id)
    return definition_of(found.version_id).title if found else None


@dataclass(frozen=True, slots=True)
class Whole:
    """What an officer is told of the application that their case is a part of."""

    title: Text
    news: tuple[News, ...]


def whole_for_office(case_id: UUID) -> Whole | None:
    """None for a case that stands by itself. Of the other parts an officer learns what the applicant agreed to."""
    found = part_of_case(case_id)
    return Whole(definition_of(found.version_id).title, tuple(news_of(found))) if found else None
