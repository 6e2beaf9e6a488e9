"""The report for those who approve a release, in Spanish: what changed and why, what is hidden, what was tried."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal, format_percent

from faro.publication.comparing import Difference, differences
from faro.publication.figures import Facts, PublishedFigure
from faro.publication.marts import Arrival
from faro.releases.drafting import Draft

#: How many changed figures are written out; all of them: faro release diff.
_WRITTEN = 40
_KINDS = {
    "new": "nuevas",
    "gone": "que ya no se publican",
    "shown": "que vuelven a mostrarse",
    "suppressed": "que se protegen y antes se mostraban",
    "changed": "con otro valor",
}
_CHANGES = {
    "withdrawal": "entregas retiradas",
    "erasure": "personas borradas",
    "decision": "decisiones sobre vínculos",
    "rotation": "cambios de claves",
}


@dataclass(frozen=True)
class Background:
    """`figures`: what would be published; `before` and `release`: what is, and its number, None where nothing is;
    `withheld`: what is not published because of that, in words."""

    figures: Sequence[PublishedFigure]
    before: Sequence[PublishedFigure] | None
    release: int | None
    draft: Draft
    withheld: Sequence[str]
    arrivals: Sequence[Arrival]
    changes: Mapping[str, int]
    stale: Sequence[str]


def report(background: Background, facts: Facts) -> str:
    """As Markdown. No count that is hidden stands in it."""
    return (
        "\n".join((*_heading(facts), *_shown(background), *_warnings(background, facts), *_changed(background))) + "\n"
    )


def _heading(facts: Facts) -> Iterator[str]:
    yield f"# Propuesta de publicación {facts.edition}"
    yield ""
    if facts.is_demonstration:
        yield "**Demostración:** los datos son sintéticos y la aprobación es automática."
        yield ""
    if facts.out_of_turn:
        yield f"**Fuera del calendario:** {facts.out_of_turn}"
        yield ""
    yield f"Preparada el {facts.prepared_on} por {facts.code}."
    yield ""


def _shown(background: Background) -> Iterator[str]:
    figures, draft = background.figures, background.draft
    indicators = len({one.indicator_id for one in figures})
    shown = sum(one.status != "suppressed" for one in figures)
    withheld, counts = len(draft.counted.withheld), len(draft.counted.figures.counts)
    hidden = _number(len(figures) - shown)
    yield "## Qué se publica"
    yield f"- {_number(len(figures))} cifras de {_number(indicators)} indicadores."
    yield f"- Se muestran {_number(shown)} ({_share(shown, len(figures))}); {hidden} quedan protegidas."
    yield f"- Se retienen enteros {_number(withheld)} desgloses de un año o de un período."
    yield f"- Se protegieron {_number(counts)} recuentos, junto con los de todas las publicaciones anteriores."
    yield f"- Ataque: se cumplen {_number(draft.requirements)} condiciones; no se calcula ningún recuento pequeño."
    yield f"- {_gap(draft)}"
    yield ""


def _gap(draft: Draft) -> str:
    """How far what is hidden may be from the least that would do, of the parts of which a bound is known."""
    bounded = [one for one in draft.accounts if one.bound]
    loss, bound = sum(one.loss for one in bounded), sum(one.bound for one in bounded)
    rest = sum(one.loss for one in draft.accounts) - loss
    told = f"Sobre el mínimo posible: a lo sumo {_share(loss - bound, loss)}" if loss else "Sin cota del mínimo posible"
    return told + (f"; sin cota para {_share(rest, rest + loss)} de lo protegido." if rest else ".")


def _warnings(background: Background, facts: Facts) -> Iterator[str]:
    if facts.held:
        yield f"**Como en la publicación {background.release}, por protección:** {'; '.join(facts.held)}."
        yield "Mostrar lo que cambió en ellos permitiría calcular recuentos de pocas personas."
        yield ""
    if background.withheld:
        yield f"**No se publica, por protección:** {'; '.join(background.withheld)}."
        yield "Junto a lo que ya se publicó, estos desgloses permitirían calcular recuentos de pocas personas."
        yield ""
    if told := len(background.draft.told_before):
        yield f"**Se calculan ya {_number(told)} recuentos pequeños** con lo publicado antes y lo que es público."
        yield "Ninguna publicación nueva lo deshace, y esta no dice más de ellos."
        yield ""
    if background.stale:
        yield f"**No están al día**, porque una prueba falló: {', '.join(background.stale)}. Vea faro status."
        yield ""


def _changed(background: Background) -> Iterator[str]:
    yield "## Qué cambió"
    if background.before is None:
        yield "Es la primera publicación."
        return
    found = differences(background.before, background.figures)
    kinds = Counter(one.kind for one in found)
    told = ", ".join(f"{_number(count)} {_KINDS[kind]}" for kind, count in kinds.most_common())
    yield f"Respecto de la publicación {background.release}: {told or 'ninguna cifra'}."
    yield ""
    yield from _why(background)
    if found:
        yield ""
        yield "| Indicador | Desglose | Período | Antes | Ahora |"
        yield "|---|---|---|---|---|"
        yield from (_line(one) for one in found[:_WRITTEN])
    if len(found) > _WRITTEN:
        yield ""
        yield f"Y {_number(len(found) - _WRITTEN)} más; todas, ya publicadas: faro release diff."


def _why(background: Background) -> Iterator[str]:
    for one in background.arrivals:
        yield f"- {one.institution}/{one.dataset}: {_number(one.deliveries)} entregas, {_number(one.rows)} filas."
    for kind, count in background.changes.items():
        yield f"- {_CHANGES[kind]}: {_number(count)}"
    if not background.arrivals and not background.changes:
        yield "Desde entonces no llegó ninguna entrega."


def _line(difference: Difference) -> str:
    one = difference.figure
    breakdown = one.category_es if one.breakdown == "total" else f"{one.breakdown_es}: {one.category_es}"
    values = (_value(figure) for figure in (difference.before, difference.now))
    cells = (f"{one.indicator_id} {one.indicator_es}", breakdown, one.period, *values)
    return f"| {' | '.join(cell.replace('|', '∣') for cell in cells)} |"


def _value(figure: PublishedFigure | None) -> str:
    if figure is None:
        return "—"
    if figure.value is None:
        return "protegida" if figure.status == "suppressed" else "sin dato"
    return format_decimal(round(figure.value, 4), locale="es_CR")


def _number(value: int) -> str:
    return str(format_decimal(value, locale="es_CR"))


def _share(part: float, whole: float) -> str:
    return str(format_percent(part / whole if whole else 0, "#,##0 %", locale="es_CR"))
