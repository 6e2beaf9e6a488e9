"""How the simulation behaves: FARO_SIMULATION_* in the environment or `.env`."""

from datetime import date

from limits import parse
from pydantic import Field, PositiveInt, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from faro.settings import PROJECT
from faro.simulation.errors import InvalidSettingError


class Behaviour(BaseSettings):
    """Limits and outages of the API, each of which every reader meets now and then; size and history of the country."""

    model_config = SettingsConfigDict(
        env_prefix="FARO_SIMULATION_", env_file=PROJECT / ".env", env_ignore_empty=True, extra="ignore"
    )

    token_seconds: PositiveInt = Field(default=300, description="How long an access token is valid.")
    rate_limit: str = Field(
        default="20/second", description="Requests a client may make, as the `limits` library writes it."
    )
    unavailable_every: int = Field(
        default=7, ge=0, description="Every Nth data request is answered 503; 0 means never."
    )
    retry_after_seconds: PositiveInt = Field(default=1, description="What a 503 asks its reader to wait.")
    default_page: PositiveInt = Field(default=500, description="Rows of a page when the reader asks for no number.")
    largest_page: PositiveInt = Field(default=1000, description="Rows of the largest page a reader may ask for.")

    scale: PositiveInt = Field(default=1, description="How many times as many people the synthetic country has.")
    until: date | None = Field(default=None, description="Last day that the institutions know; empty for everything.")

    @field_validator("rate_limit")
    @classmethod
    def _is_a_rate(cls, value: str) -> str:
        parse(value)
        return value


def read_behaviour() -> Behaviour:
    """The behaviour that the environment asks for; a value that cannot be is named by its setting."""
    try:
        return Behaviour()
    except ValidationError as error:
        names = sorted({f"FARO_SIMULATION_{str(problem['loc'][0]).upper()}" for problem in error.errors()})
        raise InvalidSettingError(setting=", ".join(names)) from error
