"""What would be wrong with a bundle: with itself, and with the services that it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from thanjai.domain.bundle.model import Bundle, BundlePart
from thanjai.domain.bundle.needs import comes_after
from thanjai.domain.bundle.reach import check_reach
from thanjai.domain.definition.check_expressions import expression_problems
from thanjai.domain.definition.fields import OneOfField
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.places import Place, Question, form_places, form_questions
from thanjai.domain.definition.problems import Problem, Problems, Where, error, warning
from thanjai.domain.expressions import names_in

Services = Mapping[str, ServiceDefinition]
_PLAIN = frozenset({"text", "phone", "email"})
"""Types whose answers are words: one may stand for another, and the question itself judges them."""


def check(bundle: Bundle, services: Services) -> tuple[Problem, ...]:
    """Everything found. `services` are the definitions that the parts may name. Never raises."""
    return tuple(
        problem
        for found in (_ids(bundle), _expressions(bundle), _parts(bundle, services), _order(bundle), check_reach(bundle))
        for problem in found
    )


def _ids(bundle: Bundle) -> Problems:
    lists: list[tuple[Where, list[str]]] = [
        (("questions", "pages"), [page.id for page in bundle.form.pages]),
        (("parts",), [part.id for part in bundle.parts]),
        (("questions",), [field.id for field in bundle.form.fields]),
    ]
    for where, ids in lists:
        for id in sorted({id for id in ids if ids.count(id) > 1}):
            yield error("duplicate_id", where, f"ชื่อ “{id}” ใช้ซ้ำ ตั้งชื่อใหม่", f"“{id}” is used twice. Give it another id")


def _expressions(bundle: Bundle) -> Problems:
    known: dict[str, Question] = {field.id: field for field in bundle.form.fields}
    orders = {asked.field.id: asked.order for asked in form_questions(bundle.form) if asked.group is None}
    for place in _places(bundle):
        yield from expression_problems(place, known, orders)
        if "setting" in names_in(place.source) or "step" in names_in(place.source):
            yield error(
                "no_settings",
                place.where,
                "ชุดบริการไม่มีค่าของหน่วยงานและผลของขั้นตอน ใช้คำตอบในแบบสอบถาม",
                "A bundle has no settings and no steps. Use answers of its questionnaire",
            )


def _places(bundle: Bundle) -> Iterator[Place]:
    first = len(bundle.questions.pages)
    for place in form_places(bundle.form):
        _, _, page, *rest = place.where
        assert isinstance(page, int)
        written: Where = ("questions", "pages", page) if page < first else ("shared", "pages", page - first)
        yield Place((*written, *rest), place.source, place.also, place.asked_by, place.in_form)
    if bundle.contact is not None:
        yield Place(("contact",), bundle.contact, {})
    for number, part in enumerate(bundle.parts):
        if part.when is not None:
            yield Place(("parts", number, "when"), part.when, {})
        for id, source in part.answers.items():
            yield Place(("parts", number, "answers", id), source, {})


def _parts(bundle: Bundle, services: Services) -> Problems:
    deciding = {field.id for field in bundle.questions.fields}
    for number, part in enumerate(bundle.parts):
        where: Where = ("parts", number)
        yield from _words(part, where)
        yield from _address(bundle, part, where, deciding)
        for name in sorted(names_in(part.when) - deciding) if part.when else ():
            if bundle.question(name) is not None:
                yield error(
                    "decided_late", (*where, "when"),
                    f"“{name}” ถามหลังแสดงผล ย้ายไปไว้ใน questions",
                    f"“{name}” is asked after the result is shown. Move it to `questions`",
                )  # fmt: skip
        definition = services.get(part.service)
        if definition is None:
            yield error(
                "unknown_service", (*where, "service"), f"ไม่มีบริการ “{part.service}”", f"There is no service “{part.service}”"
            )  # fmt: skip
            continue
        yield from _kinds(part, where, definition)
        yield from _answers(bundle, part, where, definition)


def _words(part: BundlePart, where: Where) -> Problems:
    if (part.when is None) == (part.not_needed is not None):
        yield error(
            "reason_missing", (*where, "not_needed"),
            "บอกเหตุผลที่ไม่ต้องใช้ (not_needed) เมื่อมีเงื่อนไข (when) เท่านั้น",
            "Say why it is not needed (`not_needed`) where there is a condition (`when`), and only there",
        )  # fmt: skip


def _address(bundle: Bundle, part: BundlePart, where: Where, deciding: set[str]) -> Problems:
    asked = bundle.question(part.at)
    if asked is None or asked.type != "address" or part.at not in deciding:
        yield error(
            "no_address", (*where, "at"),
            f"“{part.at}” ต้องเป็นคำถามที่อยู่ (address) ใน questions",
            f"“{part.at}” must be a question of the type `address` in `questions`",
        )  # fmt: skip


def _kinds(part: BundlePart, where: Where, definition: ServiceDefinition) -> Problems:
    """Some that are responsible may not give it, and are named nevertheless; all of them would be a mistake."""
    if not set(part.agency_kinds) & set(definition.agency_kinds):
        yield error(
            "wrong_agency_kind",
            (*where, "agency_kinds"),
            f"หน่วยงานเหล่านี้ไม่มีประเภทใดให้บริการ “{definition.id}”",
            f"None of these kinds of agencies gives “{definition.id}”",
        )


def _answers(bundle: Bundle, part: BundlePart, where: Where, definition: ServiceDefinition) -> Problems:
    asked: dict[str, Question] = {field.id: field for field in definition.form.fields}
    for id, source in part.answered.items():
        at: Where = (*where, "answers" if id in part.answers else "same", *([id] if id in part.answers else []))
        question, origin = asked.get(id), bundle.question(source)
        if question is None:
            yield error(
                "unknown_question", at,
                f"แบบคำขอ “{definition.id}” ไม่มีคำถาม “{id}”",
                f"The form of “{definition.id}” has no question “{id}”",
            )  # fmt: skip
        elif question.type == "declaration":
            yield error(
                "declared_for_them", at,
                f"“{id}” เป็นคำรับรอง ผู้ขอต้องรับรองเอง ตอบแทนไม่ได้",
                f"“{id}” is a declaration: the applicant makes it, nothing answers it",
            )  # fmt: skip
        elif id in part.same and origin is None:
            yield error(
                "unknown_name", at, f"ชุดบริการไม่มีคำถามชื่อ “{id}”", f"The bundle has no question called “{id}”"
            )  # fmt: skip
        elif origin is not None:
            yield from _fits(origin, question, at)


def _fits(origin: Question, question: Question, at: Where) -> Problems:
    if origin.type != question.type and not {origin.type, question.type} <= _PLAIN:
        yield error(
            "types_differ", at,
            f"“{question.id}” เป็น {question.type} แต่คำตอบที่ให้เป็น {origin.type}",
            f"“{question.id}” is of the type {question.type}, its answer of the type {origin.type}",
        )  # fmt: skip
    elif isinstance(origin, OneOfField) and isinstance(question, OneOfField) and question.options:
        unknown = {one.value for one in origin.options} - {one.value for one in question.options}
        if unknown:
            listed = ", ".join(sorted(unknown))
            yield warning(
                "choices_differ", at,
                f"“{question.id}” ไม่มีตัวเลือก {listed} ผู้ที่เลือกจะถูกถามอีกครั้ง",
                f"“{question.id}” does not offer {listed}: whoever chose it is asked again",
            )  # fmt: skip


def _order(bundle: Bundle) -> Problems:
    known = {part.id: part for part in bundle.parts}
    for number, part in enumerate(bundle.parts):
        for name in sorted((comes_after(part) | set(part.learns_of)) - known.keys()):
            yield error("unknown_part", ("parts", number), f"ไม่มีส่วนชื่อ “{name}”", f"There is no part called “{name}”")
        if part.id in _before(part, known):
            yield error(
                "circle", ("parts", number),
                f"“{part.id}” รอตัวเองเป็นวงกลม แก้ after หรือ waits",
                f"“{part.id}” comes after itself, in a circle. Mend `after` or `waits`",
            )  # fmt: skip


def _before(part: BundlePart, known: Mapping[str, BundlePart]) -> set[str]:
    """All parts that come before this one, by one step or several."""
    found: set[str] = set()
    waiting = [*comes_after(part)]
    while waiting:
        name = waiting.pop()
        if name in known and name not in found:
            found.add(name)
            waiting += comes_after(known[name])
    return found
