"""Asking the gateways what was paid, whether they have told us or not; and sending back through them."""

from __future__ import annotations

from uuid import UUID

from thanjai.kernel.jobs import PATIENT, app, task
from thanjai.money import collecting, gateway, sending_back


@app.periodic(cron="*/5 * * * *")
@task(name="thanjai.money.jobs.ask_gateways", queueing_lock="money_ask_gateways")
def ask_gateways(timestamp: int) -> None:
    """Every five minutes: take in what was paid and never told."""
    gateway.ask(gateway.LATELY)


@app.periodic(cron="20 3 * * *")
@task(name="thanjai.money.jobs.look_back", queueing_lock="money_look_back")
def look_back(timestamp: int) -> None:
    """Each night: find what went back at the gateways, and what nobody heard of for days."""
    gateway.ask(gateway.A_MONTH)


@task(name="thanjai.money.jobs.send_back", retry=PATIENT)
def send_back(agency_id: str, instruction_id: str) -> None:
    """Send an approved refund back through its gateway, once, however often this runs."""
    sending_back.send(agency_id=UUID(agency_id), instruction_id=UUID(instruction_id))


@app.periodic(cron="40 * * * *")
@task(name="thanjai.money.jobs.send_waiting", queueing_lock="money_send_waiting")
def send_waiting(timestamp: int) -> None:
    """Each hour: what was approved to go back and has not gone yet, after a long silence of the gateway as well."""
    sending_back.send_waiting()


@app.periodic(cron="10 * * * *")
@task(name="thanjai.money.jobs.read_reports", queueing_lock="money_read_reports")
def read_reports(timestamp: int) -> None:
    """Soon after midnight, what providers took the day before; each hour again what could not be read or was not whole."""
    collecting.collect_due()
    collecting.book_late_fees()
