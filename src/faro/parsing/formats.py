"""What a file is, by its content; its name is only a promise."""

import re
import zipfile
import zlib
from io import BytesIO

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
_ENDINGS: dict[str, Format] = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".ods": "ods",
    ".jsonl": "jsonl",
}
_JSON_OBJECT = re.compile(rb'\s*\{\s*("|\})')
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_OLE = b"\xd0\xcf\x11\xe0"


def recognise(data: bytes, file: str) -> Format:
    """The format of the content, or a refusal that names what it is instead."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if head.startswith(b"PK\x03\x04"):
        return _office_format(data, file)
    if head.startswith(_OLE):
        return "xlsx"
    for name, sign in _OTHERS:
        if sign.match(head):
            raise UnreadableFormat(file=file, format=name)
    return "jsonl" if _JSON_OBJECT.match(head) else "csv"


def _office_format(data: bytes, file: str) -> Format:
    """Office documents are ZIP archives; those of the open format say in a file of their own what they are."""
    kind = _declared(data)
    if kind.startswith(_OPEN_DOCUMENT) and not kind.startswith(_OPEN_DOCUMENT + b"spreadsheet"):
        raise UnreadableFormat(file=file, format="OpenDocument")
    return "ods" if kind else "xlsx"


def _declared(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            kind = archive.read("mimetype")
    except KeyError:
        return b""
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError):
        kind = data[: data.find(b"PK", 4)].partition(b"mimetype")[2]  # cut off: what its first file says
    return kind if kind.startswith(_OPEN_DOCUMENT) else b""


def announced(file_name: str) -> Format | None:
    """The format that the file's name promises."""
    name = file_name.lower().removesuffix(".gz")
    return next((format for ending, format in _ENDINGS.items() if name.endswith(ending)), None)
