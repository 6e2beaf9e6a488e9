"""A clerk who opens a workbook of corrections in an office program."""

from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet


class Clerk:
    """Opens a workbook of corrections, types into cells by header, saves it."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(BytesIO(content))
        self.sheet: Worksheet = self.book["Correcciones"]
        self.headers = [str(cell.value) for cell in self.sheet[1]]

    def cell(self, line: int, header: str) -> Any:
        """`line` counts the rows below the header from 1."""
        return self.sheet.cell(line + 1, self.headers.index(header) + 1)

    def row(self, line: int) -> dict[str, Any]:
        return {header: self.cell(line, header).value for header in self.headers}

    @property
    def lines(self) -> int:
        return self.sheet.max_row - 1

    def type(self, line: int, header: str, value: Any) -> None:
        self.cell(line, header).value = value

    def save(self) -> bytes:
        content = BytesIO()
        self.book.save(content)
        return content.getvalue()
