"""How the platform says no."""


class Refusal(Exception):
    """Answered with HTTP status 200 and an `errcode`, as every error of the platform."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.answer = {"errcode": code, "errmsg": f"{message} rid: 0-0-0"}
