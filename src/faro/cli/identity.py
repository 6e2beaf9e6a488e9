"""`faro identity`: what people decide about who is whom, new keys, and erasing a person who asks for it."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.padding import Padding

from faro.cli.pages import console, number, show_table
from faro.language import reader_language, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import psycopg

    from faro.erasure import Erased, Record
    from faro.linkage.review import Waiting
    from faro.record_numbers import Place

app = typer.Typer(no_args_is_help=True, help=text(es="Personas, sin nombrarlas.", en="Persons, without names."))


@app.command(
    help=text(
        es="Pares de registros que pueden ser de una misma persona y esperan una decisión, con sus motivos.",
        en="Pairs of records that may be of one person and wait for a decision, with the reasons.",
    )
)
def review(
    limit: Annotated[int, typer.Option(help=text(es="Cuántos pares.", en="How many pairs."))] = 50,
) -> None:
    from faro.linkage import queue

    with _connected("faro_resolver") as connection:
        waiting = queue(connection)
    records = _records_at(place for each in waiting[:limit] for place in each.places)
    for each in waiting[:limit]:
        _tell_waiting(each, [records[place] for place in each.places])
    console.print(text(es=f"{len(waiting)} par(es) en espera.", en=f"{len(waiting)} pair(s) waiting."))


@app.command(
    help=text(
        es="Decide sobre un par; el enlace se rehace y las cifras se publican de nuevo.",
        en="Decide about a pair; persons are linked anew and the figures published again.",
    )
)
def decide(
    pair: Annotated[str, typer.Argument(help=text(es="El par, como lo da review.", en="The pair, as review has it."))],
    ground: Annotated[
        str, typer.Option(help=text(es="Por qué: un motivo de la lista.", en="Why: one of the grounds."))
    ],
    by: Annotated[str, typer.Option(help=text(es="Quién decide.", en="Who decides."))],
    same: Annotated[bool, typer.Option("--same", help=text(es="Es la misma.", en="It is the same person."))] = False,
    different: Annotated[
        bool, typer.Option("--different", help=text(es="Son dos personas.", en="They are two persons."))
    ] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help=text(es="Deja sin efecto lo decidido.", en="Undo what was decided."))
    ] = False,
) -> None:
    from faro.linkage import decide as write
    from faro.linkage.review import GROUNDS, Decided
    from faro.pipeline import Pipeline
    from faro.settings import settings

    words: dict[Decided, bool] = {"same": same, "different": different, "undone": undo}
    chosen = [word for word, is_chosen in words.items() if is_chosen]
    if len(chosen) != 1:
        raise typer.BadParameter(
            text(es="Elija --same, --different o --undo.", en="Choose --same, --different or --undo.")
        )
    with _connected("faro_resolver") as connection:
        write(connection, pair, chosen[0], by, ground)
    console.print(f"{pair} ({GROUNDS[ground][reader_language()]})", highlight=False, markup=False)
    Pipeline(settings()).link_and_publish()


@app.command(
    help=text(
        es="Cambia la llave de identidad: todo lo guardado se envuelve de nuevo y ningún enlace se pierde. "
        "Respalde después el archivo de llaves.",
        en="Change the identity key: all that is stored is wrapped anew and no link is lost. "
        "Back up the key file afterwards.",
    )
)
def rotate(
    reason: Annotated[
        str,
        typer.Option(help=text(es="Por qué, sin datos personales.", en="Why, without personal data."), prompt=True),
    ],
) -> None:
    from faro.identity.keys import keys_path
    from faro.identity.rotation import rotate as change
    from faro.pipeline import Pipeline
    from faro.settings import settings

    with _connected("postgres") as connection:
        ring = change(settings(), connection, reason)
    path = keys_path(settings())
    console.print(
        text(
            es=f"La llave vigente es {ring.newest.id}. Respalde {path}.",
            en=f"The key in use is {ring.newest.id}. Back up {path}.",
        )
    )
    Pipeline(settings()).link_and_publish()


@app.command(
    help=text(
        es="Borra a una persona que lo pide: todos sus registros, en todas las instituciones; después lo comprueba.",
        en="Erase a person who asks for it: all their records, at all institutions; then prove it.",
    )
)
def erase(
    records: Annotated[
        list[str],
        typer.Argument(
            help=text(es="institución/conjunto/número, uno o más.", en="institution/dataset/number, 1 or more.")
        ),
    ],
    request: Annotated[
        str,
        typer.Option(
            help=text(es="Número de la solicitud, sin datos personales.", en="The request's number, no personal data."),
            prompt=True,
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", help=text(es="Sin preguntar.", en="Without asking."))] = False,
) -> None:
    if not request.strip():
        raise typer.BadParameter(text(es="La solicitud no tiene número.", en="The request has no number."))
    from faro import erasure
    from faro.pipeline import Pipeline
    from faro.settings import settings

    with _connected("postgres") as connection:
        person = erasure.find_person(settings(), connection, records)
        titles = text(es="registro,versiones", en="record,versions")
        numbers = _records_at(each.place for each in person if each.place)
        show_table(titles.split(","), [(_called(each, numbers), each.versions) for each in person])
        if not yes:
            typer.confirm(text(es="¿Borrar para siempre?", en="Erase for good?"), abort=True)
        erased = erasure.erase(settings(), connection, person, request)
        Pipeline(settings()).link_and_publish()
        left = erasure.proof(connection, erased.tokens | {*records, *numbers.values()})
    _tell(erased, left)
    if left:
        raise erasure.ErasureUnproven(count=left)


def _connected(role: str) -> "psycopg.Connection":
    """`postgres` may change everything: only who holds the machine's secrets has it. Raises NotRunning."""
    from faro.settings import settings
    from faro.stack.postgres import connected

    return connected(settings(), role)


def _records_at(places: "Iterable[Place]") -> "dict[Place, str]":
    """Place → institution/dataset/number, from the originals: whoever decides has to ask the institutions."""
    from faro.record_numbers import records_at
    from faro.settings import settings
    from faro.stack import postgres

    return records_at(settings(), postgres.uri(settings(), "faro_loader"), places)


def _called(record: "Record", numbers: "Mapping[Place, str]") -> str:
    """One that was only ever held back is the one that was named."""
    held = text(es="retenido, nunca aceptado", en="held back, never accepted")
    return numbers[record.place] if record.place else f"{record.institution}/{record.dataset} ({held})"


def _tell_waiting(waiting: "Waiting", records: list[str]) -> None:
    """Pair and records on lines of their own, which no terminal breaks: they are typed or copied."""
    score = number(round(waiting.score, 1))
    points = text(es=f"{score} puntos", en=f"{score} points")
    console.print(f"[bold]{waiting.id}[/]  {points}", highlight=False)
    console.print("  " + " · ".join(sorted(records)), highlight=False, markup=False, soft_wrap=True)
    console.print(Padding("; ".join(waiting.reasons()), (0, 0, 0, 2)), highlight=False)


def _tell(erased: "Erased", left: int) -> None:
    console.print(
        text(
            es=f"{erased.rows} fila(s) borradas y {erased.held} de la cuarentena. Huellas buscadas: "
            f"{len(erased.tokens)}; filas que aún las tienen: {left}.\n"
            f"{erased.shared} huellas son también de registros de otras personas (un año de nacimiento, un teléfono "
            f"de la familia) y quedaron.\n{erased.originals} originales cifrados la contienen hasta que se cumpla su "
            "retención. Pida a las instituciones que borren sus registros en el origen.",
            en=f"{erased.rows} row(s) erased and {erased.held} in quarantine. Traces searched: {len(erased.tokens)}; "
            f"rows that still have one: {left}.\n"
            f"{erased.shared} tokens stand for other persons' records too (a year of birth, a family's phone) and "
            f"stayed.\n{erased.originals} encrypted originals hold the person until their retention ends. Ask the "
            "institutions to delete their records at the source.",
        )
    )
