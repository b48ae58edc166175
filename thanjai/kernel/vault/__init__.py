"""Where the contents of files lie: on disk or in a bucket, plain or encrypted, as the installation is set."""

from __future__ import annotations

from thanjai.kernel.vault.sealing import Damaged
from thanjai.kernel.vault.vault import keep, kept_places, new_place, opened, removed

__all__ = ["Damaged", "keep", "kept_places", "new_place", "opened", "removed"]
