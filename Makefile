# Everything a person does with this project. A fresh machine needs Python 3.11 or newer, and make.
# The first call fills .venv; later ones begin at once, until a requirements file changes.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
TEST_PACKAGES := chromium fonts-noto-cjk nginx-light mosquitto ffmpeg

.DEFAULT_GOAL := run
.PHONY: run test check bench bench-full bench-peers diagram screens samples faults packages

# The city on this machine's port 8050; builds the demo city where there is none yet.
run: $(VENV)/installed-run
	$(BIN)/python app.py serve

# Every test; arguments for pytest: make test ARGS="-k dispatch". A file's tests stay together, as their fixtures do.
# Of the rest many wait for a clock or a killed program, so that four processes keep two cores busy; what drives whole
# screens comes after, in two. What fails beside others is run once more alone, and counts when it fails there too: many
# tests measure time, which a machine that does four things at once does not have (docs/decisions).
# What is marked `long` is left to `make faults`.
test: $(VENV)/installed-dev packages
ifdef ARGS
	$(BIN)/python -m pytest $(ARGS)
else
	$(call tested,--ignore=tests/browser,-n 4)
	$(call tested,tests/browser,-n 2)
endif

# $(call tested,WHICH,HOW): together, then what failed alone. Anything but a failed test ends it at once.
tested = $(BIN)/python -m pytest -m "not long" --cache-clear --dist loadfile $(2) $(1) || { [ $$? -eq 1 ] && \
	  echo "Once more, alone, what failed above:" && $(BIN)/python -m pytest -m "not long" --last-failed $(1); }

# What must be true before a commit; seconds.
check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --quiet tests/house

# The workflow's diagram in docs/cases.md, drawn anew from the table of moves.
diagram: $(VENV)/installed-run
	$(BIN)/python app.py check --diagram

# The pictures in docs/screens, taken anew of a fresh demo city: make screens SHOTS="desk-1366x768".
screens: $(VENV)/installed-dev packages
	$(BIN)/python -m tests.screens $(SHOTS)

# The briefings in docs/briefings, made anew of a fresh demo city.
samples: $(VENV)/installed-dev packages
	$(BIN)/python -m tests.samples

# The table of figures, also written to var/bench.json: minutes.
bench: $(VENV)/installed-dev packages
	$(BIN)/python -m tests.bench

# The same with what takes long: a city of a million cases, screens that stay open, memory over minutes.
bench-full: $(VENV)/installed-dev packages
	$(BIN)/python -m tests.bench --full

# The same page by Panel and Streamlit, which get an environment of their own, beside ours in the same browser.
bench-peers: $(VENV)/installed-dev packages var/peers-venv/installed
	$(BIN)/python -m tests.bench.peers

var/peers-venv/installed: tests/bench/peers/requirements.txt | $(VENV)/made
	@echo "Installing the peers into var/peers-venv; this happens once."
	@$(BIN)/python -m venv var/peers-venv
	@var/peers-venv/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(VENV)/installed-run: requirements.txt | $(VENV)/made
	@echo "Installing what the program needs; this happens once."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt requirements.txt | $(VENV)/made
	@echo "Installing what the tests need; this happens once."
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/installed-run

# Long runs under stress: fifty people at the same cases for a minute, on both databases; the program killed while
# events come in, events sent many times at once and in a burst, screens that read slowly, PostgreSQL taken away; then
# every law is tried on a thousand new examples.
faults: $(VENV)/installed-dev
	$(BIN)/python -m tests.faults
	$(BIN)/python -m pytest -m long
	YIPING_EXAMPLES=search $(BIN)/python -m pytest -n 2 --dist loadfile $$(grep -rl --include="*.py" "@given" tests)

# The first Python that is new enough and can make environments. Debian packs the second half apart.
$(VENV)/made:
	@new="import sys; sys.exit(sys.version_info < (3, 11))"; \
	for python in $(PYTHON) python3 python3.11 python3.12 python3.13 python3.14; do \
	  if $$python -c "$$new" 2>/dev/null; then \
	    found=$$python; \
	    if $$python -c "import ensurepip" 2>/dev/null; then break; fi; \
	  fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Python 3.11 or newer is needed; this machine has: $$(python3 --version 2>&1 || true)"; exit 2; \
	fi; \
	if ! $$found -c "import ensurepip" 2>/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; \
	  else echo "One command is needed first: sudo apt-get install -y python3-venv"; exit 2; fi; \
	fi; \
	$$found -m venv --clear $(VENV) && touch $@

# Tests that drive a browser, stand behind nginx, need an MQTT broker or a film are skipped and say so where this cannot
# bring them. Debian starts an nginx and a mosquitto that it installs; these are for tests alone, which start their own.
packages:
	@PATH="$$PATH:/usr/sbin"; \
	if command -v chromium >/dev/null && command -v nginx >/dev/null && command -v mosquitto >/dev/null \
	  && command -v ffmpeg >/dev/null \
	  && fc-list :lang=zh family 2>/dev/null | grep -q .; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing $(TEST_PACKAGES) for the tests; this happens once."; \
	  fresh=$$(for one in nginx mosquitto; do command -v $$one >/dev/null || echo $$one; done); \
	  if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    $(TEST_PACKAGES) >/dev/null; then \
	    if [ -n "$$fresh" ] && [ -d /run/systemd/system ]; then systemctl disable --now --quiet $$fresh || true; fi; \
	    exit 0; \
	  fi; \
	fi; \
	echo "For the tests with a browser, nginx, a broker and a film, run: sudo apt-get install -y $(TEST_PACKAGES)"
