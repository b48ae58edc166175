"""Which questions are behind a paper: those of its lines, its holder and its last day, and nothing else."""

from __future__ import annotations

from tests.world import pack
from thanjai.domain.definition.fields import CalculatedField
from thanjai.domain.definition.stated import stated_on
from thanjai.domain.text import Text


def test_a_licence_states_what_its_lines_its_holder_and_its_conditions_speak_of() -> None:
    definition = pack("food-premises-licence")
    stated = stated_on(definition.paper("licence"), definition)
    assert {"premises_name", "premises_address", "person", "company", "applicant_kind"} <= {
        field.id for field in stated.answers
    }
    assert not {"email", "national_id", "phone"} & {field.id for field in stated.answers}
    assert {step: [field.id for field in fields] for step, fields in stated.findings.items()} == {
        "inspect": ["measured_area"], "decide": ["conditions"],
    }  # fmt: skip


def test_behind_a_calculated_line_are_the_questions_from_which_it_is_worked_out() -> None:
    definition = pack("food-premises-licence")
    label = Text(th="ชื่อ", en="Name")
    first = definition.form.pages[0]
    worked_out = CalculatedField(id="sign", type="calculated", label=label, value="premises_name + '!'")
    pages = (first.model_copy(update={"fields": (*first.fields, worked_out)}), *definition.form.pages[1:])
    changed = definition.model_copy(update={"form": definition.form.model_copy(update={"pages": pages})})
    paper = definition.paper("licence")
    item = paper.items[0].model_copy(update={"value": "sign"})
    stated = stated_on(paper.model_copy(update={"items": (item,), "holder": "email"}), changed)
    assert [field.id for field in stated.answers] == ["email", "premises_name"]


def test_lists_and_files_are_not_among_them() -> None:
    for id in ("food-premises-licence", "hazardous-business", "factory-waste-removal"):
        definition = pack(id)
        for paper in definition.papers:
            assert not {"group", "file", "national_id"} & {field.type for field in stated_on(paper, definition).answers}
