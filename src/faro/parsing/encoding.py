"""In which encoding a text file was written: proven from its bytes, or refused."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from faro.parsing.errors import Truncated, UnknownEncoding

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

_AT_ONCE = 1_000_000

#: Bytes that Windows-1252 leaves undefined; in Latin-1 they are control characters, which no text contains.
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_C1 = re.compile(rb"[\x80-\x9f]")
#: Between letters a symbol is a letter of another code page (CP850, Mac Roman): `Jos‚`, `Mar¡a`.
_SYMBOL_IN_WORD = re.compile(
    rb"[A-Za-z][\x80\x82-\x89\x8b\x95-\x99\x9b\xa1-\xa9\xab-\xb3\xb5\xb6\xb8\xbb-\xbf\xd7\xf7][A-Za-z]"
)
_LETTER_IN_WORD = re.compile(rb"[A-Za-z][\xc0-\xd6\xd8-\xf6\xf8-\xff][A-Za-z]")


@dataclass(frozen=True)
class Encoding:
    """The encoding, where the text begins, and whether some bytes are no text in it."""

    name: str
    start: int = 0
    lossy: bool = False

    @property
    def errors(self) -> str:
        return "surrogateescape" if self.lossy else "strict"


def detect(data: bytes, file: str) -> Encoding:
    """BOM, then UTF-8 where it is valid, then the Windows and Latin-1 code pages; anything else is refused."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _marked(data, name, len(mark), file)
    if unmarked := _utf_16_without_mark(data):
        return _marked(data, unmarked, 0, file)
    return _utf_8(data) or _single_byte(data, file)


def _marked(data: bytes, name: str, start: int, file: str) -> Encoding:
    """What the mark declares holds; a byte that is no text in it is a flaw of its cell."""
    if name == "utf-8":
        return Encoding(name, start, lossy=_broken(data) > 0)
    if len(data) % 2:
        raise Truncated(file=file, row=data.decode(name, errors="replace").count("\n") + 1)
    try:
        data[start:].decode(name)
    except UnicodeDecodeError as error:
        raise UnknownEncoding(file=file, line=_line(data, error.start), count=1) from None
    return Encoding(name, start)


def _utf_16_without_mark(data: bytes) -> str | None:
    """Western text in UTF-16 has a null in every second byte."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half >= 2 and odd > 0.6 * half and even == 0:
        return "utf-16-le"
    return "utf-16-be" if half >= 2 and even > 0.6 * half and odd == 0 else None


def _utf_8(data: bytes) -> Encoding | None:
    """UTF-8, also with a few broken bytes among many sound characters; None when it is something else."""
    broken = _broken(data)
    if broken == 0 or _sound(data) > broken:
        return Encoding("utf-8", lossy=broken > 0)
    return None


def _broken(data: bytes) -> int:
    """How many bytes are no UTF-8."""
    if all(map(_is_utf_8, _runs_of_lines(data))):
        return 0
    return len(re.findall("[\udc80-\udcff]", data.decode("utf-8", errors="surrogateescape")))


def _is_utf_8(data: bytes) -> bool:
    """Polars tells it five times as fast as a decoder that makes a text."""
    try:
        pl.Series([data], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.ComputeError:
        return False
    return True


def _runs_of_lines(data: bytes) -> Iterator[bytes]:
    """A part after the other; no character goes on behind a line feed."""
    begin = 0
    while begin < len(data):
        end = data.find(b"\n", begin + _AT_ONCE) + 1 or len(data)
        yield data[begin:end]
        begin = end


def _sound(data: bytes) -> int:
    """How many characters beyond ASCII are sound UTF-8."""
    return len(re.findall("[\u0080-\uffff\U00010000-\U0010ffff]", data.decode("utf-8", errors="ignore")))


def _single_byte(data: bytes, file: str) -> Encoding:
    foreign = len(_SYMBOL_IN_WORD.findall(data)) > len(_LETTER_IN_WORD.findall(data))
    if _sound(data) or foreign or _UNDEFINED.search(data):
        raise UnknownEncoding(file=file, line=_line(data, _first_broken(data)), count=_broken(data))
    return Encoding("windows-1252" if _C1.search(data) else "iso-8859-1")


def _first_broken(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _line(data: bytes, position: int) -> int:
    return data[:position].count(b"\n") + 1
