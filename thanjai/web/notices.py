"""Short messages that a page shows after a redirect, named in its address by a word."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _


def notice_of(request: HttpRequest) -> str:
    """The message for `?notice=`; empty for none we know."""
    word = request.GET.get("notice", "")
    messages = {
        "first": _("Answer this page first. What you sent for the later page has been kept."),
        "hidden": _("That page is not needed with the answers you gave. Go on from here."),
        "sent": _("This request was already submitted. Nothing was sent twice; here it is."),
        "saved": _("Saved."),
        "mailed": _("We have sent the link. Look in your inbox."),
        "corrected": _("Your correction was sent. The agency goes on from here."),
        "agreed": _("You have agreed. It is done as soon as the others have agreed as well; they were written to."),
        "withdrawn": _("The request was withdrawn."),
        "acknowledged": _("Thank you. The agency knows that you have the record."),
        "appealed": _("Your appeal was filed. You will be told what is decided."),
        "written": _("Your message was sent. Whoever is on duty for your case has been told."),
        "call-agreed": _("Agreed. We will call you; a letter says when."),
        "call-moved": _("Moved. A letter says the new time."),
        "call-off": _("Called off. Nobody will call you."),
        "mandate-given": _("Given. Those you named have been written to; it holds when they accept."),
        "mandate-accepted": _("Accepted. You can choose for whom you apply on the page of each service."),
        "mandate-declined": _("Declined. Whoever offered it sees so."),
        "mandate-ended": _("Revoked, from this moment on."),
        "mandate-given-back": _("You act for them no longer."),
        "renewal-mailed": _("We have sent the link to the holder's address. Look in the inbox."),
        "opinion": _("Thank you. Your answer is kept."),
        "opinion-letters": _("You may be asked again."),
        "opinion-no-letters": _("You will not be asked by letter any more."),
        "trying-again": _("The letter is tried again now. If it stays on this list, look at what went wrong."),
        "cookies": _("Your choice is kept."),
        "signed-out": _("You are signed out."),
        "cancelled": _("You came back without having proven who you are. Nothing has changed; you can try again."),
        "provider-failed": _("The other site did not tell us who you are. Try again, or sign in another way."),
        "passkey-failed": _("The passkey was not taken. Try again, or sign in another way."),
        "too-many-codes": _("There were too many wrong codes. Ask for a new one."),
        "old-link": _("This link is too old, or is not whole. Ask for a new one below."),
    }
    return messages.get(word, "")


def redirect_with(notice: str, view: str, **where: Any) -> HttpResponseRedirect:
    """To a page, which then shows the message."""
    return HttpResponseRedirect(f"{reverse(view, kwargs=where)}?notice={notice}")
