"""Every setting of Faro, once: read from the environment (FARO_*) or `.env`, documented in `.env.example`."""

from functools import cache
from pathlib import Path
from typing import ClassVar

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from faro.errors import ConfigurationError, Sentences

PROJECT = Path(__file__).resolve().parents[2]
_ADDRESS = r"^(https?://[^/?#\s]+)?$"


class SettingWrong(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "Ajustes que no sirven como están escritos: {setting}.\n  Qué se espera está en .env.example.",
        "en": "Settings that are of no use as they are written: {setting}.\n  What is expected is in .env.example.",
    }


class ClientIdMissing(ConfigurationError):
    template: ClassVar[Sentences] = {
        "es": "FARO_OIDC_ISSUER nombra un proveedor de identidad, y falta FARO_OIDC_CLIENT_ID.\n"
        "  Escriba cómo llama el proveedor a Faro, o deje FARO_OIDC_ISSUER vacío.",
        "en": "FARO_OIDC_ISSUER names an identity provider, and FARO_OIDC_CLIENT_ID is missing.\n"
        "  Write what the provider calls Faro, or leave FARO_OIDC_ISSUER empty.",
    }


class Settings(BaseSettings):
    """Where state lives, which ports are used and where real files are."""

    model_config = SettingsConfigDict(
        env_prefix="FARO_", env_file=PROJECT / ".env", env_ignore_empty=True, extra="ignore"
    )

    home: Path = Field(default=PROJECT / ".faro", description="All state: databases, sealed originals, logs, secrets.")
    postgres_port: int = 55432
    institutions_postgres_port: int = Field(default=55433, description="PostgreSQL of the simulated institutions.")
    airflow_port: int = 8080
    superset_port: int = 8088
    sftp_port: int = 8022
    api_port: int = 8090
    portal_port: int = 8000
    listen: str = Field(default="127.0.0.1", description="The address on which every service listens.")
    postgres_host: str = "127.0.0.1"
    airflow_host: str = "127.0.0.1"
    institutions_host: str = Field(default="127.0.0.1", description="The simulated institutions' SFTP and API.")
    institutions_postgres_host: str = Field(default="127.0.0.1", description="Their databases.")
    originals: str = Field(
        default="",
        pattern=r"^(s3://[^/\s]+(/\S*)?)?$",
        description="Where sealed originals are kept: empty, FARO_HOME/landing; else s3://bucket/folder.",
    )
    originals_endpoint: str = Field(
        default="",
        pattern=r"^(https?://\S+)?$",
        description="Address of an S3-compatible store; empty: Amazon's.",
    )
    hosts: str = Field(
        default="", description="Names by which the start page is opened beside this machine's own, with commas."
    )
    redis_host: str = Field(default="", description="Broker of workers on their own; empty: the scheduler runs tasks.")
    redis_port: int = 6379
    queues: str = Field(default="", description="Classes of work that a worker takes, with commas; empty: all.")
    secrets: Path | None = Field(default=None, description="Folder with a file per secret; default secrets.json.")
    connections: Path | None = Field(default=None, description="File of Airflow connections to real institutions.")
    superset_url: str = Field(
        default="", pattern=_ADDRESS, description="By which people open Superset; empty: on this machine."
    )
    airflow_url: str = Field(
        default="", pattern=_ADDRESS, description="By which people open Airflow; empty: on this machine."
    )
    oidc_issuer: str = Field(
        default="",
        pattern=r"^(https://[^?#\s]+|http://(127\.0\.0\.1|localhost)(:\d+)?(/[^?#\s]*)?)?$",
        description="The identity provider by which people sign in, by its OpenID Connect issuer; empty: passwords.",
    )
    oidc_client_id: str = Field(default="", description="What the provider calls Faro.")
    oidc_name: str = Field(
        default="institución",
        pattern=r"^[\w .&-]{1,40}$",
        description="What people read on the button that leads to the provider.",
    )
    accounts: str = Field(
        default="", description="Where the start page says that accounts are; default: where the secrets are."
    )
    poll_minutes: int = Field(
        default=15, ge=0, le=59, description="How often each source is asked for what is new; 0: only on request."
    )
    demo_release: bool = Field(
        default=True, description="Whether the demo prepares a first release and approves it by itself."
    )
    data: Path | None = Field(default=None, description="Folder of real files; default ../shared/data where it exists.")

    def model_post_init(self, _context: object) -> None:
        self.home = self.home.expanduser().resolve()
        if self.data is None and (beside := PROJECT.parent / "shared" / "data").is_dir():
            self.data = beside
        elif self.data is not None:
            self.data = self.data.expanduser().resolve()
        if self.oidc_issuer and not self.oidc_client_id:
            raise ClientIdMissing

    @property
    def ports(self) -> dict[str, int]:
        """Setting name → port, for every service of one machine."""
        services = ("postgres", "institutions_postgres", "airflow", "superset", "sftp", "api", "portal")
        return {f"FARO_{name.upper()}_PORT": getattr(self, f"{name}_port") for name in services}

    @property
    def superset_address(self) -> str:
        return self.superset_url or f"http://127.0.0.1:{self.superset_port}"

    @property
    def airflow_address(self) -> str:
        return self.airflow_url or f"http://127.0.0.1:{self.airflow_port}"

    @property
    def has_workers(self) -> bool:
        """Whether tasks are run by Celery workers, wherever they are, and not by the scheduler itself."""
        return bool(self.redis_host)

    @property
    def secrets_file(self) -> Path:
        """Where the secrets are: one file, or the folder with a file for each."""
        return self.secrets or self.home / "secrets.json"

    @property
    def sealed(self) -> Path:
        """The local folder of originals as delivered, by content."""
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
    """The settings of this process. Raises SettingWrong, ClientIdMissing."""
    try:
        return Settings()
    except ValidationError as error:
        names = {f"FARO_{part}".upper() for problem in error.errors() for part in problem["loc"][:1]}
        raise SettingWrong(setting=", ".join(sorted(names))) from None
