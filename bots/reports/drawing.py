"""A picture drawn by a process of its own: `python -m bots.reports.drawing` reads a sketch and writes a PNG.

The library that draws takes a second to load and some fifty megabytes to keep, and the chats wait for neither.
"""

import asyncio
import os
import sys

from bots.reports.sketch import Sketch, read_sketch

SECONDS = 120.0
"""A machine that draws its first picture looks for its fonts."""
OURS = "KEFU_"


class NotDrawn(Exception):
    """The text says how it ended."""


async def drawn(sketch: Sketch) -> bytes:
    """As PNG. Raises NotDrawn, TimeoutError, OSError."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bots.reports.drawing"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=environment(),
    )
    try:
        async with asyncio.timeout(SECONDS):
            png, _ = await process.communicate(sketch.as_json.encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0 or not png:
        raise NotDrawn(f"`python -m bots.reports.drawing` ended with {process.returncode}")
    return png


def environment() -> dict[str, str]:
    """The same modules, and none of our secrets."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def main() -> None:
    from bots.reports.charts import picture

    sys.stdout.buffer.write(picture(read_sketch(sys.stdin.buffer.read().decode())))


if __name__ == "__main__":
    main()
