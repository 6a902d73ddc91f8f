"""What is written is durable when the disk has it, and a new name when its folder is there too."""

import os
from pathlib import Path


def flush(path: Path) -> None:
    """A file or a folder. Blocks. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(path: Path) -> None:
    """For its owner only, unless it is there. Blocks. Raises OSError."""
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        return
    flush(path.parent)
