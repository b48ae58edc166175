"""A trial of a service that has come to its paper, for the matrix of addresses."""

from __future__ import annotations

from typing import Any

from tests.world import World, examples, pack
from thanjai.catalogue.models import Version
from thanjai.domain.case import commands as c
from thanjai.kernel.tenancy import Actor, Kind, acting_as
from thanjai.trials import actions, shakes, sharing
from thanjai.trials.models import Trial
from thanjai.trials.running import Matter
from thanjai.web.citizen.trial_form import files_in

FOOD = "food-premises-licence"


def trial_parts(world: World) -> dict[str, dict[str, Any]]:
    """The parts of the addresses about trials, all of the first agency."""
    trial = issued(world)
    file = next(files_in(trial.answers))["id"]
    one = {"trial": trial.id}
    link, share, tried, said = linked(world)
    by_link = {"share": share, "trial": tried.id}
    kept = next(files_in(tried.answers))["id"]
    with acting_as(world.officer):
        shaken = shakes.begin_shake(actor=world.officer, matter=matter_of(), times=1)
    about = ("office_trials_about", "office_trial_begin", "office_trial_share", "office_trial_shake")
    return {
        **{name: {"subject": trial.subject} for name in about},
        **{name: {"shake": shaken.id} for name in ("office_shake", "office_shake_version", "office_shake_stop")},
        "office_trial_unshare": {"share": share},
        "office_trial_comment": {"comment": said},
        "try_open": {"share": share, "code": link},
        "try_link": {"share": share},
        **{name: by_link for name in ("try_trial", "try_comment")},
        "try_paper": {**by_link, "step": "issue"},
        "try_file": {**by_link, "file": kept},
        **{name: one for name in ("office_trial", "office_trial_applicant", "office_trial_officer")},
        "office_trial_paper": {**one, "step": "issue"},
        "office_trial_file": {**one, "file": file},
    }


def matter_of(service: str = FOOD) -> Matter:
    """A published service as its agency offers it."""
    return Matter(Version.objects.get(service_id=service).id, pack(service), examples(service)["settings"])


def linked(world: World) -> tuple[str, Any, Trial, Any]:
    """The secret of a link, the link, a trial that was begun with it and is over, and something that was said in it."""
    with acting_as(world.officer):
        share = sharing.share(actor=world.officer, matter=matter_of())
        code = sharing.code_of(share)
    holder = Actor(Kind.BEARER, bearer=share.bearer)
    with acting_as(holder):
        trial = actions.begin_by_link(actor=holder, share_id=share.id)
        sent(holder, trial)
        said = sharing.comment(actor=holder, trial_id=trial.id, page="who", question="", feeling="easy", words="")
    return code, share.id, worked(world, trial), said.id


def issued(world: World) -> Trial:
    """A trial of the head's whose paper has been issued."""
    with acting_as(world.officer):
        trial = actions.begin(actor=world.officer, matter=matter_of())
        sent(world.officer, trial)
    return worked(world, trial)


def sent(actor: Actor, trial: Trial) -> None:
    """Filled in for one person after another, until somebody attaches a file."""
    while not list(files_in(actions.fill_in(actor=actor, trial_id=trial.id).answers)):
        continue
    assert actions.submit(actor=actor, trial_id=trial.id) == ()


def worked(world: World, trial: Trial) -> Trial:
    """By the head, from the check to the paper."""
    head = world.officer
    with acting_as(head):
        for step in ("check", "inspect"):
            actions.act(actor=head, trial_id=trial.id, command=c.Finish(step=step))
        actions.act(actor=head, trial_id=trial.id, command=c.Decide(step="decide", outcome="approved", reasons="x"))
        return actions.pay(actor=head, trial_id=trial.id)
