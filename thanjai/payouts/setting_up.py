"""Taking a payment over from a service: with the account that it is paid from, and the agency's own day."""

from __future__ import annotations

from django.db import transaction

from thanjai.agencies.selectors import head_of
from thanjai.domain.bank_accounts import Account
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.secrets import seal
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.payouts import jobs
from thanjai.payouts.models import Scheme
from thanjai.payouts.schemes import given_to


@transaction.atomic
def set_up(*, actor: Actor, purpose: str, account: Account, pay_day: int | None = None) -> Scheme:
    """Take a payment over from a service of the agency, or set another account or day for it; as the head.

    Whom cases have entered on its register until now is taken over by a job.
    """
    head = head_of(actor)
    given = given_to(head.agency_id).get(purpose)
    if given is None:
        words = Text(
            th="เลือกประเภทการจ่ายเงินของบริการที่หน่วยงานเปิดให้บริการ",
            en="Choose what is paid, of a service that the agency has taken on.",
        )
        raise Refusal("purpose", words, field="purpose")
    last = given.payment.pay_by_day
    if pay_day is not None and not 1 <= pay_day <= last:
        words = Text(th=f"กรอกวันที่ 1 ถึง {last}", en=f"Enter a day from 1 to {last}.")
        raise Refusal("pay_day", words, field="pay_day")
    checked = account.checked()
    with acting_as(worker_at(head.agency_id)):
        scheme, _ = Scheme.objects.update_or_create(
            agency_id=head.agency_id, purpose=purpose,
            defaults={
                **given.figures(), "bank": checked.bank, "account": seal(checked.number),
                "account_name": checked.name, "pay_day": pay_day, "set_by": head.person_id, "set_by_name": actor.name,
                "set_at": now(),
            },
        )  # fmt: skip
    jobs.enter_all.defer(agency_id=str(head.agency_id), scheme_id=str(scheme.id))
    return scheme
