"""How a name sounds in Spanish, so that Vásquez and Básques meet: only to find pairs, never to decide about one."""

import re

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ph", "f"),
        ("sh|ch", "C"),
        ("th", "t"),
        ("^(?:j|ll|y|g(?=[ei])|h(?=[iy]e))", "Y"),  # Yesenia, Jessenia, Llesenia: one name in the registers
        ("ll|(?<=[aeiou])y(?=[aeiou])", "Y"),
        ("h", ""),
        ("qu?(?=[ei])", "k"),
        ("gu(?=[ei])", "G"),
        ("g(?=[ei])", "j"),
        ("c(?=[eiy])|[zx]", "s"),
        ("[cq]", "k"),
        ("v", "b"),
        ("w", "u"),
        ("y", "i"),
        ("n(?=[bpm])", "m"),
        ("ck", "k"),
        (r"(.)\1+", r"\1"),
    )
)


def sound(word: str) -> str:
    """A key of one word in the spelling of `names`."""
    for pattern, replacement in _RULES:
        word = pattern.sub(replacement, word)
    return word.lower()


def sounds(words: str) -> str:
    """Of each blank-separated word."""
    return " ".join(sound(word) for word in words.split())
