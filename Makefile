# Everything here runs from a clone with nothing but Python 3.11+ and make.
#   make run    opens the app (or, without a screen, runs the tour)
#   make test   lints and tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help run tour test lint bench bench-quality shots sample-model i18n clean

help:
	@echo "make run           open the app; without a screen, run the tour"
	@echo "make tour          train, translate and step in the terminal; pictures in build/tour"
	@echo "make test          lint and run all tests"
	@echo "make lint          ruff and the import rules alone"
	@echo "make bench         the toy proof, the bundled models, and speed against peers"
	@echo "make bench-quality MINUTES=10  six trainings of as many minutes: quality against PyTorch"
	@echo "make shots         pictures of every page in build/shots"
	@echo "make sample-model  make the bundled corpus and train the bundled models again"
	@echo "make i18n          collect the window's strings and compile the translations"
	@echo "make clean         remove what was installed and built"

run: $(VENV)/.run
	@$(BIN)/python -m desktop || { code=$$?; [ $$code -eq 3 ] || exit $$code; \
	  echo "So here is the tour instead."; $(BIN)/python -m desktop.tour --out build/tour; }

tour: $(VENV)/.run
	@$(BIN)/python -m desktop.tour --out build/tour

# Two processes share the tests, a file at a time: most tests wait for a child or a window half of their time.
test: PYTEST = $(BIN)/python -m pytest --numprocesses 2 --dist loadfile
test: $(VENV)/.test
	@$(BIN)/python -m ruff check .
	@if $(BIN)/python -m desktop.screen; then $(PYTEST); else \
	  echo "The tests of the window are left out: they need what is named above."; \
	  $(PYTEST) -p no:pytest-qt -W ignore::pytest.PytestConfigWarning --ignore=tests/desktop; fi

lint: $(VENV)/.test
	@$(BIN)/python -m ruff check .
	@$(BIN)/lint-imports

bench: $(VENV)/.test
	@$(BIN)/python -m tests.benchmarks

bench-quality: $(VENV)/.test
	@$(BIN)/python -m tests.benchmarks.quality --minutes $(or $(MINUTES),10)

shots: $(VENV)/.run build/tour/runs/tour/run.json
	@$(BIN)/python -m desktop.shots --out build/shots --run build/tour/runs/tour

# The Train page is photographed with a real run: the tour's.
build/tour/runs/tour/run.json: | $(VENV)/.run
	@$(BIN)/python -m desktop.tour --out build/tour

sample-model: $(VENV)/.run
	@$(BIN)/python -m resources.sample_models

i18n: $(VENV)/.run
	@$(BIN)/python -m resources.i18n.update

clean:
	rm -rf $(VENV) build *.egg-info

# A stamp a set of packages: made again when what they depend on changes.
$(VENV)/.made:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and \
	  'Pellucid needs Python 3.11 or newer; this is %d.%d. Name another one: make PYTHON=python3.12 ...' \
	  % sys.version_info[:2])"
	@echo "making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	@touch $@

$(VENV)/.run: $(VENV)/.made pyproject.toml constraints.txt
	@echo "installing what the app needs ..."
	@$(PIP) --editable '.[fast]'
	@$(BIN)/python -m core.warm
	@touch $@

$(VENV)/.test: $(VENV)/.made pyproject.toml constraints.txt
	@echo "installing what the tests need ..."
	@$(PIP) --editable '.[test]'
	@$(BIN)/python -m core.warm
	@touch $@ $(VENV)/.run
