"""Settings: read once, at the edge, from ``ZHENGCE_*`` variables and ``zhengce.toml``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from corpus import BadInput

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Everything a deployment may change.

    Attributes:
        home: where the program keeps its data (ZHENGCE_HOME).
        models: where installed models lie; shared by every home.
        model: the embedding model: a name under ``models`` or the path of a sentence-transformers
            directory.
        backend: "auto" takes the ONNX int8 file where there is one, "sentence-transformers" never.
        reranker: the folder of a cross-encoder that reads the best hits again (ZHENGCE_RERANKER); none by default.
        documents: the policy files that ship with the project.
        host, port: where the page is served.
        allowed_hosts: further names under which browsers may reach the page (政务网域名), JSON list.
        llm_base_url: an OpenAI-compatible endpoint (http://10.0.0.8:8000/v1); "" asks no model at all.
        llm_model: its name there. llm_api_key: kept as a secret, shown nowhere.
        llm_timeout: seconds an answer waits for it in all, connection and every sentence included.
    """

    model_config = SettingsConfigDict(
        env_prefix="ZHENGCE_", toml_file="zhengce.toml", extra="forbid", protected_namespaces=()
    )

    home: Path = ROOT / "var"
    models: Path = ROOT / "models"
    model: str = "multilingual-e5-small"
    backend: str = "auto"
    reranker: Path | None = None
    documents: Path = ROOT / "corpus" / "documents"
    host: str = "127.0.0.1"
    port: int = 7860
    allowed_hosts: tuple[str, ...] = ()
    llm_base_url: Annotated[str, Field(pattern=r"^(?:https?://[^\s/?#@]+(?:/[^\s?#]*)?)?$")] = ""
    llm_model: str = ""
    llm_api_key: SecretStr = SecretStr("")
    llm_timeout: Annotated[float, Field(gt=0, le=120)] = 8.0

    @property
    def library_file(self) -> Path:
        """The SQLite file of the library."""
        return self.home / "library.sqlite3"

    @property
    def index_home(self) -> Path:
        """The folder of the index snapshots."""
        return self.home / "index"

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource, dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then ``zhengce.toml`` in the working folder."""
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls))


def read_settings() -> Settings:
    """The settings of this run. Raises BadInput, naming every setting that cannot be used."""
    if os.environ.get("ZHENGCE_HOME", "x").strip() == "":
        raise BadInput("ZHENGCE_HOME 是空的；请给出文件夹，或取消这个变量（ZHENGCE_HOME is empty）")
    try:
        return Settings()
    except ValidationError as error:
        names = "；".join(f"{'.'.join(map(str, e['loc']))}：{e['msg']}" for e in error.errors())
        raise BadInput(f"设置有误：{names}；请检查 ZHENGCE_* 环境变量和 zhengce.toml（bad settings）") from None
    except ValueError as error:  # a zhengce.toml that is no TOML
        raise BadInput(f"zhengce.toml 无法读取：{error}（bad settings file）") from None
