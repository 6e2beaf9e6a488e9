"""`faro release`: what is published, who approved it, whether it is what it was; withdrawing one."""

import getpass
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from faro.cli.pages import console, moment, number, show_table
from faro.cli.preview import preview
from faro.language import reader_language, text

if TYPE_CHECKING:
    import psycopg

    from faro.publication.comparing import Difference
    from faro.publication.figures import PublishedFigure
    from faro.publication.ledger import Decision, Release

app = typer.Typer(
    no_args_is_help=True, help=text(es="Las publicaciones, y lo que puede publicarse.", en="Releases, and what may be.")
)
Number = Annotated[int, typer.Argument(help=text(es="Número de publicación.", en="Number of the release."))]
_WRITTEN = 60
app.command(
    help=text(
        es="Cuenta, protege y ataca lo que se publicaría hoy, y dice cuánto se mostraría. No publica nada.",
        en="Count, protect and attack what would be published today; tell how much would be shown. Publishes nothing.",
    )
)(preview)


def _connection() -> "psycopg.Connection":
    from faro.settings import settings
    from faro.stack.postgres import connected

    return connected(settings(), "faro_publisher")


@app.command(name="list", help=text(es="Las publicaciones, la más nueva primero.", en="The releases, newest first."))
def list_releases() -> None:
    from faro.publication.ledger import current, releases

    with _connection() as connection:
        found = releases(connection)
    titles = text(
        es="publicación,edición,publicada,cifras,protegidas,estado", en="release,edition,published,figures,hidden,state"
    )
    in_force = current(found)
    rows = [
        (
            one.release_id,
            one.edition,
            moment(one.published_at),
            number(one.summary["figures"]),
            number(one.summary["suppressed"]),
            _state(one, in_force),
        )
        for one in reversed(found)
    ]
    if rows:
        show_table(titles.split(","), rows)
    else:
        console.print(text(es="Todavía no hay ninguna. La próxima: faro release calendar",
                           en="There is none yet. The next one: faro release calendar"), highlight=False)  # fmt: skip


def _state(one: "Release", in_force: "Release | None") -> str:
    if one.withdrawn_at:
        return text(es="retirada", en="withdrawn")
    if one == in_force:
        return text(es="vigente", en="current")
    return text(es="sustituida", en="superseded")


@app.command(help=text(es="Todo sobre una publicación.", en="All about a release."))
def show(release: Number) -> None:
    from rich.markdown import Markdown

    from faro.publication.ledger import decisions, files_of
    from faro.publication.ledger import release as release_of
    from faro.publication.preparing import REPORT

    with _connection() as connection:
        found = release_of(connection, release)
        files, given = files_of(connection, found.proposal_id), decisions(connection, found.proposal_id)
    if found.withdrawn_at:
        told = f"{moment(found.withdrawn_at)}, {found.withdrawn_by}: {found.withdrawal}"
        console.print(text(es=f"Retirada {told}", en=f"Withdrawn {told}"), style="red", highlight=False, markup=False)
    console.print(Markdown(files[REPORT].decode()))
    console.print()
    titles = text(es="deber,quién,cuándo,respuesta,razón,cuenta", en="duty,who,when,answer,reason,counts")
    show_table(titles.split(","), [_answer(one) for one in given])
    console.print(f"SHA-256 {found.sha256}", highlight=False)


def _answer(one: "Decision") -> tuple[str | None, ...]:
    words = {True: text(es="aprobó", en="approved"), False: text(es="rechazó", en="rejected"), None: None}
    counts = text(es="sí", en="yes") if one.counts else text(es="no, se preguntó otra vez", en="no, was asked again")
    plain = "".join(sign for sign in one.reason or "" if sign.isprintable())
    return one.duty, one.answered_by, moment(one.answered_at), words[one.is_approved], plain, counts


@app.command(
    help=text(
        es="Comprueba que sus archivos y cifras son los aprobados; con --rebuild, los hace otra vez y los compara.",
        en="Check that its files and figures are the approved ones; with --rebuild, make them again and compare.",
    )
)
def verify(
    release: Number,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help=text(es="Hacerlos otra vez: minutos.", en="Make them again: minutes."))
    ] = False,
) -> None:
    from faro.publication.verifying import differing_files, is_of_this_version, problems

    with _connection() as connection:
        found = list(problems(connection, release))
        if not found and rebuild:
            with console.status(text(es="Se hace otra vez: minutos …", en="It is made again: minutes …")):
                found = differing_files(connection, release)
            if found and not is_of_this_version(connection, release):
                told = text(
                    es="La hizo otra versión de Faro, que puede proteger otras cifras; con esa se hace igual.",
                    en="Another version of Faro made it, which may hide others; with that one it is made the same.",
                )
                console.print(f"[yellow]![/] {told}", highlight=False)
    for one in found:
        console.print(f"[red]✗[/] {escape(one)}", highlight=False)
    if found:
        raise typer.Exit(1)
    told = text(es="Es la que se aprobó", en="It is the one that was approved")
    again = text(
        es=", y hecha otra vez es la misma, byte por byte", en=", and made again it is the same, byte for byte"
    )
    console.print(f"[green]✓[/] {told}{again if rebuild else ''}.", highlight=False)


@app.command(help=text(es="Qué cifras cambiaron de una publicación a otra.", en="Which figures changed between two."))
def diff(before: Number, after: Number) -> None:
    from faro.publication.comparing import differences
    from faro.publication.ledger import figures_of
    from faro.publication.ledger import release as release_of

    with _connection() as connection:
        figures = [figures_of(connection, release_of(connection, one).release_id) for one in (before, after)]
    found = differences(*figures)
    titles = text(es="indicador,desglose,período,antes,ahora", en="indicator,breakdown,period,before,now")
    if found:
        show_table(titles.split(","), [_row(one) for one in found[:_WRITTEN]])
    kinds = Counter(one.kind for one in found)
    told = ", ".join(f"{number(count)} {_KINDS[kind]()}" for kind, count in kinds.most_common())
    console.print(told or text(es="Ninguna cifra cambió.", en="No figure changed."), highlight=False)


_KINDS = {
    "new": lambda: text(es="nuevas", en="new"),
    "gone": lambda: text(es="ya no se publican", en="no longer published"),
    "shown": lambda: text(es="vuelven a mostrarse", en="shown again"),
    "suppressed": lambda: text(es="ahora protegidas", en="hidden now"),
    "changed": lambda: text(es="con otro valor", en="with another value"),
}


def _row(difference: "Difference") -> tuple[str, ...]:
    one = difference.figure
    breakdown, category = (
        (one.breakdown_es, one.category_es) if reader_language() == "es" else (one.breakdown_en, one.category_en)
    )
    told = category if one.breakdown == "total" else f"{breakdown}: {category}"
    return one.indicator_id, told, one.period, *(_value(figure) for figure in (difference.before, difference.now))


def _value(figure: "PublishedFigure | None") -> str:
    if figure is None:
        return "—"
    if figure.value is None:
        hidden = text(es="protegida", en="hidden")
        return hidden if figure.status == "suppressed" else text(es="sin dato", en="no data")
    return number(round(figure.value, 4))


@app.command(
    help=text(
        es="Ataca lo publicado, todas las publicaciones juntas: qué recuentos pequeños calcularía quien lea.",
        en="Attack what is published, all releases together: which small counts whoever reads would compute.",
    )
)
def attack() -> None:
    from faro.publication.bundle import COUNTS
    from faro.publication.counts import counts_read
    from faro.publication.ledger import files_of, releases
    from faro.releases.counts import in_words
    from faro.releases.drafting import attacked
    from faro.releases.policy import disclosure_policy

    with _connection() as connection:
        published = [counts_read(files_of(connection, one.proposal_id)[COUNTS]) for one in releases(connection)]
    if not published:
        console.print(text(es="No hay ninguna publicación.", en="There is no release."))
        return
    with console.status(text(es="Se atacan todas juntas …", en="All are attacked together …")):
        found = attacked(published, disclosure_policy())
    for one in found:
        console.print(f"[red]✗[/] {in_words(one.cell)}: {one.low}–{one.high}", highlight=False)
    if found:
        raise typer.Exit(1)
    count = number(len(published))
    told = text(
        es=f"De todo lo publicado ({count}) no se calcula ningún recuento pequeño.",
        en=f"No small count can be computed from all that is published ({count}).",
    )
    console.print(f"[green]✓[/] {told}", highlight=False)


@app.command(
    help=text(
        es="Retira una publicación: deja de mostrarse y vuelve a regir la anterior. No se borra, y dice por qué.",
        en="Withdraw a release: it is shown no more and the one before stands again. Never deleted, and it says why.",
    )
)
def withdraw(
    release: Number,
    reason: Annotated[
        str,
        typer.Option(
            help=text(es="Por qué, sin datos personales.", en="Why, without personal data."),
            prompt=text(es="Motivo", en="Reason"),
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", help=text(es="Sin preguntar.", en="Without asking."))] = False,
) -> None:
    from faro.publication.downloads import place
    from faro.publication.publishing import withdraw as take_back
    from faro.settings import settings
    from faro.stack.postgres import reachable_uri

    if not yes:
        question = text(
            es=f"Todos verán que la publicación {release} se retiró, y no puede deshacerse. ¿Retirarla?",
            en=f"Everybody will see that release {release} was withdrawn, and it cannot be undone. Withdraw it?",
        )
        typer.confirm(question, abort=True)
    uri = reachable_uri(settings(), "faro_publisher")
    take_back(uri, release, reason, getpass.getuser())
    place(uri, settings().site)
    console.print(text(es=f"La publicación {release} está retirada.", en=f"Release {release} is withdrawn."),
                  highlight=False)  # fmt: skip


@app.command(help=text(es="Cuándo se preparan las próximas publicaciones.", en="When the next releases are prepared."))
def calendar() -> None:
    from faro.publication.calendar import edition_of, next_dates, today

    titles = text(es="edición,se prepara el", en="edition,prepared on")
    show_table(titles.split(","), [(edition_of(day), f"{day:%d/%m/%Y}") for day in next_dates(today())])
