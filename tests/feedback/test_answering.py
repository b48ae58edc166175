"""What people say of a case: once, changeable for a while, nobody's to see with a name, and followed up where it is bad."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.feedback.conftest import BAD, FOOD, GOOD, ended, last_month, many, said_on, year_over
from tests.world import World
from thanjai.cases import actions
from thanjai.cases.events import CaseErased
from thanjai.cases.models import Case
from thanjai.catalogue.models import Service
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case.commands import AddNote, Withdraw
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.satisfaction import WORDS_KEPT, Got, Opinion, Tally
from thanjai.feedback import answering, asking, following, results
from thanjai.feedback.links import case_by_link, code_of
from thanjai.feedback.models import Answer, Asked, FollowUp, Given
from thanjai.feedback.pages import Page, say_of_page
from thanjai.kernel import jobs
from thanjai.kernel.caching import forget
from thanjai.kernel.clock import BANGKOK, now, standing_at, today
from thanjai.kernel.events import publish
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.messaging.models import Message

pytestmark = pytest.mark.django_db
WISH = Opinion(2, Got.PARTLY, "ขอให้โทรกลับ", wants_answer=True)


def letters() -> list[Message]:
    with acting_as(PLATFORM):
        return list(Message.objects.filter(key__startswith="satisfaction").order_by("queued_at"))


def test_a_case_is_judged_once_and_the_answer_can_be_changed_for_a_fortnight(world: World) -> None:
    row = ended(world)
    answering.say(row, GOOD)
    answering.say(row, BAD)
    with acting_as(PLATFORM):
        assert [(one.ease, one.got, one.words) for one in Answer.objects.all()] == [(1, "no", "รอนาน")]
        assert FollowUp.objects.count() == 1
    with standing_at(now() + timedelta(days=15)), pytest.raises(Refusal, match="too_late"):
        answering.say(row, GOOD)
    late = ended(world)
    with standing_at(now() + timedelta(days=91)), pytest.raises(Refusal, match="too_late"):
        answering.say(late, GOOD)


def test_nobody_answers_before_the_end_or_without_the_link(world: World) -> None:
    _, case = world.submitted()
    with acting_as(PLATFORM):
        row = Case.objects.get(pk=case.id)
    with pytest.raises(Refusal, match="too_late"):
        answering.say(row, GOOD)
    with pytest.raises(Refusal, match="no_such_page"):
        case_by_link(case.id, "0000-0000-0000-0000")
    with pytest.raises(Refusal, match="no_such_page"):
        case_by_link(world.agency, code_of(world.agency))
    assert case_by_link(case.id, code_of(case.id)).id == case.id


def test_the_letter_goes_once_not_again_within_30_days_and_never_to_who_declined(world: World) -> None:
    first, second = ended(world), ended(world)
    queued = list(jobs.app.job_manager.list_jobs(task="thanjai.feedback.jobs.ask"))
    assert len(queued) == 2 and all(str(row.id) in str([job.task_kwargs for job in queued]) for row in (first, second))
    assert asking.ask(case_id=first.id) and not asking.ask(case_id=first.id) and not asking.ask(case_id=second.id)
    (letter,) = letters()
    assert f"/opinion/{first.id}/{code_of(first.id)}/" in letter.body and letter.to == first.email
    with standing_at(now() + timedelta(days=31)):
        third = ended(world)
        asking.decline(third)
        assert asking.has_declined(third) and not asking.ask(case_id=third.id)
        with acting_as(PLATFORM):
            assert asking.forget_asked() == 0 and Asked.objects.count() == 1
        asking.ask_again(third)
        assert asking.ask(case_id=third.id)
    with standing_at(now() + timedelta(days=70)):
        assert not asking.ask(case_id=third.id), "a case that ended long ago is asked about no more"
        with acting_as(PLATFORM):
            assert asking.forget_asked() == 1 and not Asked.objects.exists()


def test_officers_see_marks_and_words_but_the_case_only_where_the_person_wants_an_answer(world: World) -> None:
    quiet, wishing = many(world, BAD, WISH)
    with acting_as(world.officer):
        seen = {one.ease: one for one in following.answers_to(world.officer)}
        assert seen[1].case_id is None and seen[2].case_id == wishing.id
        assert not Given.objects.exists() and not Asked.objects.exists()
        assert not Answer.objects.update(words="") and not FollowUp.objects.update(done="x")
        assert [following.number_of(one) for one in following.open_ones(world.officer)].count(wishing.number) == 1
    with acting_as(world.stranger):
        assert not following.answers_to(world.stranger) and not following.open_ones(world.stranger)
    assert answering.said_of(quiet).opinion == BAD
    answering.say(wishing, Opinion(2, Got.PARTLY, "ไม่ต้องแล้ว"))
    with acting_as(world.officer):
        assert all(one.case_id is None for one in following.answers_to(world.officer))


def test_the_office_answers_the_person_and_says_in_public_what_it_did(world: World) -> None:
    (row,) = many(world, WISH)
    with acting_as(world.officer):
        (one,) = following.open_ones(world.officer)
        assert one.due_on > today() and following.load_of(world.agency) == following.Load(1, 0)
        for reply, done, field in (("", "แก้แล้ว", "reply"), ("ขอโทษ", "", "done"), ("ขอโทษ", "โทร 0812345678", "done")):
            with pytest.raises(Refusal) as refused:
                following.close(actor=world.officer, id=one.id, reply=reply, done=done)
            assert refused.value.field == field
        following.close(actor=world.officer, id=one.id, reply="ขอโทษ", done="เพิ่มเจ้าหน้าที่")
        following.close(actor=world.officer, id=one.id, reply="ขอโทษ", done="เพิ่มเจ้าหน้าที่")
        with pytest.raises(Refusal, match="closed_already"):
            following.close(actor=world.officer, id=one.id, reply="อื่น", done="อื่น")
    assert following.load_of(world.agency).open == 0
    assert ["ขอโทษ" in letter.body and letter.to == row.email for letter in letters()] == [True]
    told = answering.said_of(row).followed_up
    assert told is not None and told.reply == "ขอโทษ"
    with standing_at(now() + timedelta(days=30)):
        assert following.loads() == {}


def test_who_says_worse_or_wishes_an_answer_after_the_end_of_a_follow_up_is_heard_again(world: World) -> None:
    (row,) = many(world, BAD)
    with acting_as(world.officer):
        (one,) = following.open_ones(world.officer)
        following.close(actor=world.officer, id=one.id, reply="", done="เพิ่มเก้าอี้")
    with standing_at(now() + timedelta(days=3)):
        answering.say(row, BAD)
        assert following.load_of(world.agency).open == 0, "the same again calls for nothing"
        answering.say(row, WISH)
        told = answering.said_of(row).followed_up
        assert (
            told is not None and told.closed_at is None and told.reply == told.done == "" and told.due_on > one.due_on
        )
        with acting_as(world.officer):
            (again,) = following.open_ones(world.officer)
            (past,) = following.before_of(again)
            assert (past["ease"], past["words"], past["done"], past["on"]) == (1, BAD.words, "เพิ่มเก้าอี้", one.opened_on)
            following.close(actor=world.officer, id=one.id, reply="จะโทรกลับ", done="เพิ่มสาย")
        answering.say(row, Opinion(2, Got.PARTLY, "ยังไม่โทร", wants_answer=True))
        with acting_as(world.officer):
            following.close(actor=world.officer, id=one.id, reply="ขอโทษ", done="โทรแล้ว")
    assert ["จะโทรกลับ" in letter.body or "ขอโทษ" in letter.body for letter in letters()] == [True, True]
    answering.forget_case(row.id)
    with acting_as(PLATFORM):
        assert [(one.reply, one.earlier) for one in FollowUp.objects.all()] == [("", [])]


def test_an_erased_case_leaves_nothing_when_only_the_answer_names_it_still(world: World) -> None:
    (row,) = many(world, WISH)
    with standing_at(now() + timedelta(days=200)):
        with acting_as(PLATFORM):
            answering.forget_words()
            assert not Given.objects.exists() and Answer.objects.get().case_id == row.id
        answering.forget_case(row.id)
    with acting_as(PLATFORM):
        assert [(one.words, one.case_id) for one in Answer.objects.all()] == [("", None)]


def test_words_go_by_the_day_in_thailand(world: World) -> None:
    early = datetime(2026, 11, 2, 1, tzinfo=BANGKOK)
    said_on(early.date() - WORDS_KEPT - timedelta(days=1), 5, agency=world.agency)
    with acting_as(PLATFORM):
        Answer.objects.update(words="x")
        with standing_at(early - timedelta(days=1)):
            assert answering.forget_words() == 0
        with standing_at(early):
            assert answering.forget_words() == 1


def test_who_worked_on_the_case_does_not_answer_unless_they_are_the_head(world: World) -> None:
    clerk = world.colleague("clerk", Role.FRONT_DESK, Role.REVIEWER)
    holder, case = world.submitted()
    with acting_as(clerk):
        actions.carry_out(actor=clerk, case_id=case.id, command=AddNote(text="x"))
    with acting_as(holder):
        row = actions.carry_out(actor=holder, case_id=case.id, command=Withdraw(reason=""))
    answering.say(row, WISH)
    with acting_as(clerk):
        (one,) = following.open_ones(clerk)
        with pytest.raises(Refusal, match="separate_duties"):
            following.close(actor=clerk, id=one.id, reply="x", done="x")
    with acting_as(world.officer):
        assert following.close(actor=world.officer, id=one.id, reply="x", done="x").closed_by == world.officer.person


def test_results_are_shown_from_five_answers_on_and_words_of_what_was_done(world: World) -> None:
    rows = many(world, GOOD, GOOD, GOOD, BAD)
    with standing_at(year_over()):
        assert results.of_agency(world.agency).by_key == {} and results.of_agency(world.agency).hidden == 1
    many(world, Opinion(4, Got.PARTLY))
    say_of_page(Page("/a/khonkaen/", world.agency), BAD)
    with acting_as(world.officer):
        for one in following.open_ones(world.officer):
            following.close(actor=world.officer, id=one.id, reply="", done=f"ทำแล้ว {one.answer.page}")
    assert not results.of_agency(world.agency).total.count, "the month goes on"
    forget()
    with standing_at(year_over()):
        found = results.of_agency(world.agency)
        assert (found.total.count, found.total.ease, found.total.got) == (5, 20, 3)
        assert found.by_key.keys() == {FOOD} and found.by_month.keys() == {
            bangkok_day(rows[0].closed_at).replace(day=1)
        }
        assert results.of_service(FOOD).total == results.of_offer(world.agency, FOOD).total == found.total
        assert results.of_all().by_key.keys() == {world.agency} and not results.of_agency(world.other).total.count
        assert [words for _, words in results.done_about([world.agency], found.by_key)] == ["ทำแล้ว"]
        assert results.done_about([world.agency], ["other"]) == results.done_about([world.other], [FOOD]) == []
    with standing_at(year_over() + timedelta(days=400)):
        assert not results.of_agency(world.agency).total.count


def test_the_oversight_sees_sums_of_what_everybody_sees_and_no_more(world: World) -> None:
    day = last_month()
    said_on(day, 5, 5, 5, 4, 4, agency=world.agency)
    said_on(day, 1, 1, 1, agency=world.agency, service="hazardous-business")
    said_on(day, 1, 1, 1, agency=world.other, service="hazardous-business")
    said_on(day, 1, 1, 1, agency=world.other)
    assert results.of_all().by_key == {world.agency: Tally(5, 23, 5)} and results.of_all().total.count == 5
    assert results.of_all().by_month == results.of_agency(world.agency).by_month
    assert not results.of_agency(world.other).total.count


def test_a_page_is_told_to_who_edits_it_and_pages_of_the_site_to_the_oversight(world: World) -> None:
    say_of_page(Page(f"/a/khonkaen/{FOOD}/", world.agency, FOOD, 1), BAD)
    say_of_page(Page("/"), BAD)
    with acting_as(world.officer):
        (one,) = following.open_ones(world.officer)
    assert (one.answer.page, one.answer.version, one.answer.service_id) == (f"/a/khonkaen/{FOOD}/", 1, FOOD)
    with acting_as(PLATFORM):
        assert [answer.page for _, answer in following.said_of_platform()] == ["/"]
        Service.objects.filter(pk=FOOD).update(owner_id=world.other)
    say_of_page(Page(f"/a/khonkaen/{FOOD}/", world.agency, FOOD, 1), BAD)
    with acting_as(world.stranger):
        assert [one.agency_id for one in following.open_ones(world.stranger)] == [world.other]


def test_words_go_with_the_case_and_with_time_and_the_figures_stay(world: World) -> None:
    row, other = many(world, WISH, BAD)
    with acting_as(worker_at(world.agency)):
        publish(CaseErased(world.agency, row.id, []))
    with acting_as(PLATFORM):
        assert not Given.objects.filter(case_id=row.id).exists()
        kept = Answer.objects.get(ease=2)
        assert (kept.words, kept.case_id, kept.got) == ("", None, "partly")
    assert answering.said_of(other).opinion == BAD
    with standing_at(now() + timedelta(days=800)), acting_as(PLATFORM):
        assert answering.forget_words() == 1
        assert Answer.objects.count() == 2 and not Answer.objects.exclude(words="").exists()
        assert not Given.objects.exists()
