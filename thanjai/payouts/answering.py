"""Writing down what became of some lines of a roll: with who says so, in the books, and to whom nothing came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from thanjai.domain import ledger
from thanjai.domain.payroll import Way
from thanjai.kernel.clock import now
from thanjai.kernel.ids import new_id
from thanjai.money import books
from thanjai.money.books import Cause
from thanjai.money.by_roll import paid_by_roll
from thanjai.payouts.models import Result, Roll, RollLine
from thanjai.payouts.telling import tell_came_back

PAID, RETURNED = "paid", "returned"


def write(roll: Roll, said: Mapping[RollLine, tuple[str, str]], by: UUID, by_name: str, *, digest: str = "") -> Result:
    """Outcome and code of lines that had none, of a roll that the caller has locked; read with payee and scheme.

    The roll is closed with its last line. Whose payment a bank has sent back is told what to do.
    """
    paid = [line for line, (outcome, _) in said.items() if outcome == PAID]
    back = [line for line, (outcome, _) in said.items() if outcome == RETURNED]
    result = Result.objects.create(
        id=new_id(), agency_id=roll.agency_id, roll=roll, digest=digest, paid=len(paid), returned=len(back), by=by,
        by_name=by_name, at=now(),
    )  # fmt: skip
    for line, (outcome, code) in said.items():
        line.outcome, line.code, line.result, line.holds = outcome, code[:20], result, outcome == PAID
    RollLine.objects.bulk_update(said, ["outcome", "code", "result", "holds"], batch_size=1000)
    if roll.scheme.is_refunds:
        _refunded(paid)
    else:
        _book(roll, result, sum(line.satang for line in paid), sum(line.satang for line in back))
    if not RollLine.objects.filter(roll=roll, outcome="").exists():
        roll.state, roll.closed_at = "closed", result.at
        roll.save(update_fields=["state", "closed_at"])
    if roll.way == Way.BANK:
        for line in back:
            tell_came_back(line)
    return result


def _refunded(paid: Sequence[RollLine]) -> None:
    """Each refund is paid by itself; what came back is owed as before."""
    for line in paid:
        assert line.instruction_id is not None
        paid_by_roll(line.agency_id, line.instruction_id, line.end_to_end)


def _book(roll: Roll, result: Result, paid: int, returned: int) -> None:
    account = f"{ledger.PAYABLE}:{roll.number}"
    entry = ledger.payments_answered(
        reference=f"payroll/{roll.number}/result/{result.id}", roll=roll.number, purpose=roll.scheme.purpose,
        paid=paid, returned=returned, open=-books.standing(roll.agency_id, [account]).get(account, 0),
    )  # fmt: skip
    cause = Cause("roll answered", reason=roll.number, by=result.by, by_name=result.by_name)
    books.write(agency=roll.agency_id, entry=entry, at=result.at, cause=cause)
