"""Pages are drawn here as in the tests of pages."""

from tests.web.conftest import _plain_addresses_of_assets

__all__ = ["_plain_addresses_of_assets"]
