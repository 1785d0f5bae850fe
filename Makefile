# make run     set everything up and open the window
# make test    set everything up, then linters, types and every test, as many at once as there are cores
# make check   only the linters and the types
# make test-consumers  onnxruntime, PyTorch and Keras (a large download), and what they make of exported files
# make oracles PyTorch and scikit-learn (a large download), which some tests compare with where they are
# make bench-window  the benchmark of the running window, in a real window on a virtual screen
# make bench   the benchmarks, against PyTorch and scikit-learn
# make install-desktop   a menu entry, and project files open by a double click, for this user
# make lock    write requirements/ anew after a change of pyproject.toml (UPGRADE=--upgrade: newest versions)
# make clean   remove everything that was built, .venv included

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL := $(PIP) install --quiet
LOCK := $(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock"

.PHONY: run test test-consumers check oracles bench bench-window install-desktop lock clean

# What the system must bring for a target and, since such variables are handed down, for setting it up.
run: SYSTEM := qt window
test test-consumers bench bench-window oracles: SYSTEM := qt window tests

run: $(VENV)/ready-to-run
	@sh scripts/system-packages $(SYSTEM)
	$(BIN)/python -m playground

test: check
	@sh scripts/system-packages $(SYSTEM)
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not consumers"

test-consumers: $(VENV)/ready-for-consumers
	@sh scripts/system-packages $(SYSTEM)
	$(BIN)/python -m pytest -m consumers tests/engine/export tests/playground/panels/test_export_dialog.py

check: $(VENV)/ready-to-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/ready-to-bench
	@sh scripts/system-packages $(SYSTEM)
	@mkdir -p out
	@$(BIN)/python -m pytest tests/benchmarks --tb=line --benchmark-json=out/benchmarks.json; outcome=$$?; \
		$(BIN)/python scripts/print_benchmarks.py out/benchmarks.json && exit $$outcome

bench-window: $(VENV)/ready-to-test
	@sh scripts/system-packages $(SYSTEM)
	NNPLAY_TEST_WINDOW=1 xvfb-run -a -s "-screen 0 1440x900x24" \
		$(BIN)/python -m pytest tests/benchmarks/test_window_speed.py --tb=line

# The locked packages first, with their hashes; then this project itself, from this folder and without the network.
$(VENV)/ready-to-run: requirements/run.txt pyproject.toml
	@sh scripts/make-venv $(VENV) $(SYSTEM)
	@echo "Installing the locked packages into $(VENV); the first time this takes a minute."
	@$(INSTALL) --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/ready-to-test: requirements/dev.txt pyproject.toml
	@sh scripts/make-venv $(VENV) $(SYSTEM)
	@echo "Installing the locked packages into $(VENV); the first time this takes a minute."
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/ready-to-run

$(VENV)/ready-to-bench: $(VENV)/ready-to-test
	$(INSTALL) torch==2.13.0 scikit-learn
	@touch $@

$(VENV)/ready-for-consumers: $(VENV)/ready-to-test
	$(INSTALL) onnxruntime torch==2.13.0 keras
	@touch $@

# The tests that compare with PyTorch and scikit-learn are skipped where these are not installed.
oracles: $(VENV)/ready-to-bench

# Into the folders of the user, without rights of any kind; `DESTDIR` and `PREFIX` as usual.
PREFIX ?= $(HOME)/.local
DATA := $(DESTDIR)$(PREFIX)/share
install-desktop: $(VENV)/ready-to-run
	install -d $(DATA)/applications $(DATA)/mime/packages $(DATA)/metainfo $(DATA)/icons/hicolor/scalable/apps
	sed 's|^Exec=nnplay-gui|Exec=$(abspath $(BIN))/nnplay-gui|' assets/desktop/neural-playground.desktop \
		> $(DATA)/applications/neural-playground.desktop
	install -m 644 assets/desktop/neural-playground-mime.xml $(DATA)/mime/packages/neural-playground.xml
	install -m 644 assets/desktop/neural-playground.metainfo.xml $(DATA)/metainfo/io.github.neural_playground.NeuralPlayground.metainfo.xml
	sed 's|currentColor|#5B4BE0|g' assets/icons/logo.svg > $(DATA)/icons/hicolor/scalable/apps/neural-playground.svg
	-update-mime-database $(DATA)/mime 2>/dev/null
	-update-desktop-database $(DATA)/applications 2>/dev/null

lock:
	@sh scripts/make-venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet uv
	$(LOCK) $(UPGRADE) --group build pyproject.toml -o requirements/run.txt
	$(LOCK) $(UPGRADE) --group dev -c requirements/run.txt pyproject.toml -o requirements/dev.txt

clean:
	rm -rf $(VENV) out dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .benchmarks
	find engine playground tests -name __pycache__ -prune -exec rm -rf {} +
