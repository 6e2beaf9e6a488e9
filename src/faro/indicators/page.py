"""docs/indicadores.md: each definition in the words of those who read the figures."""

from collections.abc import Iterator
from pathlib import Path

from faro.indicators.definitions import Breakdown, Definitions, Indicator
from faro.settings import PROJECT

PATH = PROJECT / "docs" / "indicadores.md"

_KINDS = {
    "count": "conteo",
    "rate": "tasa",
    "share": "proporción",
    "median": "mediana",
    "sum": "suma",
}
_INTRODUCTION = """\
<!-- generated from contracts/indicators.yml, do not edit: faro derive -->
# Los indicadores

Cada indicador se declara una sola vez, en `contracts/indicators.yml`. De ahí siguen esta página, las descripciones de
los marts, los rótulos de los gráficos y las exportaciones.

Cada uno es un mart de `dbt_project/models/marts/indicators/`; `marts.indicator_value` los reúne todos, con rótulos en
español e inglés. El desglose `total` es la cifra misma. Las definiciones, con sus unidades y límites, están también en
`core.dim_indicator`; los desgloses, en `core.dim_breakdown`; los rótulos de las categorías, en `core.dim_category`.

## Palabras que usan

- **Detectada en un año**: persona con un registro de ese año en el que una institución presume que es víctima
  (`core.fct_victim_detection`). Una presunción no es una acreditación.
- **Acreditada en un año**: persona con una resolución positiva del ERI de ese año; si son varias, vale la primera, y
  sus particularidades son las de esa resolución (`core.fct_accredited_victim`).
- Las personas son las **vinculadas** entre instituciones. Lo retirado y lo que está en cuarentena no cuenta.
- El **sexo** y la **nacionalidad** son los que dice la mayoría de los registros de la persona. La **edad** es la del
  registro, en su propio día; si no la dice, se calcula con el mes de nacimiento.
- De una **proporción** se da el numerador y el denominador; una **tasa** es por cada 100 000 habitantes y lleva el año
  y la fuente de la estimación; un conteo, una suma y una mediana van solos.
- **Varias**: una persona puede contar en más de una categoría, y las categorías no suman el total.
- `not_recorded_share`: la parte de los casos del año en que nadie anotó lo que la cifra necesita.

El cálculo exacto está en inglés, como en el contrato: es lo que comparan las pruebas, que recalculan cada cifra por
otra vía. `DETECTED(Y)` y `ACCREDITED(Y)` son las personas detectadas y acreditadas en el año.
"""


def page(given: Definitions) -> dict[Path, str]:
    """Path → content."""
    sections = [_INTRODUCTION]
    for domain, labels in given.domains.items():
        sections.append(f"## {labels['es']}\n")
        sections += (_section(each, given) for each in given.indicators.values() if each.domain == domain)
    return {PATH: "\n".join(sections)}


def _section(indicator: Indicator, given: Definitions) -> str:
    return "\n".join(
        (
            f"### {indicator.id} {indicator.es}\n",
            f"{indicator.definition['es']}\n",
            *_facts(indicator, given),
            "",
        )
    )


def _facts(indicator: Indicator, given: Definitions) -> Iterator[str]:
    unit = given.units[indicator.unit]["es"]
    yield f"- **Mart**: `marts.{indicator.mart}` ({_KINDS[indicator.kind]}; unidad: {unit})"
    yield f"- **Numerador**: {indicator.numerator}"
    if indicator.denominator:
        yield f"- **Denominador**: {indicator.denominator}"
    yield f"- **Desgloses**: {'; '.join(_breakdown(given.breakdowns[name]) for name in indicator.breakdowns)}"
    yield f"- **Reglas**: {indicator.rules}"
    yield f"- **Fuentes**: {', '.join(f'`{source}`' for source in indicator.sources)}"
    yield f"- **Límites**: {indicator.limitations['es']}"


def _breakdown(breakdown: Breakdown) -> str:
    return f"{breakdown.es} (`{breakdown.code}`{', varias' if breakdown.several else ''})"
