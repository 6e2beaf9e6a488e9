"""A page of the start page's site: the same frame and style for all of them."""

from html import escape
from importlib.resources import files
from string import Template

STYLE = "style.css"


def part(name: str) -> str:
    """What the file of that name, beside this module, holds."""
    return (files("faro.stack") / name).read_text(encoding="utf-8")


def framed(title: str, content: str, root: str = "") -> str:
    """A whole page; `root` is what leads from its folder to the site's own, as `../`."""
    return Template(part("page.html")).substitute(title=escape(title), style=root + STYLE, content=content)
