"""A platform of one service in memory, without a database: the domain behind plain pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
from django.test import RequestFactory

from thanjai.config.demo.packs import Pack
from thanjai.config.demo.variation import as_uploaded
from thanjai.domain import form, thaiqr
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case import Case, Status, decide, evolve
from thanjai.domain.case import commands as c
from thanjai.domain.case.rules import Rules
from thanjai.domain.definition.fields import FileField
from thanjai.domain.definition.model import AUTOMATIC

CODE = "ABCD-EFGH-JKMN"
PAPER = b"%PDF-1.7 /Type /Sig"


class PretendedPlatform:
    """Answers requests. `verdict` is what the check pages say; `is_deaf` to the bank means that payments change nothing."""

    def __init__(self, pack: Pack, settings: dict[str, Any], emails: list[str]) -> None:
        self.definition, self.settings, self.emails = pack.definition, settings, emails
        self.rules, self.case = Rules(pack.definition, settings), Case()
        self.answers: dict[str, Any] = {}
        self.id = str(uuid4())
        self.now = datetime.now(UTC)
        self.verdict, self.is_deaf = "valid", False
        self.signed_in: list[str] = []
        self.uploaded: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        posted, files = self._parts(request) if request.method == "POST" else ({}, {})
        parts = [part for part in request.url.path.split("/") if part]
        answer: Any = getattr(self, f"_{parts[0].replace('-', '_')}")(parts[1:], posted, files)
        if isinstance(answer, httpx.Response):
            return answer
        status, body = answer if isinstance(answer, tuple) else (200, answer)
        page = f"<html><body><main>{body}</main></body></html>"
        return httpx.Response(status, html=page)

    def bank(self, address: str, **parts: Any) -> httpx.Response:
        """The bank's side: a payment, and its notice to the platform."""
        asked = thaiqr.parse(parts["json"]["payload"])
        step = self.case.active()[0]
        if not self.is_deaf:
            assert asked.satang is not None
            self._do(c.ConfirmPayment(step=step, satang=asked.satang, reference="i", receipt="r"))
        return httpx.Response(201, json={})

    def _do(self, command: c.Command) -> None:
        for event in decide(self.case, command, self.rules, self.now):
            self.case = evolve(self.case, event, self.now)

    def _parts(self, request: httpx.Request) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        content_type = request.headers.get("content-type", "application/x-www-form-urlencoded")
        read = RequestFactory().generic("POST", "/", request.content, content_type)
        named = {name: [one.name for one in read.FILES.getlist(name)] for name in read.FILES}
        return dict(read.POST.lists()), named

    def _to(self, path: str) -> httpx.Response:
        return httpx.Response(302, headers={"Location": path})

    def _services(self, parts: list[str], posted: Any, files: Any) -> Any:
        return f'<a href="/a/place/{self.definition.id}/">x</a>'

    def _a(self, parts: list[str], posted: Any, files: Any) -> Any:
        if parts[-1] == "start":
            return self._to(
                self._place(
                    form.visible_pages(self.definition, {}, today=bangkok_day(self.now), settings=self.settings)[0].id
                )
            )
        return '<form method="post" action="start/"><button>go</button></form>'

    def _place(self, page: str) -> str:
        return f"/apply/{self.id}/{page}/"

    def _apply(self, parts: list[str], posted: dict[str, list[str]], files: dict[str, list[str]]) -> Any:
        if parts[1] == "check":
            return f'<form method="post" action="/apply/{self.id}/submit/"><button>send</button></form>'
        if parts[1] == "submit":
            result = form.validate_all(
                self.definition, self.answers, today=bangkok_day(self.now), settings=self.settings
            )
            assert result.errors == ()
            self._do(c.Submit(answers=result.values, counts_from=self.now))
            return self._to(f"/case/{self.id}/received/")
        page = next(one for one in self.definition.form.pages if one.id == parts[1])
        if posted:
            return self._save(page, posted, files)
        return self._form_of(page.fields, '<input type="hidden" name="shown" value="x">')

    def _save(self, page: Any, posted: dict[str, list[str]], files: dict[str, list[str]]) -> Any:
        self.answers |= form.parse_page(page, posted)
        for field in page.fields:
            if isinstance(field, FileField) and field.id in files:
                self.uploaded += files[field.id]
                named = {field.id: [{"name": name} for name in files[field.id]]}
                self.answers |= as_uploaded([field], named)
        known = {"today": bangkok_day(self.now), "settings": self.settings}
        result = form.validate_page(self.definition, page, self.answers, **known)
        if result.errors:
            said = "; ".join(error.message.en for error in result.errors)
            return 422, f'<div class="govuk-error-summary">{said}</div>'
        pages = [one.id for one in form.visible_pages(self.definition, self.answers, **known)]
        after = pages[pages.index(page.id) + 1 :]
        return self._to(self._place(after[0] if after else "check"))

    def _form_of(self, fields: Any, inputs: str) -> str:
        inputs += "".join(f'<input name="{field.id}">' for field in fields if field.type not in {"file", "calculated"})
        inputs += "".join(f'<input type="file" name="{field.id}">' for field in fields if field.type == "file")
        return f'<form method="post" enctype="multipart/form-data">{inputs}<button>on</button></form>'

    def _case(self, parts: list[str], posted: Any, files: Any) -> Any:
        for step in self.case.active():
            if self.definition.step(step).kind == "issue":
                self._do(c.ConfirmDocument(step=step, document="d", number="n"))
        if parts[1:] == ["pay"]:
            assert self.case.fee is not None
            return f"<p>{thaiqr.bill_payment('099999999999900', 'A1', 'B2', self.case.fee.satang)}</p>"
        body = "69-KKC-000123-4"
        if self.case.status is Status.WAITING_PAYMENT:
            body += f'<a href="/case/{self.id}/pay/">pay</a>'
        if self.case.issued:
            body += f'<a href="/v/{CODE}/">v</a><a href="/files/1/">f</a>'
        return body

    def _files(self, parts: list[str], posted: Any, files: Any) -> Any:
        return httpx.Response(200, content=PAPER, headers={"content-type": "application/pdf"})

    def _sign_in(self, parts: list[str], posted: Any, files: Any) -> Any:
        if posted:
            self.signed_in += posted["email"]
            return self._to(f"/office/cases/{self.id}/")
        buttons = "".join(f'<button name="email" value="{email}">x</button>' for email in self.emails)
        return f'<form method="post">{buttons}</form>'

    def _office(self, parts: list[str], posted: dict[str, list[str]], files: Any) -> Any:
        if posted:
            self._work(posted)
        body = ""
        for id in self.case.active():
            step = self.definition.step(id)
            if step.kind not in AUTOMATIC:
                command = "decide" if step.kind == "decide" else "finish"
                hidden = f'<input type="hidden" name="step" value="{id}"><input type="hidden" name="command" value="{command}">'
                asks = '<input name="outcome"><input name="reasons">' if command == "decide" else ""
                body += self._form_of(step.findings, hidden + asks)
        return body or "nothing to do"

    def _work(self, posted: dict[str, list[str]]) -> None:
        step = self.definition.step(posted["step"][0])
        findings = form.parse_fields(step.findings, posted)
        result = form.validate_findings(
            self.definition,
            step,
            findings,
            self.case.answers,
            today=bangkok_day(self.now),
            settings=self.settings,
        )
        if step.kind != "decide":
            assert result.errors == ()
            self._do(c.Finish(step=step.id, findings=dict(result.values)))
            return
        decided = {"outcome": posted["outcome"][0], "reasons": posted["reasons"][0]}
        self._do(c.Decide.model_validate({"step": step.id, "findings": dict(result.values), **decided}))

    def _v(self, parts: list[str], posted: Any, files: Any) -> Any:
        return f'<p data-status="{self.verdict}">{parts[0]}</p>'

    def _verify(self, parts: list[str], posted: Any, files: dict[str, list[str]]) -> Any:
        if files:
            return self._v([*files["pdf"]], posted, files)
        return (
            '<form method="post" enctype="multipart/form-data"><input type="file" name="pdf"><button>x</button></form>'
        )
