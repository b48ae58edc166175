"""`python -m thanjai.plugins.payments.demo_bank`: run the bank simulator until SIGTERM or Ctrl-C."""

from __future__ import annotations

from thanjai.plugins.payments.demo_bank import site
from thanjai.plugins.payments.demo_bank.configuration import Configuration
from thanjai.plugins.payments.simulating.running import run

if __name__ == "__main__":
    run("bank simulator", Configuration.from_environment, site.create)
