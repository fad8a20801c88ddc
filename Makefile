# Everything a person types. Each target sets up what it needs, so each works alone from a clean clone.
.PHONY: help setup demo serve test check lint types bench bench-materials bench-network test-postgresql soak docs lock

# What a command compiles stays compiled, also where the environment says otherwise.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
PYTEST_WORKERS ?= 2
DEMO ?= demo

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: ## install what the product needs into .venv
	@scripts/setup run

demo: setup ## build the simulated lender, run everything, serve the pages
	$(BIN)/mingjian demo --out $(DEMO)

serve: setup ## serve the pages of the last demo
	$(BIN)/mingjian serve $(DEMO)

test: ## run all tests
	@scripts/setup dev
	$(BIN)/pytest -n $(PYTEST_WORKERS) --durations=40 --durations-min=4

lint:
	@scripts/setup dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

types:
	@scripts/setup dev
	$(BIN)/mypy

check: lint ## lint, types and tests: what CI runs
	@$(MAKE) --no-print-directory --jobs=2 types test # mypy alone would leave every processor but one idle

test-postgresql: ## the tests of pages, casework and requests, with PostgreSQL in the place of SQLite
	@scripts/setup dev
	@# That a test lets go of a connection unclosed, as the end of a command does, is told of PostgreSQL's alone.
	MINGJIAN_TEST_DATABASE=postgresql $(BIN)/pytest -W ignore::pytest.PytestUnraisableExceptionWarning \
		-W ignore::ResourceWarning tests/web tests/casework tests/subjects tests/online

soak: ## the kill, fuzz and load checks at their full count
	@scripts/setup dev
	MINGJIAN_TEST_SOAK=1 $(BIN)/pytest -n $(PYTEST_WORKERS) -m soak

bench: ## print the benchmark table
	@scripts/setup dev
	$(BIN)/python -m benchmarks

bench-materials: ## print the figures of documents, genuine and forged
	@scripts/setup dev
	$(BIN)/python -m benchmarks reading materials seals twins fresh_files hospital
	$(BIN)/python -m benchmarks.edited_receipts --half all
	MINGJIAN_TEST_SOAK=1 $(BIN)/pytest -s tests/reading/test_hostile.py

bench-network: ## print the network's figures beside their bars
	@scripts/setup dev
	$(BIN)/python -m benchmarks network_planted network_same network_life network_scale entities network online gang_page

bench-risk: ## print every bar of merits, the agent model and the early warning; SIZES="10000 1000000" for its cost to a million
	@scripts/setup dev
	$(BIN)/python -m benchmarks merits risk unlabelled online
	$(BIN)/python -m benchmarks.run_scale $(SIZES)

docs: ## build the documentation into site/
	@scripts/setup dev
	$(BIN)/mkdocs build --strict

lock: ## pin every dependency anew, with hashes
	@scripts/setup dev
	$(BIN)/uv pip compile pyproject.toml --group build --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet --upgrade -o requirements/run.txt
	$(BIN)/uv pip compile pyproject.toml --extra postgres --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet --upgrade -o requirements/team.txt
	$(BIN)/uv pip compile pyproject.toml --all-extras --group build --group dev --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet --upgrade -o requirements/dev.txt
	grep -o '^uv==[^ ]*' requirements/dev.txt | $(BIN)/uv pip compile - --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet -o requirements/uv.txt
