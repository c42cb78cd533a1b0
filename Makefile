# What a developer types; `make help` lists it. Every target sets up by itself what it needs.

PYTHON ?= python3
BIN := .venv/bin
CODE := src tests packaging
# Extra arguments for pytest: make test ARGS="tests/domain -k tax"
ARGS ?=
# Somewhere to show a window: X11 or Wayland, or a system that always has one.
DISPLAY_HERE := $(or $(DISPLAY),$(WAYLAND_DISPLAY),$(filter Darwin,$(shell uname -s)))

.DEFAULT_GOAL := help
.PHONY: run test check fix bench tour translate migration setup help

run: setup  ## open the window on the sample business, in a temporary profile
ifneq ($(DISPLAY_HERE),)
	@$(BIN)/deskcrm --sample-data --temp-profile
else
	@echo "There is no display here, so the sample business is shown as files in build/tour."
	@$(BIN)/deskcrm --sample-data tour --out build/tour
endif

test: setup  ## run every test
	@QT_QPA_PLATFORM=offscreen $(BIN)/pytest $(ARGS)

check: setup  ## look the code over: style, types, borders, translations, documentation
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -q -n 0 tests/test_architecture.py tests/test_translations.py tests/test_docs.py

fix: setup  ## mend what ruff can mend by itself
	@$(BIN)/ruff check --fix $(CODE)
	@$(BIN)/ruff format $(CODE)

bench: setup  ## measure speed and memory against their bars
	@status=0; \
	for script in tests/benchmarks/bench_*.py; do \
		QT_QPA_PLATFORM=offscreen $(BIN)/python $$script || status=1; \
	done; \
	exit $$status

tour: setup  ## draw every page and document to build/tour, and renew the manual's pictures
	@QT_QPA_PLATFORM=offscreen $(BIN)/deskcrm --sample-data tour --out build/tour
	@cp build/tour/contacts-light.png docs/manual/contacts.png

translate: setup  ## collect the texts anew into translations/
	@$(BIN)/python packaging/catalogs.py update

migration: setup  ## write a new migration from the entities: make migration m="add nickname"
	@test -n "$(m)" || { echo 'Please name it: make migration m="add nickname"'; exit 2; }
	@$(BIN)/python packaging/new_migration.py "$(m)"
	@$(BIN)/ruff format --quiet src/deskcrm/storage/migrations

setup:
	@$(PYTHON) packaging/bootstrap.py

help:  ## list these targets
	@awk -F ':.*  ## ' '/^[a-z]+:.*  ## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
