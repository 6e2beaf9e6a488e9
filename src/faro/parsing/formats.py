"""What a file is, by its content; its name is only a promise."""

import re

from faro.parsing.errors import UnreadableFormat
from faro.parsing.layout import Format

_OTHERS = (
    ("PDF", re.compile(rb"\s*%PDF-")),
    ("HTML", re.compile(rb"\s*<(!doctype|html|head|body|table|script|meta)\b", re.IGNORECASE)),
    ("XML", re.compile(rb"\s*<\?xml")),
    ("RTF", re.compile(rb"\{\\rtf")),
    ("JSON", re.compile(rb"\s*\[\s*[\[{]")),
    ("ZIP", re.compile(rb"PK\x05\x06")),
    ("Parquet", re.compile(rb"PAR1")),
    ("SQLite", re.compile(rb"SQLite format 3")),
    ("RAR", re.compile(rb"Rar!")),
    ("7z", re.compile(rb"7z\xbc\xaf")),
    ("PNG", re.compile(rb"\x89PNG")),
    ("JPEG", re.compile(rb"\xff\xd8\xff")),
)
_JSON_OBJECT = re.compile(rb'\s*\{\s*("|\})')
_OLE = b"\xd0\xcf\x11\xe0"


def recognise(data: bytes, file: str) -> Format:
    """The format of the content, or a refusal that names what it is instead."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"PK\x03\x04", _OLE)):
        return "xlsx"
    for name, sign in _OTHERS:
        if sign.match(head):
            raise UnreadableFormat(file=file, format=name)
    return "jsonl" if _JSON_OBJECT.match(head) else "csv"


def announced(file_name: str) -> Format | None:
    """The format that the file's name promises."""
    name = file_name.lower().removesuffix(".gz")
    for ending, format in ((".csv", "csv"), (".txt", "csv"), (".tsv", "csv"), (".xlsx", "xlsx"), (".jsonl", "jsonl")):
        if name.endswith(ending):
            return format  # type: ignore[return-value]
    return None
