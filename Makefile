# `make demo` shows what bilat does, `make test` checks everything. Both set up what they need, once, in .venv;
# they need Python 3.11 or newer with pip and venv, and nothing else. PYTHON=... chooses another interpreter.

NEW_ENOUGH := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq --no-input
FROM_LOCK := $(PIP) install --require-hashes --no-deps --only-binary :all: --requirement
ITSELF := $(PIP) install --no-deps --no-build-isolation --editable .

.PHONY: demo test style types layers tests docs site pictures release container notebooks supply wheel audit locks browser postgres clean

demo: $(VENV)/.ready-to-run
	$(BIN)/bilat demo -o demo

# All four, and all of each, even where one fails: whoever reads the log sees everything at once.
test: $(VENV)/.ready-to-test browser postgres
	@$(MAKE) --no-print-directory --keep-going style types layers tests

style: $(VENV)/.ready-to-test
	$(BIN)/ruff check .

types: $(VENV)/.ready-to-test
	$(BIN)/mypy

layers: $(VENV)/.ready-to-test
	$(BIN)/lint-imports

tests: $(VENV)/.ready-to-test
	$(BIN)/pytest --numprocesses 2 --dist loadfile

# The generated parts of docs/ (a test fails where they are out of date).
docs: $(VENV)/.ready-to-test
	$(BIN)/python docs/generate.py

# The documentation as a site, in site/; a link that leads nowhere stops it.
site: $(VENV)/.ready-to-test
	$(BIN)/python -m sphinx -E -b html -W --keep-going -q -c docs . site
	@echo "open site/index.html"

# The pictures in docs/pictures, of the demo, by Chromium.
pictures: $(VENV)/.ready-to-test browser
	$(PIP) install pillow
	$(BIN)/python docs/pictures/make.py

# What goes out, built and tried in an environment without any tool of development.
release: $(VENV)/.ready-to-test
	$(BIN)/python tools/release.py

# The container image, built and tried where there is podman, docker or buildah; ARGS="--base IMAGE" takes another base.
container:
	$(PYTHON) tools/container.py $(ARGS)

# The notebooks' outputs, to be made anew after a change of how texts are read.
notebooks: $(VENV)/.ready-to-test
	$(BIN)/jupyter execute --NotebookClient.record_timing=False --inplace docs/notebooks/*.ipynb

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "bilat needs Python 3.11 or newer with venv and pip; name it: make PYTHON=..." >&2; exit 1; }
	@echo "Setting up $(VENV), once; this takes a minute or two."
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.ready-to-run: $(BIN)/python requirements/run.txt pyproject.toml
	@$(FROM_LOCK) requirements/run.txt
	@$(ITSELF)
	@touch $@

$(VENV)/.ready-to-test: $(BIN)/python requirements/dev.txt pyproject.toml
	@$(FROM_LOCK) requirements/dev.txt
	@$(ITSELF)
	@touch $(VENV)/.ready-to-run $@

# Licences and the CycloneDX list of what the locks hold (a test fails where they are out of date).
supply: $(VENV)/.ready-to-test
	$(BIN)/python tools/supply.py

# The wheel: the same bytes from the same commit, wherever it is built.
wheel: $(VENV)/.ready-to-run
	@mkdir -p dist
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -c "import flit_core.buildapi as b; print(b.build_wheel('dist'))"

# Known weaknesses of what the locks hold, by pip-audit (in an environment of its own), which asks its advisories over
# the network. Where there are none to be had, that is told and nothing fails.
audit: $(VENV)/.ready-to-test
	@$(PYTHON) -m venv $(VENV)-audit
	@if $(VENV)-audit/bin/python -m pip --disable-pip-version-check --quiet install pip-audit; then \
		BILAT_AUDIT=$(VENV)-audit/bin/pip-audit $(BIN)/pytest tests/test_supply.py -k known_weakness -rs; \
	else echo "No audit: pip-audit could not be installed."; fi

# The tests of the pages need a browser and its driver. Where there are none they are skipped and say so;
# where they can be had without asking anybody (root, apt), they are installed.
browser:
	@if ! command -v chromedriver >/dev/null && command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "Installing a browser for the tests of the pages."; \
		export DEBIAN_FRONTEND=noninteractive; \
		{ timeout 60 apt-get update && timeout 300 apt-get install -y --no-install-recommends \
			chromium chromium-driver fonts-noto-cjk; } </dev/null >/dev/null 2>&1 \
		|| echo "No browser could be installed; its tests will be skipped."; \
	fi

# The tests of the store run on PostgreSQL too, on a server of their own that they start and stop.
postgres:
	@if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && ! command -v initdb >/dev/null \
		&& command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "Installing PostgreSQL for the tests of the store."; \
		export DEBIAN_FRONTEND=noninteractive; \
		{ timeout 60 apt-get update && timeout 300 apt-get install -y --no-install-recommends \
			postgresql; } </dev/null >/dev/null 2>&1 \
		|| echo "No PostgreSQL could be installed; its tests will be skipped."; \
	fi

# New locks after a change of the dependencies in pyproject.toml. Two exact lists, every file with its hash.
locks:
	@$(PYTHON) -m venv $(VENV)-locks
	@$(VENV)-locks/bin/python -m pip --quiet install uv
	$(VENV)-locks/bin/uv $(LOCKING) --extra outlook --output-file requirements/run.txt pyproject.toml requirements/build.in
	$(VENV)-locks/bin/uv $(LOCKING) --extra dev --constraint requirements/run.txt $(LEFT_OUT) \
		--output-file requirements/dev.txt pyproject.toml requirements/build.in

# Stubs that followthemoney asks for and that hide the types which SQLAlchemy 2 brings itself.
LEFT_OUT := --no-emit-package sqlalchemy2-stubs
# Wheels only: what has to be compiled cannot be installed everywhere.
LOCKING := pip compile --quiet --generate-hashes --python-version 3.11 --only-binary :all: --no-emit-index-url

clean:
	rm -rf $(VENV) $(VENV)-locks $(VENV)-audit demo site build dist
