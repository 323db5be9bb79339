# make run   — set up, build the index, serve the page      make test — set up, then the whole suite
# make bench, make bench-repair — speed of answers, quality and speed of repair; make bench-page — the page in a browser, 50 visitors
# make gate — the whole gold set of the shipped policy against its floors; make report — all gold sets, eval/results renewed (RAISE=--raise: floors too)
# make setup — what both call; make check — lint and types  make lock — pin what pyproject.toml asks for
PYTHON ?= python3.11
BIN := .venv/bin
READY := .venv/.ready
MODEL := models/multilingual-e5-small/zhengce.json

# Threads that spin cost more than they bring on a busy two-core machine.
export OMP_NUM_THREADS ?= 1
export TOKENIZERS_PARALLELISM ?= false

.PHONY: run test setup check lock browser axe bench bench-repair bench-page gate report

run: setup
	$(BIN)/zhengce ingest
	$(BIN)/zhengce serve

test: setup browser axe check
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy

setup: $(READY) $(MODEL)

$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(MODEL): $(READY) index/e5_setup.py $(wildcard index/e5/*)
	$(BIN)/python -m index.e5_setup
	touch $@

# The test of the page needs a browser; where it cannot be installed the test says so and skips.
browser:
	@command -v chromium >/dev/null || test -x /usr/bin/chromium || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; } || \
	  echo "没有 Chromium，页面测试将跳过（install it with: apt-get install chromium fonts-noto-cjk）"

# axe-core checks accessibility in the tests of the page; without npm those checks say so and are skipped.
axe:
	@test -f node_modules/axe-core/axe.min.js || \
	  { command -v npm >/dev/null && npm ci --silent --no-fund --no-audit >/dev/null; } || \
	  echo "没有 axe-core，无障碍检查将跳过（install it with: npm ci）"

bench: setup
	$(BIN)/python -m eval.bench

bench-repair: setup
	$(BIN)/python -m eval.repair_bench

bench-page: setup
	$(BIN)/zhengce ingest
	$(BIN)/python -m ui.bench_page look
	$(BIN)/python -m ui.bench_page visitors

gate: setup
	$(BIN)/zhengce ingest
	$(BIN)/zhengce evaluate gate

# After a change to answering: ask all gold sets, keep the gate, renew eval/results; RAISE=--raise also raises the floors.
report: setup
	$(BIN)/zhengce evaluate publish $(RAISE)

lock: $(READY)
	$(BIN)/python -m pip freeze --exclude-editable | sed 's/^torch==.*/torch==2.13.0/' > requirements.lock
