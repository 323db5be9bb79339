"""What several test files share: the installed model, a home with the shipped policy, an assistant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy or torch are imported

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def chengdu_file() -> Path:
    """The Chengdu policy as it came, damage and all."""
    (file,) = (ROOT / "corpus" / "documents").glob("*.txt")
    return file


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
