# One verb a line; the work is in scripts/. Nothing but python3 (3.11 or newer, with venv) and make is needed to begin.
PYTHON ?= python3
BIN := .venv/bin
# npm's scripts look for node on the PATH; python3 stays the one outside, which makes .venv.
WITH_NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
.DEFAULT_GOAL := help
.PHONY: help setup serve bot-python bot-node test test-long check fmt bench build wheel clean

help:  ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## /\1 /p' Makefile | while read -r name what; do printf '  make %-10s %s\n' "$$name" "$$what"; done

setup:  ## everything development needs: Python and Node packages, the built web pages
	@$(PYTHON) scripts/setup.py dev

serve:  ## run the server on http://127.0.0.1:8080 (SMOOCH_HOST, SMOOCH_PORT, SMOOCH_DATA change that)
	@$(PYTHON) scripts/setup.py serve
	@exec $(BIN)/smooch serve

bot-python:  ## a shop's bot in Python, beside `SMOOCH_OUTBOX_ALLOW=127.0.0.0/8 make serve`
	@$(PYTHON) scripts/bot.py python

bot-node:  ## the same bot in Node
	@$(PYTHON) scripts/bot.py node

test: setup  ## every check and test but the long ones
	@$(BIN)/python scripts/engines.py
	@$(BIN)/python scripts/test.py

test-long: setup  ## the long fault runs, 10,000 made-up calls, examples never drawn before and the wheel
	@$(BIN)/python scripts/engines.py
	@$(BIN)/python -m pytest -m "long or hypothesis" --hypothesis-profile=long

check: setup  ## style, types, import layers, generated files
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python scripts/protocol.py --check
	@$(BIN)/python scripts/locks.py
	@cd web && $(WITH_NODE) npm run check

fmt: setup  ## format and fix what can be fixed
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .
	@cd web && $(WITH_NODE) npm run fmt

bench: setup  ## measure; one table, each line with its ratio to a limit of this machine (QUICK=1: shorter)
	@$(BIN)/python -m bench $(if $(QUICK),--quick)

build:  ## build the web pages when they changed
	@$(PYTHON) scripts/setup.py serve

wheel: build  ## dist/*.whl with the web pages inside
	@$(BIN)/uv build --quiet --wheel --out-dir dist
	@ls dist/*.whl

clean:  ## remove what was built; data/ stays
	@rm -rf .venv web/node_modules tests/clients/node_modules examples/python-bot/.venv examples/node-bot/node_modules src/smooch_server/static dist build .mypy_cache .ruff_cache .pytest_cache
