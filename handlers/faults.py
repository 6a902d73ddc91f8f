"""Failures told to operators: where the code was, never what a customer wrote."""

import traceback


def told(error: BaseException) -> dict[str, str]:
    """For a log line. The text of an exception may quote a message, so only its type and its frames are kept."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    cause = error.__cause__ or error.__context__
    told = {"error": type(error).__name__, "frames": frames}
    return told | ({"cause": type(cause).__name__} if cause else {})
