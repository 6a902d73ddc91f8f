"""What can go wrong with the platform, switched on for the next calls."""

import asyncio
from dataclasses import dataclass
from enum import Enum

EVERY = "*"


class Trouble(Enum):
    BUSY = "429 with retry_after"
    ERROR = "500"
    HANG = "no answer until the faults are cleared"
    RESET = "the connection is reset before anything is done"
    LOST = "done as asked, but the connection is reset before the answer"
    NONSENSE = "an answer that is not JSON"
    ANSWER = "an answer of the test's own"
    NOT_OK = '{"ok": false} under a 200'


@dataclass(frozen=True, slots=True)
class Fault:
    trouble: Trouble
    seconds: int = 0
    status: int = 200
    body: bytes = b""

    @staticmethod
    def answer(status: int, body: bytes) -> "Fault":
        """Nothing is done, and exactly this is answered."""
        return Fault(Trouble.ANSWER, status=status, body=body)

    @staticmethod
    def busy(seconds: int = 1) -> "Fault":
        return Fault(Trouble.BUSY, seconds)

    @staticmethod
    def error() -> "Fault":
        return Fault(Trouble.ERROR)

    @staticmethod
    def hang() -> "Fault":
        return Fault(Trouble.HANG)

    @staticmethod
    def reset() -> "Fault":
        return Fault(Trouble.RESET)

    @staticmethod
    def lost() -> "Fault":
        return Fault(Trouble.LOST)

    @staticmethod
    def nonsense() -> "Fault":
        return Fault(Trouble.NONSENSE)

    @staticmethod
    def not_ok() -> "Fault":
        return Fault(Trouble.NOT_OK)


@dataclass(slots=True)
class Ordered:
    method: str
    fault: Fault
    times: int
    chat_id: int | None

    def fits(self, method: str, chat_id: int | None) -> bool:
        return self.method in (EVERY, method) and self.chat_id in (None, chat_id)


class Faults:
    def __init__(self) -> None:
        self.ordered: list[Ordered] = []
        self.over = asyncio.Event()

    def next(self, method: str, fault: Fault, times: int = 1, *, chat_id: int | None = None) -> None:
        """The next so many calls of `method` ("*": any), or only those to one chat, meet this."""
        self.ordered.append(Ordered(method.lower(), fault, times, chat_id))

    def clear(self) -> None:
        """The platform is well again: calls that hang end."""
        self.ordered.clear()
        self.over.set()
        self.over = asyncio.Event()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        for ordered in self.ordered:
            if ordered.fits(method, chat_id):
                ordered.times -= 1
                if ordered.times <= 0:
                    self.ordered.remove(ordered)
                return ordered.fault
        return None
