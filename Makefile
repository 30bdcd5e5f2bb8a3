# Everything runs in .venv, which is made from the locks when it is missing or older than they are.
# Needs: make and Python 3.11 or newer with its venv module. PYTHON=... names another interpreter.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c '$(NEW_ENOUGH)' 2>/dev/null && { echo "$$name"; break; }; done)
# Some tests wait for terminals and clocks: more workers than cores.
WORKERS ?= 3
CATALOGUES := $(wildcard locales/*/LC_MESSAGES/traces_tui.po)

.PHONY: help demo run test lint format bench lock locales pictures snapshots sheets wheel clean
.DELETE_ON_ERROR:

help:
	@echo "make demo      the kiosk with made-up people, in a fresh temporary database"
	@echo "make run       the kiosk"
	@echo "make test      all tests (make test ARGS='-k name' some)"
	@echo "make lint      style, types, import contracts (make format repairs style)"
	@echo "make bench     speed and size, as ratios"
	@echo "make locales   renew the message catalogues from the source"
	@echo "make pictures  renew the pictures of the documentation"
	@echo "make sheets    every screen in all sizes and themes, to be looked at, in build/gallery"
	@echo "make snapshots store what every screen shows now, after it was looked at"
	@echo "make wheel     build dist/*.whl"
	@echo "make lock      renew the exact versions in requirements/"
	@echo "make clean     remove everything made here, .venv too"

demo: $(VENV)/run.stamp $(VENV)/catalogues.stamp
	@$(BIN)/traces-tui demo

run: $(VENV)/run.stamp $(VENV)/catalogues.stamp
	@$(BIN)/traces-tui

test: $(VENV)/dev.stamp $(VENV)/catalogues.stamp
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal $(ARGS)

lint: $(VENV)/dev.stamp
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary
	@broken=$$($(BIN)/lint-imports --no-cache 2>&1) || { echo "$$broken" >&2; exit 1; }
	@echo "Style, types and import contracts are kept."

format: $(VENV)/dev.stamp
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

bench: $(VENV)/dev.stamp $(VENV)/catalogues.stamp
	@$(BIN)/python -m benchmarks $(ARGS)

pictures: $(VENV)/dev.stamp $(VENV)/catalogues.stamp
	@$(BIN)/python -m docs.pictures $(ARGS)

# Some by their names: make sheets ARGS='login queue'; every cell of the matrix: ARGS=--all.
sheets: $(VENV)/dev.stamp $(VENV)/catalogues.stamp
	@$(BIN)/python -m tests.ui.gallery.sheets $(ARGS)

snapshots: $(VENV)/dev.stamp $(VENV)/catalogues.stamp
	@SNAPSHOTS=renew $(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal \
		tests/ui/gallery/test_gallery.py -k as_it_should_be $(ARGS)

wheel: $(VENV)/run.stamp
	@$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

# Strings are marked msg("…", name=value) and plural("one", "many", n=…); where they are looked for
# stands in pyproject.toml. make locales NEW=de starts a catalogue.
locales: $(VENV)/run.stamp
	@mkdir -p build
	@$(BIN)/pybabel --quiet extract --mapping pyproject.toml --output build/traces_tui.pot \
		--keyword msg --keyword plural:1,2 --add-comments Translators: --strip-comments \
		--add-location file --width 100 --project traces_tui .
	@for language in $(NEW); do $(BIN)/pybabel --quiet init --domain traces_tui \
		--input-file build/traces_tui.pot --output-dir locales --locale "$$language"; done
	@$(BIN)/pybabel --quiet update --domain traces_tui --input-file build/traces_tui.pot \
		--output-dir locales --width 100 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	@$(BIN)/python locales/english.py
	@$(BIN)/python hatch_build.py

# The newest versions that pyproject.toml allows, for all its Pythons, with their hashes.
UV := build/uv/bin/uv
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--upgrade --no-annotate --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock"
lock: $(UV)
	@$(COMPILE) --extra test --output-file requirements/dev.lock pyproject.toml
	@$(COMPILE) --constraint requirements/dev.lock --output-file requirements/run.lock pyproject.toml
	@printf 'hatchling\nbabel\n' | $(COMPILE) --constraint requirements/dev.lock \
		--output-file requirements/build.lock -

clean:
	@rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@rm -f locales/*/LC_MESSAGES/*.mo
	@find traces_tui tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@"$(or $(PYTHON),false)" -c '$(NEW_ENOUGH)' 2>/dev/null || { \
		echo "traces_tui needs Python 3.11 or newer; please install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) lacks its venv module; please install it (Debian: apt install python3-venv)" >&2; exit 1; }
	@echo "Making $(VENV) ..."
	@rm -rf $(VENV) && "$(PYTHON)" -m venv $(VENV)

# The locks are complete, so nothing is resolved; the build needs nothing that isn't locked.
$(VENV)/run.stamp: requirements/run.lock requirements/build.lock pyproject.toml hatch_build.py | $(BIN)/python
	@echo "Installing what the program needs ..."
	@$(PIP) install --no-deps --require-hashes -r requirements/run.lock -r requirements/build.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.lock $(VENV)/run.stamp
	@echo "Installing what the tests need ..."
	@$(PIP) install --no-deps --require-hashes -r requirements/dev.lock
	@$(PIP) check
	@touch $@

$(VENV)/catalogues.stamp: $(CATALOGUES) $(VENV)/run.stamp
	@$(BIN)/python hatch_build.py
	@touch $@

$(UV): | $(BIN)/python
	@$(BIN)/python -m venv build/uv
	@build/uv/bin/python -m pip --disable-pip-version-check -qq install uv
