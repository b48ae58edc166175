"""XML from a bank, by way of whoever brings it: nothing in it is fetched, and nothing unfolds into more than was sent."""

from __future__ import annotations

from typing import Any

from lxml import etree


class NotRead(ValueError):
    """It is no XML, or more than XML: it has a document type, in which entities could be hidden."""


def root_of(content: bytes) -> Any:
    """The outermost element. Raises NotRead."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise NotRead(str(fault)) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotRead("it has a document type")
    return root
