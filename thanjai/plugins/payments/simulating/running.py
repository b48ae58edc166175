"""A simulator as a program: it serves until SIGTERM or Ctrl-C."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Mapping
from typing import TypeVar

import uvicorn
from starlette.applications import Starlette

from thanjai.kernel import logs
from thanjai.plugins.payments.simulating.environment import Surroundings

Configuration = TypeVar("Configuration", bound=Surroundings)


def run(
    name: str, read: Callable[[Mapping[str, str]], Configuration], create: Callable[[Configuration], Starlette]
) -> None:
    """Read the environment and serve. Ends with 2 and one clear line when the environment is wrong."""
    try:
        configuration = read(os.environ)
    except ValueError as error:
        sys.stderr.write(f"{name}: {error}\n")
        sys.exit(2)
    logs.configure()
    logging.getLogger(__name__).info(
        "%s on http://localhost:%d, webhooks go to %s", name, configuration.port, configuration.webhook_url
    )
    uvicorn.run(
        create(configuration),
        host=configuration.host,
        port=configuration.port,
        log_level="warning",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=3,
    )
