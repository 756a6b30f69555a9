# Everything a newcomer needs. Python 3.11+, make and git are enough; the rest comes from the locked requirements.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
SELF := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

.PHONY: demo run test drills prove check docs screenshots hooks fix soak bench audit sbom lock clean

demo: $(VENV)/run.stamp  ## A hospital in miniature at http://127.0.0.1:8000
	$(BIN)/rounds demo $(ARGS)

run: $(VENV)/run.stamp
	$(BIN)/rounds run

test: $(VENV)/dev.stamp  ## On three workers, for two cores: servers that start and stop are waited for; ARGS="-n 0" for one after the other, as a debugger needs
	$(BIN)/python -m pytest -n 3 --dist worksteal $(ARGS)

drills: $(VENV)/dev.stamp  ## Whole lives, in a browser or beside real platforms, that take too long for `make test`; none lands without them
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder -m "drill and not soak" $(ARGS)

check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --num-workers 2
	$(BIN)/lint-imports
	$(BIN)/vulture
	$(BIN)/vulture bot storage config benchmarks tests/architecture/vulture_kept.py

docs: $(VENV)/dev.stamp  ## The pages of docs/ as a site in site/, without network; any warning is an error
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

screenshots: $(VENV)/dev.stamp  ## The pictures of docs/screenshots, from the demo's hospital as it runs; needs chromium
	$(BIN)/python -m tests.screenshots.make $(ARGS)

hooks: $(VENV)/dev.stamp  ## The quick checks before every commit
	$(BIN)/pre-commit install

fix: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

prove: $(VENV)/dev.stamp  ## An adversary against 10,000 small histories, and against gates with one rule replaced; writes docs/trust/report.md
	$(BIN)/python -m tests.adversary.prove $(ARGS)

soak: $(VENV)/dev.stamp  ## Drills for hours: crashes, storms, a simulated year; prints their figures
	$(BIN)/python -m pytest -m soak $(ARGS)

bench: $(VENV)/dev.stamp  ## Comparisons, each of two things in one run
	@for bench in detection one_silent heard shown change_overs planning round_end sending taps chat_after_a_year console_pages closing; do echo "== $$bench"; $(BIN)/python -m benchmarks.$$bench $(ARGS) || exit 1; done

audit: $(VENV)/dev.stamp  ## Known faults of what is locked; "Error 3" means that no source of advisories could tell, so that nothing is known
	@$(BIN)/python -m tests.supply_chain.audit $(ARGS)

sbom: $(VENV)/dev.stamp  ## The list of parts with their licences, from the locks: sbom.cdx.json (CycloneDX 1.6)
	$(BIN)/python -m tests.supply_chain.sbom $(ARGS)

lock:  ## Needs uv; writes hashes for every platform and no registry's address
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-annotate --no-header --quiet --extra build pyproject.toml -o requirements.txt
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-annotate --no-header --quiet --extra build --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis site *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) -r requirements.txt
	$(SELF)
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) -r requirements-dev.txt
	$(SELF)
	@touch $@ $(VENV)/run.stamp
