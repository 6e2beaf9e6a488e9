"""The notes of a release: what it is, what is protected and why, how it is cited and verified; in both languages."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from faro.language import Language
from faro.publication.dictionary import DEMONSTRATION, STATUSES, Told, edition_told
from faro.publication.figures import Facts, PublishedFigure
from faro.releases.policy import DisclosurePolicy

LICENCE = "CC BY 4.0"
_LICENCE_TEXT = "https://creativecommons.org/licenses/by/4.0/deed"
_LOCALES: dict[Language, str] = {"es": "es_CR", "en": "en"}
_DAYS: dict[Language, str] = {"es": "d 'de' MMMM 'de' y", "en": "d MMMM y"}


#: Code of an institution → its name.
Names = Mapping[str, Mapping[Language, str]]


@dataclass(frozen=True)
class Section:
    """A heading with its paragraphs."""

    title: Told
    paragraphs: tuple[Told, ...]


_SUMS: Told = {
    "es": "La suma de las cifras que se ven puede ser menor que el total, porque algunas están protegidas. También "
    "puede ser mayor: quien sufrió varias formas de explotación, por ejemplo, cuenta en cada una. El total es siempre "
    "el que se publica.",
    "en": "The sum of the figures shown may be less than the total, as some are protected. It may also be more: "
    "whoever suffered several forms of exploitation, for example, counts in each. The total is always the published "
    "one.",
}
_CATEGORIES: Told = {
    "es": "Algunas listas de categorías siguen el estándar HTCDS 2.0 de la OIM (CC BY 4.0), adaptado. La OIM no "
    "responde por estas cifras.",
    "en": "Some lists of categories follow IOM's HTCDS 2.0 standard (CC BY 4.0), adapted. IOM does not endorse these "
    "figures.",
}
_VERIFY: Told = {
    "es": "`manifest.json` dice el SHA-256 de cada archivo. Calcule el del suyo y compare: en Windows, "
    "`certutil -hashfile cifras.xlsx SHA256`; en Linux, `sha256sum cifras.xlsx`; en macOS, "
    "`shasum -a 256 cifras.xlsx`. Si difiere, no es el archivo que se publicó.",
    "en": "`manifest.json` states the SHA-256 of each file. Compute that of yours and compare: on Windows, "
    "`certutil -hashfile cifras.xlsx SHA256`; on Linux, `sha256sum cifras.xlsx`; on macOS, "
    "`shasum -a 256 cifras.xlsx`. If it differs, it is not the file that was published.",
}
_FORMATS: Told = {
    "es": "`cifras.xlsx` es para leer y filtrar en Excel; `cifras.csv` (UTF-8, comas, punto decimal) y "
    "`cifras.parquet` tienen las mismas filas para otros programas. `diccionario.csv` explica cada columna.",
    "en": "`cifras.xlsx` is for reading and filtering in Excel; `cifras.csv` (UTF-8, commas, decimal point) and "
    "`cifras.parquet` hold the same rows for other programs. `diccionario.csv` explains each column.",
}


def heading(facts: Facts) -> Told:
    """What the release is called."""
    return {"es": f"Cifras de Faro, edición {facts.edition}", "en": f"Figures of Faro, edition {facts.edition}"}


def notes_of(rows: Sequence[PublishedFigure], facts: Facts, policy: DisclosurePolicy, names: Names) -> list[Section]:
    """The first section is the whole's, with its heading; `names` are those of institutions."""
    return [
        Section(heading(facts), tuple(_what_it_is(rows, facts, names))),
        Section({"es": "Qué quiere decir «protegida»", "en": "What 'protected' means"}, tuple(_protected(policy))),
        Section({"es": "Períodos", "en": "Periods"}, tuple(_periods(facts, policy))),
        Section({"es": "Sumas", "en": "Sums"}, (_SUMS,)),
        Section({"es": "Archivos", "en": "Files"}, (_FORMATS, _VERIFY)),
        Section({"es": "Licencia y cita", "en": "Licence and citation"}, tuple(_licence(facts))),
    ]


def written(sections: Sequence[Section], language: Language) -> str:
    """As Markdown."""
    parts = []
    for number, section in enumerate(sections):
        parts.append(f"{'##' if number else '#'} {section.title[language]}")
        parts += [paragraph[language] for paragraph in section.paragraphs]
    return "\n\n".join(parts) + "\n"


def _what_it_is(rows: Sequence[PublishedFigure], facts: Facts, names: Names) -> Iterator[Told]:
    if facts.is_demonstration:
        yield {language: f"**{told}**" for language, told in DEMONSTRATION.items()}
    day, edition = _day(facts), edition_told(facts.edition)
    yield {
        "es": "Indicadores de la trata de personas y del tráfico ilícito de migrantes, reunidos de los registros de "
        f"las instituciones de la coalición. Edición {edition['es']}, preparada el {day['es']}. "
        f"Programa: {facts.code}.",
        "en": "Indicators of trafficking in persons and smuggling of migrants, brought together from the records of "
        f"the coalition's institutions. Edition {edition['en']}, prepared on {day['en']}. "
        f"Software: {facts.code}.",
    }
    yield _how_many(rows)
    yield _sources(rows, names)
    if facts.out_of_turn:
        reason = " ".join(facts.out_of_turn.split())
        yield {"es": f"Salió fuera del calendario. Motivo: {reason}", "en": f"It came out of turn. Reason: {reason}"}


def _sources(rows: Sequence[PublishedFigure], names: Names) -> Told:
    """Each institution by its name, with the code that figures bear; by the code alone where it has none."""
    codes = sorted({source.strip().partition("/")[0] for row in rows for source in row.sources.split(",")} - {""})
    es, en = (
        "; ".join(f"{names[code][language]} ({code})" if code in names else code for code in codes) or "—"
        for language in _LOCALES
    )
    return {"es": f"Fuentes: {es}.", "en": f"Sources: {en}."}


def _how_many(rows: Sequence[PublishedFigure]) -> Told:
    found = Counter(row.status for row in rows)
    counts = (len(rows), *(found[status] for status in STATUSES))
    es, en = ([format_decimal(count, locale=locale) for count in counts] for locale in _LOCALES.values())
    return {
        "es": f"Filas: {es[0]}. Cifras publicadas: {es[1]}; protegidas: {es[2]}; sin dato: {es[3]}.",
        "en": f"Rows: {en[0]}. Figures published: {en[1]}; protected: {en[2]}; without data: {en[3]}.",
    }


def _protected(policy: DisclosurePolicy) -> Iterator[Told]:
    few, crossed = (_up_to(least) for least in (policy.thresholds.one_characteristic, policy.thresholds.crossing))
    yield {
        "es": f"Con números pequeños se reconoce a personas. Por eso se protege todo recuento {few['es']} y, en los "
        f"cruces de dos características o más, {crossed['es']}{_but(policy, few)['es']}.",
        "en": f"Small numbers let persons be recognised. So every count {few['en']} is protected and, of crossings of "
        f"two characteristics or more, {crossed['en']}{_but(policy, few)['en']}.",
    }
    yield {
        "es": "Con ellos se protegen otros, también grandes, para que nadie pueda calcularlos restando. No se dice "
        "cuáles se protegen por ser pequeños y cuáles por acompañarlos. «Protegida» no quiere decir cero. "
        f"De un grupo de menos de {policy.thresholds.one_characteristic} se protege también el cero, que diría qué son "
        "todas, y sus categorías no se enumeran donde ningún período las reúne en número suficiente.",
        "en": "Others are protected with them, large ones too, so that nobody can compute them by subtracting. Which "
        "are protected for being small and which for going with them is not told. 'Protected' does not mean zero. Of a "
        f"group of less than {policy.thresholds.one_characteristic} zero is protected too, for it would tell "
        "what all are, and its categories are not listed where no period has enough of them.",
    }
    yield from _public(policy)
    yield {
        "es": "Una proporción o una tasa se protege si lo está un recuento del que sale. Una mediana se publica solo "
        f"de {policy.thresholds.median} unidades o más.",
        "en": "A share or a rate is protected where a count that it is made of is. A median is published only of "
        f"{policy.thresholds.median} units or more.",
    }
    if policy.thresholds.shown:
        share = {
            language: format_percent(policy.thresholds.shown, locale=locale) for language, locale in _LOCALES.items()
        }
        yield {
            "es": f"Un desglose del que podría mostrarse menos del {share['es']} de los recuentos se publica solo por "
            "períodos más largos, o con menos detalle.",
            "en": f"A breakdown of whose counts less than {share['en']} could be shown is published only by longer "
            "periods, or in less detail.",
        }


def _public(policy: DisclosurePolicy) -> Iterator[Told]:
    """Where what is small and shown was published before; nothing where nothing was."""
    if policy.public:
        yield {
            "es": "Se muestra, también si es pequeño, el recuento que es igual al que ya se publicó en: "
            f"{'; '.join(one.es for one in policy.public)}.",
            "en": "A count that is what was published before is shown, a small one too; published in: "
            f"{'; '.join(one.en for one in policy.public)}.",
        }


def _but(policy: DisclosurePolicy, few: Told) -> Told:
    """Whose crossings have the threshold of one characteristic; nothing where nobody's have."""
    spared = [one for one in policy.populations.values() if not one.crossing]
    if not spared:
        return {"es": "", "en": ""}
    names = ([one.es for one in spared], [one.en for one in spared])
    es, en = (
        format_list([name[:1].lower() + name[1:] for name in each], locale=locale)
        for each, locale in zip(names, _LOCALES.values(), strict=True)
    )
    return {"es": f" (salvo los de {es}: {few['es']})", "en": f" (but those of {en}: {few['en']})"}


def _up_to(least: int) -> Told:
    """All that is less than the least that is shown."""
    if least == 2:
        return {"es": "de 1", "en": "of 1"}
    return {"es": f"de 1 a {least - 1}", "en": f"from 1 to {least - 1}"}


def _periods(facts: Facts, policy: DisclosurePolicy) -> Iterator[Told]:
    yield {
        "es": "Un período es un año, o varios años completos sumados: «2020–2022» va del primero al último, ambos "
        "incluidos. El año en curso puede crecer con las entregas que faltan.",
        "en": "A period is a year, or several complete years together: '2020–2022' goes from the first to the last, "
        "both in it. The current year may grow with the deliveries still to come.",
    }
    if policy.periods.years:
        es, en = (format_list([*map(str, policy.periods.years)], "or", locale=locale) for locale in _LOCALES.values())
        every = (
            {"es": ", y por la de todos", "en": ", and by that of all"} if policy.periods.all else {"es": "", "en": ""}
        )
        yield {
            "es": f"Lo que no puede mostrarse año por año se publica por la suma de {es} años{every['es']}.",
            "en": f"What cannot be shown year by year is published by the sum of {en} years{every['en']}.",
        }
    if facts.held:
        es, en = (format_list(facts.held, locale=locale) for locale in _LOCALES.values())
        yield {
            "es": f"Siguen como en la publicación anterior, porque lo nuevo no podía protegerse junto a ella: {es}.",
            "en": f"As in the release before, because what is new could not be protected beside it: {en}.",
        }


def _licence(facts: Facts) -> Iterator[Told]:
    yield {
        "es": f"Creative Commons Atribución 4.0 Internacional ({LICENCE}), {_LICENCE_TEXT}.es: puede copiarlas y "
        "adaptarlas si dice de dónde salen y qué cambió.",
        "en": f"Creative Commons Attribution 4.0 International ({LICENCE}), {_LICENCE_TEXT}.en: you may copy and adapt "
        "them if you say where they come from and what you changed.",
    }
    if not facts.is_demonstration:
        day = _day(facts)
        yield {
            "es": "Cítelas así: Coalición contra la trata de personas y el tráfico ilícito de migrantes. Cifras de "
            f"Faro, edición {facts.edition}, preparada el {day['es']}. {LICENCE}.",
            "en": "Cite them as: Coalition against trafficking in persons and smuggling of migrants. Figures of Faro, "
            f"edition {facts.edition}, prepared on {day['en']}. {LICENCE}.",
        }
    yield _CATEGORIES


def _day(facts: Facts) -> Told:
    day = date.fromisoformat(facts.prepared_on)
    return {language: format_date(day, _DAYS[language], locale=locale) for language, locale in _LOCALES.items()}
