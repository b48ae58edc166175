"""Publishing bundles; beginning a plan, saving it, and ticking off what was filed elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from psycopg.types.json import Jsonb

from thanjai.bundles import selectors
from thanjai.bundles.models import Bundle, BundleVersion, Plan, PlanPart
from thanjai.cases import at_rest
from thanjai.catalogue.actions import canonical_text
from thanjai.domain.bundle.model import Bundle as Definition
from thanjai.domain.numbering import format_access_code
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.caching import forget
from thanjai.kernel.clock import now
from thanjai.kernel.datakeys import new_data_key
from thanjai.kernel.ids import digest, new_id, new_secret
from thanjai.kernel.jobs import app
from thanjai.kernel.secrets import bearer_of, seal, unseal
from thanjai.kernel.tenancy import Actor, Kind, acting_as
from thanjai.kernel.transactions import joined

SEPARATOR: Final = "."
"""Between a part and a question of its form, in the names of answers."""
GO_ON: Final = "thanjai.bundles.jobs.go_on"
BY_HAND, SENT, STOPPED, WAITING = "by_hand", "sent", "stopped", "waiting"


@dataclass(frozen=True)
class Started:
    plan: Plan
    code: str


@transaction.atomic
def publish(*, bundle: Definition) -> BundleVersion:
    """Publish a checked bundle as its next version; the same content again changes nothing.

    Plans keep the version they began with.
    """
    body = bundle.model_dump(mode="json", exclude_none=True)
    content = digest(canonical_text(body))
    row, _ = Bundle.objects.select_for_update().get_or_create(id=bundle.id)
    version = BundleVersion.objects.filter(bundle=row, digest=content).first()
    if version is None:
        last = BundleVersion.objects.filter(bundle=row).order_by("-number").first()
        version = BundleVersion.objects.create(
            bundle=row, number=last.number + 1 if last else 1, digest=content, body=body, published_at=now()
        )
    row.current = version
    row.save()
    forget()
    return version


@joined()
def start_plan(*, actor: Actor, bundle_id: str, language: str = "th") -> Started:
    """Begin a plan under the bundle's current version. Raises Refusal no_such_bundle."""
    offered = selectors.bundle(bundle_id)
    code = format_access_code(new_secret(16))
    plan = Plan(
        id=new_id(), version_id=offered.version_id, bearer=bearer_of(code), sealed_code=seal(code),
        sealed_key=new_data_key(), person_id=actor.person if actor.kind is Kind.PERSON else None,
        language=language, started_at=now(), saved_at=now(),
    )  # fmt: skip
    kind = actor.kind if actor.kind is Kind.PERSON else Kind.BEARER
    with acting_as(replace(actor, kind=kind, bearer=plan.bearer)):
        plan.save(force_insert=True)
    return Started(plan, code)


@joined()
def save_answers(*, plan: Plan, page: str, values: Mapping[str, Any], is_done: bool) -> Plan:
    """Keep a page's answers, right or wrong, so that nothing typed is lost. `is_done`: they were all right.

    Answers of parts, named `part.question`, are kept part by part: a part that is not asked for a while keeps its own.
    Raises Refusal when the plan was sent meanwhile.
    """
    by_part: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        part, dot, _ = name.rpartition(SEPARATOR)
        by_part.setdefault(f"{page}/{part}" if dot else page, {})[name] = value
    kept = {
        place: entry
        for name, given in by_part.items()
        for place, entry in at_rest.page_sealed(plan.sealed_key, plan.id, name, given).items()
    }
    newer = next(iter(Plan.objects.raw(_SAVE, [Jsonb(kept), page, [page] if is_done else [], now(), plan.id])), None)
    if newer is None:
        raise Refusal("already_sent", Text(th="ส่งแผนนี้ไปแล้ว", en="This plan was already sent."))
    return newer


# One statement: two windows that save at the same time lose nothing of each other, without a lock held in between.
_SAVE = """
UPDATE bundles_plan
SET pages = pages || %s, pages_done = array_remove(pages_done, %s) || %s::varchar[], saved_at = %s
WHERE id = %s AND sent_at IS NULL
RETURNING *
"""


@joined()
def join(*, actor: Actor, plan: Plan) -> None:
    """Put a plan under the account of whoever holds its secret and has signed in, if it is nobody's yet."""
    holds_it = actor.kind is Kind.PERSON and actor.bearer != "" and actor.bearer == plan.bearer
    if holds_it and plan.person_id is None:
        Plan.objects.filter(pk=plan.id, sent_at__isnull=True, person_id__isnull=True).update(person_id=actor.person)


@transaction.atomic
def tick_off(*, plan_id: UUID, part: str, done: bool) -> None:
    """Note that a part was filed elsewhere, or that this was a mistake. Raises Refusal for a part that was sent."""
    row = PlanPart.objects.select_for_update(of=("self",)).filter(plan_id=plan_id, part=part).first()
    if row is None or row.state not in (BY_HAND, STOPPED):
        raise Refusal(
            "not_by_hand",
            Text(
                th="ส่วนนี้ส่งผ่านระบบแล้ว ดูสถานะได้ในหน้านี้",
                en="This part was sent from here. See on this page where it stands.",
            ),
        )
    row.done_at = now() if done else None
    row.save(update_fields=["done_at"])
    if done:
        app.configure_task(GO_ON).defer(plan_id=str(plan_id))


def code_of(plan: Plan) -> str:
    """The secret of a plan, for its own applicant's links."""
    return unseal(plan.sealed_code) if plan.sealed_code else ""
