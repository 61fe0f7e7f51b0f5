# Two commands do everything on a fresh machine: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
UV := .tools/bin/uv
APP := .venv/bin/python
RASA := .venv-rasa/bin/python
ADAPT := .venv-adapt/bin/python
PYTHON ?= python3
WIDGET := web-widget/dist/vejviser-chat.js
export PYTHONDONTWRITEBYTECODE ?=
export RASA_TELEMETRY_ENABLED := false
export UV_LINK_MODE ?= copy
# TensorFlow is only imported by Rasa; nothing here needs its start-up messages.
export TF_CPP_MIN_LOG_LEVEL := 3

.DEFAULT_GOAL := help
.PHONY: help run test check setup widget train danger lint types unit engine-tests app-tests lock walk pictures day bench-message bench-nlu safety clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: setup widget danger ## everything a family and the staff need, on this machine, until Ctrl-C
	@exec $(APP) -m bot.run

test: setup widget lint types train engine-tests app-tests ## the whole suite (needs Debian's chromium and postgresql; .ci/run installs them)

check: setup lint types unit ## a few minutes: style, types, unit and contract tests

setup: .venv/.stamp .venv-rasa/.stamp var/models/meaning/version ## both environments, pinned with hashes; the sentence model

$(UV): requirements/uv.txt
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

.venv/.stamp: requirements/app.txt $(UV)
	$(UV) venv --quiet --allow-existing --python 3.11 .venv
	$(UV) pip install --quiet --compile-bytecode --python $(APP) --require-hashes -r requirements/app.txt
	@touch $@

# --no-deps: requirements/engine.txt is complete, and Rasa's own metadata forbids the pins that make it run on 3.11.
.venv-rasa/.stamp: requirements/engine.txt $(UV)
	$(UV) venv --quiet --allow-existing --python 3.11 .venv-rasa
	$(UV) pip install --quiet --compile-bytecode --python $(RASA) --no-deps --require-hashes -r requirements/engine.txt
	@timeout 60 $(RASA) -m spacy download da_core_news_sm >/dev/null 2>&1 \
	  && echo "spaCy: da_core_news_sm" || echo "spaCy: da_core_news_sm cannot be reached; the blank Danish pipeline takes its place"
	@touch $@

var/models/meaning/version: .venv/.stamp $(wildcard bot/danish/meaning*)
	$(APP) -m bot.danish.meaning_convert
	@touch -c $@

widget: $(WIDGET) ## build the chat window

$(WIDGET): web-widget/package-lock.json $(shell find web-widget -path web-widget/node_modules -prune -o -path web-widget/dist -prune -o -type f -print 2>/dev/null)
	cd web-widget && npm ci --no-audit --no-fund --loglevel=error && npm run --silent check && npm run --silent build
	@touch $@

train: setup danger ## train what has to be trained, if its inputs changed
	$(RASA) -m bot.engine.train

danger: setup ## train the screening for danger, if its inputs changed; the server has it from its first second
	$(APP) -m bot.safety.train

lint: setup ## ruff
	$(APP) -m ruff check .
	$(APP) -m ruff format --check .

types: setup ## mypy, strict outside Rasa glue
	$(APP) -m mypy bot backoffice actions

unit: setup ## unit and contract tests
	$(APP) -m pytest tests/unit tests/contracts tests/actions tests/safety

engine-tests: setup ## what runs inside Rasa
	$(RASA) -m pytest tests/engine

app-tests: setup widget train ## everything else, the whole stack and the browser included
	$(APP) -m pytest --ignore=tests/engine -m "not walk"

walk: setup train ## every button from every state, on the trained bot (six minutes, so not part of `make test`)
	$(APP) -m pytest tests/conversations -m walk

pictures: setup widget train ## pictures of chat and console for the README
	$(APP) -m bench.pictures

bench-message: setup train ## one message's way in milliseconds, memory and start-up
	$(APP) -m bench.message

bench-nlu: setup ## our pipeline beside Rasa's default on the same messages; writes bench/nlu.md (hours; ARGS=--ours: minutes)
	$(APP) -m bench.nlu $(ARGS)

safety: setup ## the safety screening's figures on its own test sets
	$(APP) -m bench.safety

.venv-adapt/.stamp: .venv/.stamp requirements/adapt.txt
	$(UV) venv --quiet --allow-existing --python 3.11 .venv-adapt
	$(UV) pip install --quiet --python $(ADAPT) --require-hashes -r requirements/app.txt -r requirements/adapt.txt
	@touch $@

adapt: setup .venv-adapt/.stamp ## teach the sentence model our messages anew, after many new ones (half an hour; docs/adr/0007)
	$(ADAPT) -m adapt.learn

day: setup widget train ## a working day at the console, driven in Chromium; pictures in docs/pictures/day
	$(APP) -m bench.working_day

lock: $(UV) ## compile requirements/*.txt from pyproject.toml
	$(UV) pip compile pyproject.toml --extra dev --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate -q -o requirements/app.txt
	$(UV) pip compile --group pyproject.toml:engine --override requirements/engine-overrides.txt --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate -q -o requirements/engine.txt
	$(UV) pip compile requirements/adapt.in -c requirements/app.txt --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate -q -o requirements/adapt.txt
	$(UV) pip compile requirements/uv.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate -q -o requirements/uv.txt

clean: ## remove what was made, keep var/ (database, secrets, models)
	rm -rf .venv .venv-rasa .venv-adapt .tools web-widget/node_modules web-widget/dist
