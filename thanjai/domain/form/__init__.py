"""The form of a service: what is asked, what the answers are worth, how they are read back.

Posted strings go through `parse_page`, then `validate_page`; before a case is submitted all
goes through `validate_all`. Stored answers are JSON: text trimmed, dates ISO, money in satang,
numbers with the decimals the question allows, compound answers with all their parts.
"""

from thanjai.domain.form.display import Item, Row, Section, display, masked, sections
from thanjai.domain.form.parse import input_name, parse_fields, parse_page, refill
from thanjai.domain.form.result import FieldError, Result
from thanjai.domain.form.schema import json_schema
from thanjai.domain.form.validate import (
    Filled,
    environment,
    filled,
    merged,
    next_page,
    validate_all,
    validate_findings,
    validate_page,
    visible_pages,
)

__all__ = [
    "FieldError",
    "Filled",
    "Item",
    "Result",
    "Row",
    "Section",
    "display",
    "environment",
    "filled",
    "input_name",
    "json_schema",
    "masked",
    "merged",
    "next_page",
    "parse_fields",
    "parse_page",
    "refill",
    "sections",
    "validate_all",
    "validate_findings",
    "validate_page",
    "visible_pages",
]
