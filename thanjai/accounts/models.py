"""A person with an account."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.db import models

from thanjai.kernel.ids import new_id
from thanjai.kernel.secrets import SealedField


def no_password() -> str:
    """What stands where Django keeps a password: random, and no password at all."""
    return make_password(None)


class Person(AbstractBaseUser):
    """One human being, who proves who they are by something else than a password.

    An address belongs to one person; people known by their number alone have none (""). The number is kept sealed,
    and found by a keyed hash of it, so that a copy of the table tells nobody's number.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    password = models.CharField(max_length=128, default=no_password, editable=False)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, default="th")
    is_demo = models.BooleanField(default=False)
    national_id_sealed = SealedField(blank=True, default="")
    national_id_index = models.BinaryField(null=True, unique=True)
    last_login_from = models.CharField(max_length=200, blank=True)
    """Where they last signed in from, as their browser and network said."""

    objects = BaseUserManager["Person"]()

    USERNAME_FIELD = "id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], name="one_person_per_address", condition=~models.Q(email="")),
        ]

    def __str__(self) -> str:
        return self.name or self.email
