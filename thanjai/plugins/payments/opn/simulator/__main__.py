"""`python -m thanjai.plugins.payments.opn.simulator`: run the gateway simulator until SIGTERM or Ctrl-C."""

from __future__ import annotations

from thanjai.plugins.payments.opn.simulator import site
from thanjai.plugins.payments.opn.simulator.configuration import Configuration
from thanjai.plugins.payments.simulating.running import run

if __name__ == "__main__":
    run("gateway simulator", Configuration.from_environment, site.create)
