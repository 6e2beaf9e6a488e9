"""Every setting of Faro, once: read from the environment (FARO_*) or `.env`, documented in `.env.example`."""

from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """Where state lives, which ports are used and where real files are."""

    model_config = SettingsConfigDict(
        env_prefix="FARO_", env_file=PROJECT / ".env", env_ignore_empty=True, extra="ignore"
    )

    home: Path = Field(default=PROJECT / ".faro", description="All state: databases, sealed originals, logs, secrets.")
    postgres_port: int = 55432
    airflow_port: int = 8080
    superset_port: int = 8088
    sftp_port: int = 8022
    api_port: int = 8090
    portal_port: int = 8000
    poll_minutes: int = Field(
        default=15, ge=0, le=59, description="How often each source is asked for what is new; 0: only on request."
    )
    data: Path | None = Field(default=None, description="Folder of real files; default ../shared/data where it exists.")

    def model_post_init(self, _context: object) -> None:
        self.home = self.home.expanduser().resolve()
        if self.data is None and (beside := PROJECT.parent / "shared" / "data").is_dir():
            self.data = beside
        elif self.data is not None:
            self.data = self.data.expanduser().resolve()

    @property
    def ports(self) -> dict[str, int]:
        """Setting name → port, for every service that listens on 127.0.0.1."""
        names = ("postgres_port", "airflow_port", "superset_port", "sftp_port", "api_port", "portal_port")
        return {f"FARO_{name.upper()}": getattr(self, name) for name in names}

    @property
    def secrets_file(self) -> Path:
        return self.home / "secrets.json"

    @property
    def sealed(self) -> Path:
        """Where originals are kept as delivered, by content."""
        return self.home / "landing"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def site(self) -> Path:
        """What the start page serves: Data Docs and links."""
        return self.home / "site"

    def outbox(self, institution: str) -> Path:
        """The institution's outgoing folder: a file copied there is a delivery."""
        return self.home / "institutions" / institution / "outbox"


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
