"""The page itself. It names every module that it needs, so that a browser asks for all at once and not file by file."""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from aiohttp import web

ENTRY = "app.js"
MARK = "    <!-- modules -->\n"
IMPORT = re.compile(r"""^(?:import|export)\s*(?:[\w*\s{},$]*\sfrom\s*)?["'](\.[^"']+)["']""", re.MULTILINE)


class Index:
    def __init__(self, static: Path) -> None:
        links = "".join(f'    <link rel="modulepreload" href="/static/{name}">\n' for name in modules(static))
        self._page = (static / "index.html").read_text("utf-8").replace(MARK, links)

    async def serve(self, _request: web.Request) -> web.Response:
        return web.Response(text=self._page, content_type="text/html")


def modules(static: Path) -> list[str]:
    """What a browser needs to open the page, the entry first; not what is imported only when somebody wants it."""
    found = {ENTRY: None}
    waiting = [ENTRY]
    while waiting:
        for name in imports(static, waiting.pop(0)):
            if name not in found:
                found[name] = None
                waiting.append(name)
    return list(found)


def imports(static: Path, name: str) -> Iterator[str]:
    for asked in IMPORT.findall((static / name).read_text("utf-8")):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(name), asked))
