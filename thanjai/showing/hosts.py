"""Which agency is shown under which host name."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.http.request import split_domain_port, validate_host

from thanjai.agencies.selectors import agency_by_slug
from thanjai.domain.refusals import Refusal
from thanjai.domain.showing.hosts import tidy_host
from thanjai.domain.text import Text
from thanjai.kernel.caching import for_seconds, forget
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PUBLIC, acting_as
from thanjai.showing.models import Host


@for_seconds(30)
def all_hosts() -> dict[str, str]:
    """Every host name that was given, with the slug of its agency."""
    return dict(Host.objects.order_by("name").values_list("name", "agency__slug"))


def agency_at(header: str) -> str | None:
    """The slug of the agency that is shown under what a browser says is the host; None for all others.

    Asked before anybody is known to act.
    """
    name, _ = split_domain_port(header)
    if not name or is_own(name):
        return None
    with acting_as(PUBLIC), transaction.atomic():
        return all_hosts().get(name)


def is_own(name: str) -> bool:
    """Whether it is a name of the installation itself."""
    return validate_host(name, settings.ALLOWED_HOSTS)


@transaction.atomic
def give_host(*, slug: str, name: str) -> Host:
    """Let an agency be shown under a host name, in place of the one it had. Raises Refusal, field `host`."""
    tidy = tidy_host(name)
    if tidy is None or is_own(tidy):
        raise Refusal(
            "bad_host",
            Text(
                th="ชื่อโฮสต์ไม่ถูกต้อง เขียนเป็นชื่อเต็ม เช่น services.example.go.th และไม่ใช่ชื่อของระบบเอง",
                en="This is no host name for an agency: write a whole one, such as services.example.go.th, and none of the installation's own.",
            ),
            field="host",
        )
    if Host.objects.filter(name=tidy).exclude(agency__slug=slug).exists():
        raise Refusal(
            "host_taken",
            Text(th="หน่วยงานอื่นใช้ชื่อโฮสต์นี้อยู่", en="Another agency is shown under this host name: take it away first."),
            field="host",
        )
    host, _ = Host.objects.update_or_create(agency=agency_by_slug(slug), defaults={"name": tidy, "since": now()})
    forget()
    return host


@transaction.atomic
def take_host(*, slug: str) -> bool:
    """From now on the agency has no host name of its own. Whether it had one."""
    gone, _ = Host.objects.filter(agency=agency_by_slug(slug)).delete()
    forget()
    return bool(gone)
