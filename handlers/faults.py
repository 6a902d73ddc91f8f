"""Failures told to operators: where the code was, never what a customer wrote."""

import asyncio
import traceback

from storage.errors import StorageError


def told(error: BaseException) -> dict[str, str]:
    """For a log line. The text of an exception may quote a message, so only its type and its frames are kept."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    cause = error.__cause__ or error.__context__
    told = {"error": type(error).__name__, "frames": frames}
    return told | ({"cause": type(cause).__name__} if cause else {})


def why(error: BaseException) -> dict[str, str]:
    """The same, but what our own storage says of itself in its own words: it quotes nobody."""
    return {"reason": str(error)} if isinstance(error, StorageError) else told(error)


def is_asked_to_stop() -> bool:
    """Whether this task itself is being cancelled, rather than something that was awaited in it."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
