"""Somebody who plans in a browser, in a test: answers the pages as they come, until the plan is sent."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.test import Client

from tests.bundles.conftest import LEFT, PLANNED, RESTAURANT, SHARED
from thanjai.bundles.filling import FILL
from thanjai.config.demo.filling import posted
from thanjai.kernel.tenancy import Actor, Kind, acting_as
from thanjai.web.citizen.plans.journey import Journey, Sheet, in_names

_PLACE = re.compile(r"/plan/(?P<plan>[0-9a-f-]{36})/(?:(?P<kind>ask|fill|needs|check)/(?:(?P<page>[a-z0-9-]+)/)?)?")
_MOST_PAGES = 40


class Planner:
    """One browser. `answers` are the plan's, by the names they have there."""

    def __init__(self, client: Client | None = None, **changes: Any) -> None:
        self.client = client or Client()
        self.answers: dict[str, Any] = {**PLANNED, **SHARED, **LEFT, **changes}
        answer = self.client.post(f"/together/{RESTAURANT}/start/")
        assert answer.status_code == 302, answer.content[:300]
        self.plan = UUID(self._found(answer)["plan"])

    def _found(self, answer: Any) -> dict[str, str]:
        found = _PLACE.match(answer["Location"])
        assert found is not None, answer["Location"]
        return found.groupdict()

    def path(self, rest: str = "") -> str:
        return f"/plan/{self.plan}/{rest}"

    def get(self, rest: str = "") -> Any:
        return self.client.get(self.path(rest))

    @property
    def holder(self) -> Actor:
        from thanjai.web.identity import bearer_of

        return Actor(Kind.BEARER, bearer=bearer_of(self.client.cookies["key-plan"].value))

    def sheet(self, name: str) -> Sheet:
        with acting_as(self.holder):
            return Journey.of(self.plan).sheet(name)

    def fields(self, name: str) -> dict[str, list[str]]:
        """What the browser posts for a page."""
        sheet = self.sheet(name)
        return posted(sheet.asked, in_names(sheet, self.answers), "th")

    def send(self, name: str, values: dict[str, Any] | None = None, query: str = "") -> Any:
        kind, page = ("fill/", name.removeprefix(FILL)) if name.startswith(FILL) else ("ask/", name)
        given = self.fields(name) if values is None else values
        return self.client.post(self.path(f"{kind}{page}/{query}"), {"action": "continue", **given})

    def fill(self, until: str) -> None:
        """Answer page after page from where one is, until a page of this kind is reached."""
        answer = self.get()
        for _ in range(_MOST_PAGES):
            found = self._found(answer)
            if found["kind"] == until:
                return
            if found["kind"] == "needs":
                shown = self.client.get(answer["Location"]).content.decode()
                link = re.search(rf'href="(/plan/{self.plan}/(?:ask|fill|check)/[a-z-]*/?)" role="button"', shown)
                assert link, shown[:3000]
                answer = {"Location": link[1]}
                continue
            name = f"{FILL}{found['page']}" if found["kind"] == "fill" else found["page"]
            answer = self.send(name)
            assert answer.status_code == 302, (name, answer.content.decode()[-6000:])
        raise AssertionError("the pages never end")

    def send_all(self, **typed: str) -> Any:
        return self.client.post(self.path("send/"), {"declared": "yes", **typed})
