"""Fills the sources of every simulated institution; running it again changes nothing."""

from faro.contracts import valid_contracts
from faro.settings import Settings
from faro.simulation.country import DATASETS, Country
from faro.simulation.delivered import Delivered
from faro.simulation.published import deliver_published
from faro.simulation.registers import DatabaseUri, Deliveries
from faro.simulation.scope import Scope, extend, remember
from faro.simulation.truth import add_planted, write_persons


def deliver(settings: Settings, database_uri: DatabaseUri, scope: Scope | None = None) -> list[Delivered]:
    """Fill outboxes, API datasets and databases; `database_uri` says how an institution's owner reaches its own."""
    wanted = extend(settings.home, scope or Scope())
    return [*deliver_published(settings, database_uri("linea145")), *deliver_country(settings, database_uri, wanted)]


def deliver_country(settings: Settings, database_uri: DatabaseUri, scope: Scope) -> list[Delivered]:
    """What the synthetic country's institutions know by then, and the truth about it, which no source holds."""
    country = Country(scale=scope.scale)
    run = Deliveries(settings.home, database_uri, scope.last_day)
    done = run.fill(country, [contract for contract in valid_contracts() if contract.id in DATASETS])
    write_persons(settings.home, country.truth())
    add_planted(settings.home, run.planted)
    remember(settings.home, scope)
    return done
