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
