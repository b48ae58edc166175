# `make` alone lists what there is. Variables: PYTHON, THANJAI_PORT, THANJAI_MAIL_PORT, THANJAI_SMTP_PORT, THANJAI_BANK_PORT.
PYTHON ?= $(shell command -v python3.11 || echo python3)
SET_UP := $(PYTHON) setup/bootstrap.py
.DEFAULT_GOAL := help
.PHONY: help run test test-fast test-deep crash check security audit sbom bench reset setup lock messages

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | while IFS='|' read -r name what; do printf '  %-17s%s\n' "$$name" "$$what"; done

run: ## Set up and start everything; Ctrl-C stops it
	@$(SET_UP) thanjai run

test: ## Set up, check and run all tests
	@$(SET_UP) --tests python setup/check.py
	@.venv/bin/pytest -n 2

test-fast: ## The domain and the architecture, without a database, in seconds
	@.venv/bin/pytest tests/domain $(wildcard tests/architecture)

test-deep: ## All tests, with many more random examples
	@$(SET_UP) --tests python setup/check.py
	@HYPOTHESIS_PROFILE=deep .venv/bin/pytest -n 2

crash: ## Kill worker, database and web while licences are paid for, and issued from a list; CASES=n, LISTED=n for so many
	@THANJAI_CRASH_CASES=$(or $(CASES),1000) THANJAI_CRASH_LISTED=$(or $(LISTED),10000) \
		$(SET_UP) --tests python -m pytest -n 0 -s tests/faults/test_crashes.py tests/faults/test_long_list.py

check: ## Formatting, lint, types, import contracts, spelling, dependencies, migrations, templates
	@$(SET_UP) python setup/check.py

security: ## All that is to keep harm away, part by part; PART=files for one, OFFLINE=1 without the audit
	@$(SET_UP) --tests python setup/security.py $(PART) $(if $(OFFLINE),--offline)

audit: ## Known weaknesses of the packages we use, from the registries
	@$(SET_UP) python setup/audit.py

sbom: ## List all parts of the platform in build/sbom-*.json (CycloneDX)
	@$(SET_UP) python setup/audit.py sbom

bench: ## Measure and print a table; ONLY=name for one, SCALE=full for a million cases
	@$(SET_UP) thanjai bench $(if $(ONLY),--only $(ONLY)) $(if $(SCALE),--scale $(SCALE))

reset: ## Remove the database, files and logs, without asking
	@if [ -x .venv/bin/thanjai ]; then .venv/bin/thanjai reset; else rm -rf var && echo "Removed var."; fi

setup: ## Set up only
	@$(SET_UP)

lock: ## Choose the newest allowed Python packages anew, and write them down
	@.venv/bin/python -m pip install --quiet uv
	@.venv/bin/uv pip compile --quiet --upgrade --generate-hashes --extra dev --python-version 3.11 \
		--no-header --no-emit-index-url --no-emit-find-links pyproject.toml --output-file requirements.lock

messages: ## Take the English texts of pages into the Thai catalogue, to be translated there
	@mkdir -p build
	@.venv/bin/pybabel --quiet extract --mapping-file babel.cfg --no-location --sort-output \
		--project Thanjai --output-file build/messages.pot thanjai
	@.venv/bin/pybabel --quiet update --input-file build/messages.pot --domain django --locale th \
		--output-dir thanjai/locale --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --init-missing
	@.venv/bin/pytest tests/architecture/test_translations.py
