"""What several test files share: the installed model, a home with the shipped policy, an assistant."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy or torch are imported

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def chengdu_file() -> Path:
    """The Chengdu policy as it came, damage and all."""
    (file,) = (ROOT / "corpus" / "documents").glob("*.txt")
    return file


@pytest.fixture(scope="session")
def converted_model() -> Path:
    """The directory of the installed embedding model."""
    directory = ROOT / "models" / "multilingual-e5-small"
    if not directory.is_dir():
        pytest.skip("no converted model: run python -m index.e5_setup")
    return directory


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory):
    """Settings of a home of its own with the real model, library and index built."""
    from assistant import Settings, build_index, ingest

    made = Settings(home=tmp_path_factory.mktemp("home"))
    list(ingest(made, [*made.documents.glob("*.txt")]))
    build_index(made)
    return made


@pytest.fixture(scope="session")
def assistant(settings):
    """The real assistant over the Chengdu policy."""
    from assistant import open_assistant

    return open_assistant(settings)


# --- the page: one browser and two servers for all tests of a run --------------------------------------------


@dataclass(frozen=True)
class Site:
    """A served home: its address, the ids of its documents, and the password of 管理."""

    url: str
    chengdu: str
    hostile: str
    password: str = "轨道交通-2026-站点"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; nothing is downloaded."""
    from page_browser import CHROMIUM, CHROMIUM_ARGS

    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium on this machine; install it with: apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def fake_page() -> Iterator[str]:
    """The address of the page over an assistant made of records (`page_records.py`)."""
    pytest.importorskip("gradio")
    from page_browser import serving

    with serving(["tests/page_records.py", "0"], ZC_FAKE_PLANTED="1") as url:
        yield url


@pytest.fixture(scope="session")
def site(settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole product: the shipped document and a hostile one in two versions, indexed, served by `zhengce serve`."""
    pytest.importorskip("gradio")
    from page_browser import serving
    from page_records import EVIL, HOSTILE

    from assistant import Settings, build_index, ingest, open_library
    from ui.admin.door import set_password

    home = tmp_path_factory.mktemp("site") / "home"
    shutil.copytree(settings.home, home)  # its index knows the shipped document already
    own = Settings(home=home)
    file = home / f"办法{re.sub('[/]', '', EVIL)}.txt"
    for text in (HOSTILE.replace("20万元", "10万元"), HOSTILE):
        file.write_text(text, encoding="utf-8")
        list(ingest(own, [file]))
    build_index(own)
    set_password(home / "admin.json", Site.password)
    ids = {policy.source[:2]: policy.id for policy in open_library(own).policies()}
    with serving(["-m", "ui.cli", "serve"], ZHENGCE_HOME=str(home), ZHENGCE_PORT="0") as url:
        yield Site(url, ids["00"], ids["办法"])
