"""What follows when a key or an app comes or goes, or somebody proves themselves once more."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import authentication_step_completed
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from thanjai.accounts.keys import LEVEL
from thanjai.web import identity


@receiver(pre_save, sender=Authenticator)
def bind(instance: Authenticator, **_: Any) -> None:
    """A key or an app is worth as much as we knew of the person who added it."""
    if context.request is not None and instance._state.adding:
        instance.data[LEVEL] = str(identity.assurance_of(context.request))


@receiver(post_save, sender=Authenticator)
def in_their_hand(instance: Authenticator, created: bool, **_: Any) -> None:
    """Whoever has just made a key or read a code off an app need not show it once more."""
    request = context.request
    is_factor = instance.type != Authenticator.Type.RECOVERY_CODES
    if created and is_factor and request is not None and identity.PERSON in request.session:
        request.session[identity.TWO_FACTORS] = True
        record_authentication(request, instance.user, "mfa", id=instance.pk, type=instance.type, reauthenticated=True)


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
