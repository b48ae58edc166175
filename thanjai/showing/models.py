"""Tables of how agencies show themselves."""

from __future__ import annotations

from django.db import models


class Host(models.Model):
    """A host name under which an agency's public pages are shown. Whoever runs the installation gives it."""

    agency = models.OneToOneField("agencies.Agency", primary_key=True, on_delete=models.PROTECT)
    name = models.CharField(max_length=253, unique=True)
    since = models.DateTimeField()
