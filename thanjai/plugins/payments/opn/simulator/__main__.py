"""`python -m thanjai.plugins.payments.opn.simulator`: run the gateway simulator until SIGTERM or Ctrl-C."""

from __future__ import annotations

import logging
import os
import sys

import uvicorn

from thanjai.kernel import logs
from thanjai.plugins.payments.opn.simulator import site
from thanjai.plugins.payments.opn.simulator.configuration import Configuration


def main() -> None:
    """Read the environment and serve. Ends with 2 and one clear line when the environment is wrong."""
    try:
        configuration = Configuration.from_environment(os.environ)
    except ValueError as error:
        sys.stderr.write(f"gateway simulator: {error}\n")
        sys.exit(2)
    logs.configure()
    logging.getLogger(__package__).info(
        "simulator on http://localhost:%d, webhooks go to %s", configuration.port, configuration.webhook_url
    )
    uvicorn.run(
        site.create(configuration),
        host=configuration.host,
        port=configuration.port,
        log_level="warning",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=3,
    )


if __name__ == "__main__":
    main()
