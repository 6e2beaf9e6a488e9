"""What happens to names: order, particles, accents, nicknames."""

import unicodedata

from faro.simulation.defects.subject import NOTHING, Changes, Subject

_PARTICLES = frozenset(["de", "del", "la", "las", "los", "el", "y", "e", "da", "das", "do", "dos", "van", "von"])
_NICKNAMES = {
    "francisco": ("Paco", "Chico", "Pancho"), "jose": ("Pepe", "Chepe"), "guadalupe": ("Lupe",),
    "jesus": ("Chuy", "Chus"), "maria": ("Mari", "Marita"), "ana": ("Anita",), "juan": ("Juancho",),
    "luis": ("Lucho",), "carlos": ("Carlitos",), "manuel": ("Manolo", "Meme"), "alejandra": ("Ale",),
    "alejandro": ("Ale",), "daniela": ("Dani",), "daniel": ("Dani",), "gabriela": ("Gaby",), "gabriel": ("Gabo",),
    "rosa": ("Rosita",), "carmen": ("Carmencita",), "isabel": ("Chabela", "Isa"), "rafael": ("Rafa",),
    "antonio": ("Toño",), "fernando": ("Nando",), "roberto": ("Beto",), "alberto": ("Beto",),
    "victoria": ("Vicky",), "patricia": ("Paty",), "graciela": ("Chela",), "concepcion": ("Concha",),
    "mercedes": ("Meche",), "dolores": ("Lola",), "rosario": ("Chayo",), "teresa": ("Tere",), "valeria": ("Vale",),
    "sofia": ("Sofi",), "andrea": ("Andre",), "mariana": ("Nana",), "fabiola": ("Fabi",), "fabian": ("Fabi",),
    "sebastian": ("Sebas",), "santiago": ("Santi",), "diego": ("Dieguito",), "miguel": ("Migue",),
    "jorge": ("Coque",), "enrique": ("Quique",), "eduardo": ("Lalo",), "ricardo": ("Richi",),
    "ignacio": ("Nacho",), "esperanza": ("Lancha",), "karla": ("Karlita",), "carolina": ("Caro",),
    "natalia": ("Nati",), "paola": ("Pao",), "catalina": ("Cata",), "veronica": ("Vero",), "gloria": ("Glorita",),
    "marta": ("Martita",), "marcela": ("Marce",), "jimena": ("Jime",), "camila": ("Cami",),
}  # fmt: skip


def other_order(subject: Subject) -> Changes:
    """The surnames change places; in a name of one cell, what stands first goes to the end."""
    surnames = subject.texts("first_surname", "second_surname")
    if len(surnames) == 2:
        return _changed(subject, dict(zip(surnames, reversed(surnames.values()), strict=True)))
    column, name = subject.text("full_name")
    words = name.split()
    return {column: " ".join([*words[2:], *words[:2]])} if len(words) > 2 else NOTHING


def without_particles(subject: Subject) -> Changes:
    """`de la O` becomes `O`."""
    names = subject.texts("first_surname", "second_surname", "full_name")
    return _changed(subject, {column: _without_particles(name) for column, name in names.items()})


def without_accents(subject: Subject) -> Changes:
    """In every cell of the name: the keyboard has none."""
    names = subject.texts("given_names", "first_surname", "second_surname", "full_name")
    return _changed(subject, {column: plain(name) for column, name in names.items()})


def nickname(subject: Subject) -> Changes:
    """The first name that has a short form is written so."""
    for column, name in subject.texts("given_names", "full_name").items():
        words = name.split()
        for place, word in enumerate(words):
            if short := _NICKNAMES.get(plain(word).lower()):
                chosen = subject.draw.source.choice(short)
                words[place] = chosen.upper() if word.isupper() else chosen
                return {column: " ".join(words)}
    return NOTHING


def plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _without_particles(name: str) -> str:
    kept = [word for word in name.split() if word.lower() not in _PARTICLES]
    return " ".join(kept) or name


def _changed(subject: Subject, names: Changes) -> Changes:
    return {column: name for column, name in names.items() if name != subject.cells.get(column)}
