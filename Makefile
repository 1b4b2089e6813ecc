# Two commands on a fresh machine: `make demo` and `make test`. Needs python3 (3.11 or later) with venv, and PyPI.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ROOM ?= room/demo

.PHONY: demo test check bench web clean

demo: $(VENV)/.installed
	$(BIN)/commonground demo --folder $(ROOM)

test: $(VENV)/.tools
	$(BIN)/python tools/run_tests.py

check: $(VENV)/.tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.tools
	$(BIN)/python -m bench

web:
	cd web && npm ci && npm run check && npm test && npm run build

# The last step of both compiles the kernels of the 4-D engine once, so that nobody waits for it later.
$(VENV)/.installed: pyproject.toml
	$(PYTHON) tools/make_venv.py $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@echo "compiling the kernels of the 4-D engine, once: half a minute"
	$(BIN)/python -m commonground.geo.engine.warm
	touch $@

$(VENV)/.tools: pyproject.toml
	$(PYTHON) tools/make_venv.py $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@echo "compiling the kernels of the 4-D engine, once: half a minute"
	$(BIN)/python -m commonground.geo.engine.warm
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) room .hypothesis .mypy_cache .ruff_cache .import_linter_cache
