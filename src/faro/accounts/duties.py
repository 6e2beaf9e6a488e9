"""What people do in Faro, and the role that each duty is in Superset and in Airflow: declared here for both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from faro.accounts.errors import DutyUnknown, InstitutionNeeded, InstitutionUnknown

Roles = Mapping[str, frozenset[str]]

#: Each is the name of its metadata database too.
SERVICES: Final = ("superset", "airflow")


@dataclass(frozen=True)
class Duty:
    """Superset's role is declared in `superset/security/roles.yml`; Airflow's are its own, which it keeps itself, and
    those of `faro.stack.airflow_roles`.

    `may` and `may_not` are what docs/seguridad.md says of it.
    """

    may: str
    may_not: str
    superset: str
    airflow: str | None = None

    def role_in(self, service: str) -> str | None:
        role: str | None = getattr(self, service)
        return role

    @property
    def is_of_an_institution(self) -> bool:
        return "{institution}" in self.superset


DUTIES: Final[Mapping[str, Duty]] = {
    "coordinación": Duty(
        may="leer los tableros publicados, y filtrarlos",
        may_not="usar SQL Lab, conjuntos o bases de datos; editar; preguntar más que lo que el gráfico muestra",
        superset="coordinación",
    ),
    "analista": Duty(
        may="además, SQL y gráficos sobre `faro_analisis`, y tableros para quienes analizan",
        may_not="administrar; escribir en el almacén; publicar",
        superset="analista",
    ),
    "calidad": Duty(
        may="preguntar por la calidad de lo entregado, con SQL sobre `faro_calidad`",
        may_not="leer lo que habla de personas; administrar",
        superset="calidad",
    ),
    # one for each institution: `--institution` says which
    "enlace": Duty(
        may="leer los tableros publicados; preguntar por lo que su institución entregó y se le respondió, con SQL y"
        " gráficos sobre `faro_enlace_…`",
        may_not="leer nada de otra institución; ver nombres; administrar; publicar",
        superset="enlace {institution}",
    ),
    # `User` runs and sees DAGs and their logs; it reads no connection, variable or configuration
    "ingeniería": Duty(
        may="ejecutar, detener y ver los DAG y sus registros, y borrar su historial; leer los tableros publicados",
        may_not="ver conexiones, variables o cuentas de Airflow; leer el almacén",
        superset="coordinación",
        airflow="User",
    ),
    # these two are Airflow's roles of the same name, and what `release` asks by; nobody else may answer there
    "custodia": Duty(
        may="aprobar o rechazar, por el cuidado de los datos, lo que se va a publicar; leer los tableros publicados",
        may_not="iniciar, repetir o detener nada en Airflow; ver allí más que «release»; aprobar lo que inició",
        superset="coordinación",
        airflow="custodia",
    ),
    "aprobación": Duty(
        may="aprobar o rechazar, por la coordinación, lo que se va a publicar; leer los tableros publicados",
        may_not="iniciar, repetir o detener nada en Airflow; ver allí más que «release»; aprobar lo que inició",
        superset="coordinación",
        airflow="aprobación",
    ),
    "gobernanza": Duty(
        may="preguntar quién leyó qué, con SQL sobre `faro_gobernanza`",
        may_not="leer datos de la coalición; administrar",
        superset="gobernanza",
    ),
    "administración": Duty(
        may="administrar Superset y Airflow",
        may_not="leer `faro_gobernanza`, `faro_calidad` o lo de un enlace; agregar bases de datos; dar cuentas, deberes"
        " o contraseñas en Superset o en Airflow; aprobar publicaciones; cambiar lo que viene del repositorio; ver más"
        " del almacén que lo que ven `faro_reader` y `faro_analyst`",
        superset="Admin",
        airflow="Admin",
    ),
}
#: Faro itself signs in with it and imports with it.
NEEDED: Final = "admin"


def roles_of(duties: Iterable[str], institution: str | None = None) -> Roles:
    """Service → the roles of somebody with all these duties; empty where they have none.

    Raises DutyUnknown, and where duties and institution do not go together InstitutionNeeded or InstitutionUnknown.
    """
    chosen = list(duties)
    if unknown := [duty for duty in chosen if duty not in DUTIES]:
        raise DutyUnknown(field=unknown[0], rule=", ".join(DUTIES))
    _check_institution(chosen, institution)
    return {
        service: frozenset(
            role.format(institution=institution) for duty in chosen if (role := DUTIES[duty].role_in(service))
        )
        for service in SERVICES
    }


def _check_institution(chosen: list[str], institution: str | None) -> None:
    from faro.powers.declaration import contracting_institutions  # not for whoever only asks for help

    is_needed = any(DUTIES[duty].is_of_an_institution for duty in chosen)
    known = contracting_institutions()
    if is_needed and institution is None:
        raise InstitutionNeeded(rule=", ".join(known))
    if institution is not None and (institution not in known or not is_needed):
        raise InstitutionUnknown(field=institution, rule=", ".join(known))
