"""A person with an account."""

from __future__ import annotations

from django.db import models

from thanjai.kernel.ids import new_id


class Person(models.Model):
    """One human being. There is no password here: people prove who they are to an identity provider."""

    id = models.UUIDField(primary_key=True, default=new_id)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, default="th")
    is_demo = models.BooleanField(default=False)
