"""Somebody who applies, in a test: starts a request, answers its pages, sends it, and comes back to it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from tests.web.desk import signed_in
from tests.world import examples, pack
from thanjai.accounts.actions import register_person
from thanjai.config.demo.attachments import attachment
from thanjai.config.demo.filling import posted, uploads
from thanjai.domain.assurance import Assurance
from thanjai.domain.definition.fields import Page
from thanjai.kernel.jobs import app
from thanjai.kernel.tenancy import PLATFORM, Actor, Kind, acting_as
from thanjai.web.identity import PERSON

FOOD, NOTIFICATION, HAZARDOUS = "food-premises-licence", "food-premises-notification", "hazardous-business"
WASTE, ALLOWANCE = "factory-waste-removal", "old-age-allowance"
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
"""Midday in Bangkok on a working day on which every example is right."""
_PLACE = re.compile(r"/apply/(?P<draft>[0-9a-f-]{36})/(?:(?P<page>[a-z0-9-]+)/)?(?:\?(?P<query>[^#]*))?(?:#.*)?$")
_MOST_PAGES = 40


class Applicant:
    """One browser. `answers` are those of an example of the service; change them before they are sent."""

    def __init__(self, service: str = FOOD, *, example: int = 0, english: bool = False, client: Client | None = None):
        self.client = client or Client()
        self.definition = pack(service)
        self.answers: dict[str, Any] = dict(examples(service)["examples"][example]["answers"])
        self.root = "/en" if english else ""
        self.draft = UUID(int=0)

    def start(self, agency: str = "khonkaen") -> str:
        """Begin a request; the id of its first page. Where the service asks who applies, they are signed in."""
        if self.definition.assurance is not Assurance.NONE and PERSON not in self.client.session:
            known(self.client)
        answer = self.client.post(f"{self.root}/a/{agency}/{self.definition.id}/start/")
        assert answer.status_code == 302, (answer.status_code, answer.content[:300])
        self.draft = UUID(_PLACE.search(answer["Location"])["draft"])  # type: ignore[index]
        return page_of(answer)

    def page(self, id: str) -> Page:
        return next(page for page in self.definition.form.pages if page.id == id)

    def path(self, page: str) -> str:
        return f"{self.root}/apply/{self.draft}/{page}/"

    def open(self, page: str, **query: str) -> Any:
        return self.client.get(self.path(page), query)

    def fields(self, page: str, **answers: Any) -> dict[str, list[str]]:
        """What the browser posts for a page, some of its answers changed."""
        return posted(self.page(page), {**self.answers, **answers}, "en" if self.root else "th")

    def files(self, page: str) -> dict[str, list[SimpleUploadedFile]]:
        """The example's files of a page."""
        found: dict[str, list[SimpleUploadedFile]] = {}
        for one in uploads(self.page(page), self.answers):
            found.setdefault(one.name, []).append(upload(one.file.name, one.file.content, one.file.content_type))
        return found

    def send(
        self, page: str, values: Mapping[str, Any] | None = None, action: str = "continue", query: str = ""
    ) -> Any:
        """Send a page: the example's answers and files, or just these values."""
        given = {**self.fields(page), **self.files(page)} if values is None else values
        return self.client.post(self.path(page) + query, {"action": action, **given})

    def fill(self, until: str = "check") -> str:
        """Answer page after page from where one is, until a page is reached; that page's id."""
        here = page_of(self.client.get(f"{self.root}/apply/{self.draft}/"))
        for _ in range(_MOST_PAGES):
            if here in ("check", until):
                return here
            answer = self.send(here)
            assert answer.status_code == 302, (here, answer.status_code, answer.content.decode()[:6000])
            assert page_of(answer) != here, f"{here} leads to itself"
            here = page_of(answer)
        raise AssertionError("the form never ends")

    def submit(self) -> Any:
        return self.client.post(f"{self.root}/apply/{self.draft}/submit/")

    def apply(self, agency: str = "khonkaen") -> UUID:
        """The whole way; the id of the case."""
        self.start(agency)
        return self.apply_rest()

    def apply_rest(self) -> UUID:
        """The way from where one is; the id of the case."""
        assert self.fill() == "check"
        answer = self.submit()
        assert answer.status_code == 302 and answer["Location"] == f"{self.root}/case/{self.draft}/received/"
        return self.draft


def known(client: Client, assurance: Assurance = Assurance.HIGH, email: str = "wilai@example.com") -> UUID:
    """Let the client's person be signed in, known as surely as this; their id."""
    with acting_as(PLATFORM):
        person = register_person(email=email, name="วิไล")
    signed_in(client, Actor(Kind.PERSON, person=person.id, name=person.name), assurance=assurance)
    return person.id


def page_of(answer: Any) -> str:
    """The form page that an answer leads to; `check` for the check of the answers."""
    found = _PLACE.search(answer["Location"])
    assert found is not None, answer["Location"]
    return str(found["page"])


def upload(name: str, content: bytes | None = None, content_type: str = "application/pdf") -> SimpleUploadedFile:
    """A file as a browser sends it; a sound one when no content is given."""
    return SimpleUploadedFile(name, attachment(name).content if content is None else content, content_type)


def work_off(*names: str) -> list[str]:
    """Do the deferred work that is waiting, as the worker would, and what comes of it; the tasks in order."""
    done: list[str] = []
    while job := _next_job(names):
        id, name, arguments = job
        app.tasks[name].func(**arguments)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [id])
        done.append(name.rpartition(".")[2])
    return done


def _next_job(names: Sequence[str]) -> tuple[int, str, dict[str, Any]] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, task_name, args::text FROM procrastinate_jobs"
            " WHERE status = 'todo' AND (%s OR split_part(task_name, '.', -1) = ANY(%s)) ORDER BY id LIMIT 1",
            [not names, list(names)],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    return row[0], row[1], json.loads(row[2])
