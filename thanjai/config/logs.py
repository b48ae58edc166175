"""Logs as lines of JSON on standard error, each with what is known of its request and case."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import structlog


def configure() -> None:
    """Set up logging for this process: our own events, from informative ones up."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_line),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _line(event: dict[str, Any], **options: Any) -> str:
    return json.dumps(event, ensure_ascii=False, **options)
