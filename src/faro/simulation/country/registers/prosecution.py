"""The Ministerio Público: complaints, cases and their states, accused and harmed persons, stages."""

from typing import Final

import numpy as np
import polars as pl

from faro.simulation.country import days
from faro.simulation.country.draw import Draw, Ints, always
from faro.simulation.country.profile import RELATIONSHIPS, either
from faro.simulation.country.registry import Entries, change, contacts, impersonal
from faro.simulation.country.shares import shares
from faro.simulation.country.world import World

ROLES: Final = shares("roles_in_offence")
_FACTS: Final = (
    "La persona denunciante señala a un conocido del barrio que ofrece trabajo fuera del país.",
    "Se informa de un local donde permanecen personas encerradas.",
    "Vecinos reportan el traslado nocturno de grupos en vehículos de carga.",
    "La ofendida relata que le exigen el pago de una deuda.",
)


def _if(mark: str, yes: pl.Expr, no: pl.Expr) -> pl.Expr:
    return pl.when(mark).then(yes).otherwise(no)


ON: Final = pl.lit("Continúa")
_ENDED: Final = _if("dismissed", pl.lit("Desestimación"), pl.lit("Archivo fiscal"))
_SENTENCE: Final = _if("convicts", pl.lit("Condena"), pl.lit("Absolutoria"))


def complaints(world: World, draw: Draw) -> Entries:
    rows = world.justice.complaints
    facts = draw.sometimes(draw.pick(_FACTS, len(rows)), 0.95)
    return Entries(rows.drop("group").with_columns(facts=facts, _who=pl.lit(None, pl.Int64)))


def cases(world: World, draw: Draw) -> Entries:
    rows = world.justice.cases
    columns = ("case_number", "complaint_number", "opened_on", "offence", "office", "_day", "_updated")
    first = rows.select(*columns, case_state=pl.lit("En investigación"), _who=pl.lit(None, pl.Int64))
    ended = _if("dismissed", pl.lit("Desestimada"), pl.lit("Archivada"))
    steps = (
        ("investigated", _if("accuses", pl.lit("Con acusación"), ended)),
        ("accused", _if("tried", pl.lit("En juicio"), pl.lit("Sobreseída"))),
        ("sentenced", pl.lit("Con sentencia")),
    )
    changes = (
        change(rows[day].to_numpy(), always(len(rows)), case_state=rows.with_columns(state=state)["state"])
        for day, state in steps
    )
    return Entries(first, tuple(changes))


def accused(world: World, draw: Draw) -> Entries:
    rows = world.justice.accused
    first = _in_case(world, draw, rows["who"], rows["case"], rows["day"].to_numpy())
    smuggling = world.justice.cases["offence"].gather(rows["case"]) == "Tráfico ilícito de migrantes"
    relation = draw.sometimes(draw.pick(RELATIONSHIPS, len(rows)), 0.75)
    role = either(smuggling, draw.pick({"Transporte": 70.0, "Intermediación": 20.0, "Financiamiento": 10.0}, len(rows)),
                  draw.pick(ROLES, len(rows)))  # fmt: skip
    unknown = pl.Series([None], dtype=pl.String).new_from_index(0, len(rows))
    return Entries(first.with_columns(role_in_offence=role, relationship=either(smuggling, unknown, relation)))


def case_victims(world: World, draw: Draw) -> Entries:
    rows = world.justice.victims
    opened = world.justice.cases["_day"].gather(rows["case"]).to_numpy()
    day = np.maximum(opened, rows["known"].to_numpy()) + draw.waiting(12, len(rows), longest=300)
    return Entries(_in_case(world, draw, rows["who"], rows["case"], day))


def _in_case(world: World, draw: Draw, who: pl.Series, case: pl.Series, day: Ints) -> pl.DataFrame:
    number = world.justice.cases["case_number"].gather(case)
    rows = contacts(who.to_numpy(), day, draw.between(0, 4, len(day)))
    return rows.with_columns(pl.Series("registered_on", days.dates(day)), number)


def stages(world: World, draw: Draw) -> Entries:
    """A stage is open when it is first written, and closed by a change; the first one is written with the case."""
    rows = pl.concat(_stages(world.justice.cases)).filter(pl.col("start") <= days.LAST).sort("case", "start")
    start, end, count = rows["start"].to_numpy(), rows["end"].to_numpy(), len(rows)
    waits = np.maximum(rows["opened"].to_numpy() - start, 0)
    first = impersonal(start, waits + draw.between(0, 5, count)).with_columns(
        pl.Series("started_on", days.dates(start)), rows["case_number"], rows["stage"]
    )
    closed = end + draw.between(1, 8, count)
    change_of_end = change(closed, end <= days.LAST, ended_on=days.dates(end), outcome=rows["outcome"])
    return Entries(first, (change_of_end,))


def _stages(cases: pl.DataFrame) -> list[pl.DataFrame]:
    """The stages of the cases that reach them: when each begins and ends, and how."""
    numbered = cases.with_row_index("case")
    always = pl.lit(True)
    return [
        numbered.filter(reached).select(
            "case", "case_number", opened="_day", stage=pl.lit(stage), start=start, end=end, outcome=outcome
        )
        for stage, start, end, reached, outcome in (
            ("Denuncia", "filed", "_day", always, ON),
            ("Investigación", "_day", "investigated", always, _if("accuses", ON, _ENDED)),
            ("Acusación", "investigated", "accused", pl.col("accuses"), _if("tried", ON, pl.lit("Sobreseimiento"))),
            ("Juicio", "accused", "judged", pl.col("tried"), ON),
            ("Sentencia", "judged", "sentenced", pl.col("tried"), _SENTENCE),
        )
    ]
