# The two commands a newcomer needs: `make demo` and `make test`.
# Nothing but Python 3.11 or later and make is expected on the machine.

PYTHON ?= python3
PORT ?= 8000
MANAGE = .venv/bin/python manage.py
# The worker that makes long files runs beside the server and ends with it.
WITH_WORKER = $(MANAGE) db_worker --no-reload --verbosity 0 & trap "kill $$!" EXIT INT TERM;

.PHONY: help setup demo serve test lint bench

help:
	@echo "make setup   prepare this folder: packages, front end"
	@echo "make demo    prepare, load the demo boards, serve on 127.0.0.1:$(PORT)"
	@echo "make serve   serve what is there, reloading when code changes"
	@echo "make test    lint, checks and every test, on SQLite and PostgreSQL"
	@echo "make lint    lint and format check only"
	@echo "make bench   the speed figures"

setup:
	@$(PYTHON) .ci/setup.py

demo serve bench: export DEBUG ?= 1
# Links in e-mails, such as invitations, lead to where the demo is served
demo serve: export SITE_URL ?= http://127.0.0.1:$(PORT)

demo: setup
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_demo
	@echo "Boardplan is at http://127.0.0.1:$(PORT)/ (Control-C stops it)"
	@$(WITH_WORKER) $(MANAGE) runserver --noreload --verbosity 0 127.0.0.1:$(PORT)

serve: setup
	@$(MANAGE) migrate --verbosity 0
	@$(WITH_WORKER) $(MANAGE) runserver 127.0.0.1:$(PORT)

test:
	@$(PYTHON) .ci/setup.py --tests
	@.venv/bin/python .ci/test.py

lint: setup
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .

bench: setup
	@.venv/bin/python -m tests.bench
