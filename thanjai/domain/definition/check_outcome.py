"""A request about a document names it, is decided before anything is done, and says all that the deed needs."""

from __future__ import annotations

from thanjai.domain.definition.fields import TextField
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.outcome import Outcome
from thanjai.domain.definition.places import questions
from thanjai.domain.definition.problems import Problems, Where, error

_WHERE: Where = ("outcome",)


def check_outcome(definition: ServiceDefinition) -> Problems:
    outcome = definition.outcome
    if outcome is None or outcome.does != "transfer":
        yield from _prefilled(definition)
    if outcome is None:
        return
    yield from _document(definition, outcome)
    yield from _steps(definition, outcome)
    yield from _words(outcome)


def _prefilled(definition: ServiceDefinition) -> Problems:
    """Only what is taken over is there to fill in from."""
    for asked in questions(definition):
        if asked.field.prefill == "document":
            yield error(
                "prefill_without_document",
                (*asked.where, "prefill"),
                "prefill: document ใช้ได้เฉพาะบริการรับโอนเอกสาร (outcome: transfer) ลบออก",
                "`prefill: document` is for a service that takes a document over (outcome: transfer). Remove it",
            )


def _document(definition: ServiceDefinition, outcome: Outcome) -> Problems:
    asked = next((field for field in definition.form.fields if field.id == outcome.document), None)
    if not isinstance(asked, TextField) or not asked.required or asked.show_when is not None:
        yield error(
            "outcome_without_document",
            (*_WHERE, "document"),
            "ระบุคำถามชนิด text ที่ถามเลขที่เอกสาร ซึ่งต้องตอบและแสดงเสมอ",
            "Name a text question that asks for the document's number, always shown and required",
        )
    if not outcome.of or not all(one.papers for one in outcome.of):
        yield error(
            "outcome_of_nothing",
            (*_WHERE, "of"),
            "ระบุบริการและเอกสารที่กฎหมายให้ทำรายการนี้ได้",
            "Say for which services and papers the law allows this",
        )


def _steps(definition: ServiceDefinition, outcome: Outcome) -> Problems:
    kinds = [step.kind for step in definition.steps]
    if kinds.count("issue") != 1 or "decide" not in kinds[: kinds.index("issue")]:
        yield error(
            "outcome_without_decision",
            ("steps",),
            "ต้องมีขั้นตอน decide ก่อนขั้นตอน issue หนึ่งขั้น ซึ่งเป็นขั้นที่ทำรายการกับเอกสาร",
            "There must be a `decide` step, and after it one `issue` step, at which the deed is done",
        )
    has_paper = any(step.paper is not None for step in definition.steps)
    if has_paper != (outcome.does in ("transfer", "copy", "extract")):
        yield error(
            "outcome_and_paper",
            ("steps",),
            "การโอน สำเนา และคัดสำเนาทะเบียนต้องระบุเอกสารที่ออกในขั้นตอน issue ส่วนใบแทนและการแก้ไขไม่ต้องระบุ",
            "A transfer, a copy or an extract names the `paper` of its `issue` step; a replacement or an amendment names none",
        )


def _words(outcome: Outcome) -> Problems:
    if (outcome.because is None) != (outcome.does != "replacement"):
        yield error(
            "outcome_because",
            (*_WHERE, "because"),
            "because ใช้กับใบแทนเท่านั้น และต้องบอกว่า lost หรือ damaged",
            "`because` is for a replacement, which needs it: lost or damaged",
        )
    if bool(outcome.changes) != (outcome.does == "amendment"):
        yield error(
            "outcome_changes",
            (*_WHERE, "changes"),
            "changes ใช้กับการแก้ไขเท่านั้น และต้องบอกว่าคำตอบใดเปลี่ยนเป็นอะไร",
            "`changes` is for an amendment, which needs it: which answers become what",
        )
