# Two commands: `make demo` and `make test`; `make help` says the others. Everything is made inside .venv and var/.
PORT ?= 8000
PYTHON ?= $(shell for p in python3.13 python3.14 python3.12 python3; do command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && { echo $$p; break; }; done)
PY := .venv/bin/python

.PHONY: help demo dev test test-entier lint bench territoire mutants captures comparer crochets verrou audit clean

# Each target says what it does on its own line, after two sharps.
help: ## cette liste
	@grep -hE '^[a-z-]+:.* ## ' $(MAKEFILE_LIST) | awk -F ':.* ## ' '{ printf "  make %-16s %s\n", $$1, $$2 }'

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
demo: .venv/pret ## le produit et trois semaines d’une école inventée, sur http://127.0.0.1:8000 (PORT=8001 pour changer)
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py semer_demonstration --adresse $$ENT_ADRESSE
	@ENT_TACHES_DANS_LE_SERVEUR=1 exec $(PY) -m daphne --bind 127.0.0.1 --port $(PORT) --verbosity 0 config.asgi:application

# Django's own server, by daphne: it starts again when code changes; styles, scripts and templates are read at each page.
dev: export ENT_ADRESSE := http://127.0.0.1:$(PORT)
dev: .venv/pret-dev ## la même démonstration, relue à chaque fichier modifié
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py semer_demonstration --adresse $$ENT_ADRESSE
	@ENT_DEBUG=1 ENT_TACHES_DANS_LE_SERVEUR=1 exec $(PY) manage.py runserver 127.0.0.1:$(PORT)

test: .venv/pret-dev ## les relectures (linters), puis la suite ; sur PostgreSQL et Redis aussi, où ils peuvent changer quelque chose (ROOM=messagerie : une salle seule, sans navigateur)
	@$(PY) -m tests.lancer $(if $(ROOM),--salle $(ROOM))

test-entier: .venv/pret-dev ## la même chose, chaque test sur les deux bases, puis les autres salles sans chaque service
	@$(PY) -m tests.lancer --entier

lint: .venv/pret-dev ## les relectures et les types seuls
	$(PY) -m tests.lancer --lint

bench: .venv/pret-dev ## mesurer pages, entrées, imports et signaux, à une école et au territoire entier
	$(PY) -m tests.charge

territoire: .venv/pret-dev ## peupler une base neuve d’un territoire inventé (ECOLES=204, SUITE="--fichiers dossier --sans-personnes")
	@test -n "$(ECOLES)" || { echo "Combien d’écoles ? make territoire ECOLES=204"; exit 2; }
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) -m tests.territoire --ecoles $(ECOLES) $(SUITE)

mutants: .venv/pret-dev ## changer les droits d’un rien, un rien à la fois : un test doit le voir (DROITS=messagerie pour ceux-là)
	@$(PY) -m tests.mutants $(DROITS)

captures: .venv/pret-dev ## reprendre les captures du README
	$(PY) -m tests.captures

comparer: .venv/pret-dev ## les écrans d’un commit et ceux du code en main, au pixel près (BASE=commit, PAGES=motif)
	@test -n "$(BASE)" || { echo "Comparer à quel commit ? make comparer BASE=…"; exit 2; }
	@$(PY) -m tests.comparer $(BASE) --pages "$(PAGES)"

crochets: .venv/pret-dev ## relire à chaque commit ce qu’il change (pre-commit, avec les outils de .venv)
	@$(PY) -m pre_commit install

.venv/outils/pret: requirements-outils.txt .venv/pret
	@$(PY) -m venv .venv/outils
	@.venv/outils/bin/pip install --quiet --disable-pip-version-check -r requirements-outils.txt
	@touch $@

# A lock keeps its versions until one asks otherwise: make verrou SUITE="--upgrade-package django".
verrou: .venv/outils/pret ## figer chaque paquet et son empreinte, les indirects compris, depuis requirements.in et requirements-dev.in
	@for nom in requirements requirements-dev; do .venv/outils/bin/uv pip compile --universal --python-version 3.12 --generate-hashes --quiet \
	  --no-annotate --custom-compile-command "make verrou" $(SUITE) $$nom.in --output-file $$nom.txt || exit 1; done

audit: .venv/outils/pret ## chercher parmi les paquets figés ceux dont une faille est publiée (il faut joindre la base des failles)
	@.venv/outils/bin/pip-audit --strict --requirement requirements.txt --require-hashes --disable-pip --progress-spinner off

clean: ## effacer ce qui a été fabriqué : .venv, var et les caches
	rm -rf .venv var .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
