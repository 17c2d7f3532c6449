# Two commands are enough for a start: `make serve` and `make test`.
PORT ?= 8000
PYTHON ?= python3.11
VENV := .venv
STAMP := $(VENV)/.installed

.PHONY: install serve test check examples openapi docs pictures

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	command -v $(PYTHON) >/dev/null && $(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[fast,html,pdf,docx,charts,postgres,queue,dev]'
	touch $(STAMP)

serve: install
	$(VENV)/bin/duizhao serve --port $(PORT)

test: install
	$(VENV)/bin/pytest

check: install
	.ci/run

# What a new installation answers, for openapi.yaml.
examples: install
	$(VENV)/bin/python scripts/contract_examples.py

openapi: install
	$(VENV)/bin/duizhao openapi > openapi.yaml

docs: install
	$(VENV)/bin/cog -r README.md docs/*.md

# The photographs of docs/recipes.md, which are those of its tests.
pictures: install
	PICTURES=docs/pictures $(VENV)/bin/pytest -q tests/browser/test_recipes.py
