# Raamwerk: `make demo` sets up everything and shows it, `make test` runs every test.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
SERVE ?= 1
WORKERS ?= 2

.PHONY: demo test check serve soak

demo: .venv/run-time
	@$(BIN)/python -m townhall.system pdf
	@$(BIN)/flask demo load
ifneq ($(SERVE),0)
	@$(MAKE) --no-print-directory serve
endif

serve: .venv/run-time
	@echo "Raamwerk staat klaar op http://127.0.0.1:$(PORT) (stoppen: Ctrl+C)"
	@RAAMWERK_JOBS_IN_WEB=1 $(BIN)/gunicorn --bind 127.0.0.1:$(PORT) --worker-class gthread --threads 8 --timeout 120 "wsgi:create_app()"

test: .venv/test
	@$(BIN)/python -m townhall.system pdf
	@$(BIN)/python -m townhall.system browser || [ -z "$$CI" ]
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

soak: .venv/test
	@$(BIN)/python -m townhall.system pdf browser
	SOAK=1 $(BIN)/pytest -n $(WORKERS) --dist worksteal

check: .venv/test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/pytest tests/architecture

.venv/bin/python:
	@$(PYTHON) -c 'import sys, venv, ensurepip; assert sys.version_info >= (3, 11)' || \
	  { echo "Nodig: Python 3.11 of hoger met venv. Op Debian: sudo apt-get install python3 python3-venv make git"; exit 1; }
	@echo "Raamwerk wordt klaargezet in .venv …"
	@$(PYTHON) -m venv .venv

.venv/run-time: pyproject.toml constraints.txt | .venv/bin/python
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/test: .venv/run-time
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[test]"
	@touch $@
