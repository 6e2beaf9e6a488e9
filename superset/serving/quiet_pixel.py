"""Superset's pages load a counting pixel from an outside host; here they load an empty image of ours instead."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from flask import Flask, Response, request

_OUTSIDE = b"https://apachesuperset.gateway.scarf.sh/pixel/"
_OURS = b"/faro-static/empty.svg?"
_URL = "/static/assets/"


def silence(app: Flask) -> None:
    """The bundle that names the pixel is served with our address in place of the outside one."""
    app.before_request(_silenced_bundle)


def _silenced_bundle() -> Response | None:
    if not request.path.startswith(_URL) or not request.path.endswith(".entry.js"):
        return None
    content = _bundles().get(request.path.removeprefix(_URL))
    if content is None:
        return None
    response = Response(content, mimetype="text/javascript")
    response.cache_control.max_age = 3600
    return response


@cache
def _bundles() -> dict[str, bytes]:
    superset = find_spec("superset")
    if superset is None or superset.origin is None:
        return {}
    entries = (Path(superset.origin).parent / "static" / "assets").glob("*.entry.js")
    read = ((path.name, path.read_bytes()) for path in entries)
    return {name: content.replace(_OUTSIDE, _OURS) for name, content in read if _OUTSIDE in content}
