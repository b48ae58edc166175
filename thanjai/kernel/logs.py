"""Logs as lines of JSON on standard error, each with what is known of its request and case."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from typing import Any, Final, TextIO, cast

import structlog

_QUIET: Final = {
    "procrastinate": logging.WARNING,
    "procrastinate.worker": logging.INFO,  # `_worth_a_line` chooses.
    "pyhanko": logging.ERROR,  # Warns of every certificate of an authority that nobody knows, as ours in a trial.
    "pyhanko_certvalidator": logging.ERROR,
    "fontTools": logging.ERROR,
    "django.request": logging.ERROR,  # A page that is not there is an answer, and has its line already.
}
"""Libraries that say more than an operator can use, and from where on they are worth a line."""

HIDDEN: Final = "•••"
LEAST_SECRET: Final = 8
"""Shorter words would hide half of the log, and are no secrets."""
_TELLING: Final = re.compile(r"password|secret|token|cookie|authori[sz]ation|api.?key|access.?code|otp", re.IGNORECASE)
"""Names of fields whose values are nobody's business."""
_IN_ADDRESS: Final = re.compile(r"(?<=://)[^/@\s:\"]*:[^/@\s\"]+(?=@)")
_VALUE: Final = re.compile(
    r"""'[^']*'|"[^"]*"|\([^()]*\)|\[[^\]]*\]|\{[^}]*\}|\S*@\S*|\S*[^\x00-\x7f]\S*|\S*\d{4,}\S*"""
)
"""What in the words of an exception may be somebody's."""
_ASKED_FOR: Final = re.compile(r": /\S*")
_never: tuple[str, ...] = ()
"""Replaced, never changed: other threads may be going through it."""


def never_show(secret: str) -> None:
    """Have a value hidden wherever it would stand in a line of the log, in any field or trace."""
    global _never
    if len(secret) >= LEAST_SECRET and secret not in _never:
        _never = (*_never, secret)


def hide(logger: Any, name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Hide the values of fields that by their names hold a secret."""
    return {key: HIDDEN if _TELLING.search(key) and value else value for key, value in event.items()}


def without_address(logger: Any, name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Django's own words end with the address that was asked for, and some addresses hold the secret of a link."""
    if str(event.get("logger", "")).startswith("django"):
        event["event"] = _ASKED_FOR.sub("", str(event["event"]))
    return event


def trace_of(exc_info: structlog.typing.ExcInfo) -> str:
    """Where a fault came from, without a value: what an exception says often quotes what somebody typed.

    Of its words those stay that are ours; quoted parts, other languages, addresses and numbers are hidden, and what
    a database adds about the row in question is left out.
    """
    return "\n".join(_told(traceback.TracebackException(*exc_info))).strip()


def _told(fault: traceback.TracebackException) -> Iterator[str]:
    before = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    if before is not None:
        yield from _told(before)
        yield "\nand then:\n"
    yield from ("Traceback (most recent call last):", "".join(fault.stack.format()).rstrip())
    kind, _, words = "".join(fault.format_exception_only()).strip().partition(":")
    yield f"{kind}:{_VALUE.sub(HIDDEN, words.partition(chr(10))[0])}" if words else kind


def _worth_a_line(record: logging.LogRecord) -> bool:
    """Of a job that went well nothing; of one that failed a warning, though it is tried again and may yet succeed."""
    if getattr(record, "action", "") == "job_error_retry":
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return record.levelno >= logging.WARNING or not record.name.startswith("procrastinate")


_SHARED: Final[list[structlog.typing.Processor]] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


class _StandardError(io.TextIOBase):
    """Standard error as it is when a line is written: loggers are kept, and it may be led elsewhere since."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def configure() -> None:
    """Set up logging for this process: our own events, from informative ones up; of libraries, warnings."""
    structlog.configure(
        processors=[*_SHARED, structlog.processors.ExceptionRenderer(trace_of), hide, _json()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(cast(TextIO, _StandardError())),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(_StandardError())
    handler.addFilter(_worth_a_line)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*_SHARED, structlog.stdlib.add_logger_name],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.ExceptionRenderer(trace_of),
                without_address,
                hide,
                _json(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.captureWarnings(True)
    logging.getLogger("thanjai").setLevel(logging.INFO)
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)


def _json() -> structlog.typing.Processor:
    return structlog.processors.JSONRenderer(serializer=_line)


def _line(event: dict[str, Any], **options: Any) -> str:
    line = _IN_ADDRESS.sub(HIDDEN, json.dumps(event, ensure_ascii=False, **options))
    for secret in _never:
        # As JSON writes it, so that one with quotes in it is found too.
        line = line.replace(json.dumps(secret, ensure_ascii=False)[1:-1], HIDDEN)
    return line
