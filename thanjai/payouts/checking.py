"""Adding up payments anew: what must hold between rolls, their lines, what banks said, and the books."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cryptography.fernet import InvalidToken
from django.db import transaction
from django.db.models import Exists, OuterRef

from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.money.checking import Check, Flaw
from thanjai.payouts.models import REFUNDS, Roll, RollLine
from thanjai.payouts.rolls import digest_of

_SENT: Final = "state IN ('sent', 'closed')"

SUMS: Final = {
    "rolls": "SELECT count(*) FROM payouts_roll",
    "lines": "SELECT count(*) FROM payouts_rollline",
    "sent": f"SELECT coalesce(sum(satang), 0) FROM payouts_roll WHERE {_SENT}",
    "paid": "SELECT coalesce(sum(satang), 0) FROM payouts_rollline WHERE outcome = 'paid'",
    "came back": "SELECT coalesce(sum(satang), 0) FROM payouts_rollline WHERE outcome = 'returned'",
    "not answered": "SELECT coalesce(-sum(satang), 0) FROM money_line WHERE account LIKE 'payable:%'"
    " AND account NOT LIKE 'payable:BACK-%'",
}

QUESTIONS: Final = (
    """
    SELECT roll.agency_id, 'roll ' || roll.number,
        'says ' || roll.count || ' lines of ' || roll.satang || ' satang, has ' || count(line.id) || ' of '
        || coalesce(sum(line.satang), 0)
    FROM payouts_roll roll LEFT JOIN payouts_rollline line ON line.roll_id = roll.id
    GROUP BY roll.id
    HAVING roll.count <> count(line.id) OR roll.satang <> coalesce(sum(line.satang), 0)
    """,
    """
    SELECT roll.agency_id, 'roll ' || roll.number, 'was approved by whoever prepared it'
    FROM payouts_roll roll WHERE approved_by IN (made_by, submitted_by)
    """,
    """
    SELECT min(agency_id::text)::uuid, 'month ' || month || ' of ' || purpose,
        'is paid ' || count(*) || ' times to the same person'
    FROM payouts_rollline WHERE holds GROUP BY person_key, purpose, month HAVING count(*) > 1
    """,
    """
    SELECT line.agency_id, 'roll ' || roll.number || ' line ' || line.number, CASE
        WHEN line.month <> roll.month OR line.agency_id <> roll.agency_id THEN 'is of another month or agency'
        WHEN line.outcome <> '' AND line.result_id IS NULL THEN 'was answered by no file of the bank'
        WHEN line.outcome <> '' THEN 'was answered before the roll was sent'
        ELSE 'does not hold its month as its outcome says' END
    FROM payouts_rollline line JOIN payouts_roll roll ON roll.id = line.roll_id
    WHERE line.month <> roll.month OR line.agency_id <> roll.agency_id
        OR (line.outcome <> '' AND (line.result_id IS NULL OR roll.state NOT IN ('sent', 'closed')))
        OR line.holds <> (line.outcome <> 'returned' AND roll.state <> 'cancelled')
    """,
    f"""
    WITH answered AS (
        SELECT roll_id, coalesce(sum(satang) FILTER (WHERE outcome = ''), 0) AS open
        FROM payouts_rollline GROUP BY roll_id
    ), booked AS (
        SELECT agency_id, split_part(account, ':', 2) AS number, -sum(satang) AS open
        FROM money_line WHERE account LIKE 'payable:%' GROUP BY 1, 2
    )
    SELECT roll.agency_id, 'roll ' || roll.number, CASE
        WHEN booked.open IS NULL THEN 'was sent, and the books do not know it'
        ELSE 'has ' || answered.open || ' satang without an answer, the books say ' || booked.open END
    FROM payouts_roll roll JOIN answered ON answered.roll_id = roll.id
    LEFT JOIN booked ON booked.agency_id = roll.agency_id AND booked.number = roll.number
    JOIN payouts_scheme scheme ON scheme.id = roll.scheme_id AND scheme.purpose <> '{REFUNDS}'
    WHERE {_SENT} AND booked.open IS DISTINCT FROM answered.open
    """,
    f"""
    SELECT line.agency_id, 'account ' || line.account, 'is of a roll that was not sent'
    FROM money_line line LEFT JOIN payouts_roll roll
        ON roll.agency_id = line.agency_id AND roll.number = split_part(line.account, ':', 2) AND roll.{_SENT}
    WHERE line.account LIKE 'payable:%' AND line.account NOT LIKE 'payable:BACK-%' AND roll.id IS NULL GROUP BY 1, 2
    """,
    """
    WITH paid AS (
        SELECT line.agency_id, line.purpose, sum(line.satang) AS satang
        FROM payouts_rollline line JOIN payouts_roll roll ON roll.id = line.roll_id
        WHERE roll.state IN ('sent', 'closed') AND line.outcome <> 'returned' AND line.instruction_id IS NULL
        GROUP BY 1, 2
    ), booked AS (
        SELECT agency_id, split_part(account, ':', 2) AS purpose, sum(satang) AS satang
        FROM money_line WHERE account LIKE 'allowance:%' GROUP BY 1, 2
    )
    SELECT agency_id, 'account allowance:' || purpose,
        'the books say ' || coalesce(booked.satang, 0) || ' satang, the rolls ' || coalesce(paid.satang, 0)
    FROM paid FULL JOIN booked USING (agency_id, purpose)
    WHERE coalesce(paid.satang, 0) <> coalesce(booked.satang, 0)
    """,
    """
    SELECT asked.agency_id, 'refund ' || asked.id, CASE
        WHEN count(line.id) > 1 THEN 'is paid ' || count(line.id) || ' times'
        WHEN sum(line.satang) <> asked.fee_satang THEN 'is on a roll with another amount'
        WHEN count(line.id) = 1 AND asked.sending NOT IN ('to_send', 'sent') THEN 'is on a roll, and not to be paid by one'
        ELSE 'is ' || asked.sending || ', and its roll says otherwise' END
    FROM money_instruction asked
    LEFT JOIN payouts_rollline line ON line.instruction_id = asked.id AND line.agency_id = asked.agency_id AND line.holds
    WHERE asked.way = 'roll' GROUP BY asked.id
    HAVING count(line.id) > 1 OR sum(line.satang) <> asked.fee_satang
        OR (asked.sending = 'sent') <> (count(line.id) FILTER (WHERE line.outcome = 'paid') = 1)
        OR (count(line.id) = 1 AND asked.sending NOT IN ('to_send', 'sent'))
    """,
    f"""
    SELECT line.agency_id, 'roll ' || roll.number || ' line ' || line.number, 'pays a refund that there is not'
    FROM payouts_rollline line JOIN payouts_roll roll ON roll.id = line.roll_id
    JOIN payouts_scheme scheme ON scheme.id = roll.scheme_id
    LEFT JOIN money_instruction asked
        ON asked.id = line.instruction_id AND asked.agency_id = line.agency_id AND asked.way = 'roll'
    WHERE (scheme.purpose = '{REFUNDS}' OR line.instruction_id IS NOT NULL) AND asked.id IS NULL
    """,
    """
    SELECT payee.agency_id, 'payee ' || payee.id, 'was taken off the register without an order after a posting'
    FROM payouts_payee payee LEFT JOIN payouts_removal removal
        ON removal.payee_id = payee.id AND removal.outcome = 'removed' AND removal.decided_on > removal.posted_until
    WHERE payee.removed_on IS NOT NULL AND removal.id IS NULL
    """,
)


class PayoutsCheck(Check):
    """Also whether each roll still is what was drawn up, accounts opened."""

    def __init__(self) -> None:
        super().__init__(sums=SUMS, questions=QUESTIONS)

    def flaws(self) -> Iterator[Flaw]:
        yield from super().flaws()
        yield from spoilt_rolls()


def spoilt_rolls() -> Iterator[Flaw]:
    """Rolls that are not what was drawn up. Of whom the law on bookkeeping let go nothing can be opened any more."""
    whole = ~Exists(RollLine.objects.filter(roll=OuterRef("pk"), erased=True))
    with acting_as(PLATFORM), transaction.atomic():
        rolls = list(Roll.objects.exclude(state="draft").filter(whole).order_by("id"))
        yield from (Flaw(one.agency_id, f"roll {one.number}", words) for one in rolls if (words := _spoilt(one)))


def _spoilt(roll: Roll) -> str:
    try:
        return "" if digest_of(roll) == roll.digest else "is not what was drawn up: its digest differs"
    except InvalidToken:
        return "has an account that no key opens"
