# Two commands: `make demo` and `make test`. Everything is made inside .venv and var/.
PORT ?= 8000
PYTHON ?= $(shell for p in python3.13 python3.14 python3.12 python3; do command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && { echo $$p; break; }; done)
PY := .venv/bin/python

.PHONY: demo test lint bench captures clean

.venv/pret: requirements.txt
	@test -n "$(PYTHON)" || { echo "Il faut Python 3.12 ou plus récent (sur Debian 13 : apt install python3)."; exit 1; }
# Debian keeps venv in a package of its own: as root it is installed, otherwise one line says what to ask for.
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq python3-venv; } \
	  || { echo "Il manque le module venv de Python (sur Debian : apt install python3-venv)."; exit 1; }
	@echo "Préparation de .venv (une minute la première fois)…"
	@$(PYTHON) -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/pret-dev: requirements-dev.txt .venv/pret
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# The address that pages, mails and sites of schools give is the one that the port makes.
demo: export ENT_ADRESSE := http://127.0.0.1:$(PORT)
demo: .venv/pret
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py semer_demonstration --adresse $$ENT_ADRESSE
	@ENT_TACHES_DANS_LE_SERVEUR=1 exec $(PY) -m daphne --bind 127.0.0.1 --port $(PORT) --verbosity 0 config.asgi:application

test: .venv/pret-dev
	@$(PY) -m tests.lancer

lint: .venv/pret-dev
	$(PY) -m tests.lancer --lint

bench: .venv/pret-dev
	$(PY) -m tests.charge

captures: .venv/pret-dev
	$(PY) -m tests.captures

clean:
	rm -rf .venv var .pytest_cache .ruff_cache .mypy_cache .import_linter_cache
