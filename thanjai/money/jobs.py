"""Asking the gateways what was paid, whether they have told us or not."""

from __future__ import annotations

from thanjai.kernel.jobs import app, task
from thanjai.money import collecting, gateway


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


@app.periodic(cron="10 * * * *")
@task(name="thanjai.money.jobs.read_reports", queueing_lock="money_read_reports")
def read_reports(timestamp: int) -> None:
    """Soon after midnight, what providers took the day before; each hour again what could not be read or was not whole."""
    collecting.collect_due()
    collecting.book_late_fees()
