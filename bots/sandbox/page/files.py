"""The page's own files: served by the names they have, and by no others."""

from pathlib import Path

from aiohttp import web


class StaticFiles:
    """Those that are in `folder` now; what is asked for is looked up by name, and never a path of the disk."""

    def __init__(self, folder: Path) -> None:
        self._by_name = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}

    async def serve(self, request: web.Request) -> web.FileResponse:
        name = request.match_info["name"]
        path = self._by_name.get(name)
        if path is None:
            raise web.HTTPNotFound(text=f"the page has no file {name!r}")
        return web.FileResponse(path)
