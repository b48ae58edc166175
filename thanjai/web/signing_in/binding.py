"""What follows when a key or an app comes or goes, or somebody proves themselves once more."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.db.models.signals import post_delete, pre_save
from django.dispatch import receiver

from thanjai.web import identity
from thanjai.web.signing_in.entering import LEVEL


@receiver(pre_save, sender=Authenticator)
def bind(instance: Authenticator, **_: Any) -> None:
    """A key or an app is worth as much as we knew of the person who added it; and it is in their hand now."""
    request = context.request
    if request is None or not instance._state.adding or instance.type == Authenticator.Type.RECOVERY_CODES:
        return
    instance.data[LEVEL] = str(identity.assurance_of(request))
    if identity.PERSON in request.session:
        request.session[identity.TWO_FACTORS] = True
        request.session[identity.PROVEN] = identity.seconds()


@receiver(post_delete, sender=Authenticator)
def unbind(instance: Authenticator, **_: Any) -> None:
    """With the last key gone the office closes until there is another."""
    request = context.request
    if request is not None and not Authenticator.objects.filter(user_id=instance.user_id).exists():
        request.session[identity.TWO_FACTORS] = False


@receiver(authentication_step_completed)
def proven_again(request: Any, reauthenticated: bool = False, **_: Any) -> None:
    if reauthenticated:
        request.session[identity.PROVEN] = identity.seconds()
