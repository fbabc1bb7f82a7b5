# Every target does its own set-up: it needs make, Python 3.11 or newer and a package index, nothing else.
#   make prove   prove, replay and cross-check the derivations; results in build/
#   make test    the tests, then those marked soundness again under python -O
#   make lint    ruff and mypy --strict
#   make bench   the measurements of bench/, one module after the other
#   make soundness  the campaigns of bench/soundness, of which the tests run a sample
#   make setup   only the environment in .venv
#   make clean   remove the environment, build/ and all caches
# PYTHON=... chooses the interpreter, WORKERS=... the number of test processes, ARGS=... adds arguments.

SHELL   := /bin/bash
# Where tests are marked soundness: nothing else needs to be collected for them.
OPTIMIZED := tests/soundness tests/symbolic tests/proofs tests/test_python_O.py
VENV    := .venv
PY      := $(VENV)/bin/python
STAMP   := $(VENV)/.installed
WORKERS ?= 2
ARGS    ?=

.PHONY: prove test lint bench soundness setup clean
.DEFAULT_GOAL := prove

prove: $(STAMP)
	$(VENV)/bin/lineproof prove $(ARGS)

test: $(STAMP)
	$(PY) -m pytest -q -n $(WORKERS) $(ARGS)
	PYTHONOPTIMIZE=1 $(PY) -m pytest -q -n $(WORKERS) -m soundness $(OPTIMIZED) -W "ignore:assertions not in test modules"

lint: $(STAMP)
	$(PY) -m ruff check .
	$(PY) -m mypy

bench: $(STAMP)
	@status=0; for file in bench/[a-z]*.py; do \
	  $(PY) -m "bench.$$(basename $$file .py)" || status=1; \
	done; exit $$status

soundness: $(STAMP)
	$(PY) -m bench.soundness $(ARGS)

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@python="$(PYTHON)"; \
	suitable='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'; \
	if [ -z "$$python" ]; then \
	  for candidate in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	    if "$$candidate" -c "$$suitable" 2>/dev/null; then python="$$candidate"; break; fi; \
	  done; \
	fi; \
	if [ -z "$$python" ]; then \
	  echo "lineproof needs Python 3.11 or newer with its venv module, and none was found on PATH." >&2; \
	  echo "Install one (on Debian: python3 and python3-venv), or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; \
	fi; \
	if ! "$$python" -c "$$suitable" 2>/dev/null; then \
	  echo "PYTHON=$$python is not Python 3.11 or newer with its venv module." >&2; exit 1; \
	fi; \
	if ! $(PY) -c "$$suitable" 2>/dev/null; then \
	  echo "making $(VENV) with $$("$$python" --version)"; \
	  "$$python" -m venv --clear $(VENV) || exit 1; \
	fi; \
	$(PY) -m pip install -q --disable-pip-version-check -r requirements.lock && \
	$(PY) -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . && \
	touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
