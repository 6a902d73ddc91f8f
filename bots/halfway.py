"""Sending that failed halfway, where a platform makes several messages of one.

What fails is tried again by the outbox, before anything else goes to the same place. Begun anew, what the platform had
taken already would come twice.
"""

from collections.abc import Awaitable, Callable, Hashable, Sequence

from bots.channel import File
from storage.content import Content
from storage.latest import Latest
from storage.records import record

REMEMBERED = 1000

Step = Callable[[], Awaitable[str]]
"""Sends one message; returns the platform's ids of it."""


@record(frozen=True, slots=True)
class Begun:
    of: int
    """`print_of` it: what was said is not kept."""
    sent: tuple[str, ...]


class Halfway:
    def __init__(self) -> None:
        self._begun: Latest[Hashable, Begun] = Latest(REMEMBERED)

    async def through(
        self, place: Hashable, content: Content, files: Sequence[File], steps: Sequence[Step]
    ) -> list[str]:
        """What each step returned, in their order. Those that were done the last time the same was sent to this place,
        if nothing else was since, are not done again. Raises what a step raises.
        """
        if len(steps) == 1 and not self._begun:  # as nearly always
            return [await steps[0]()]
        begun = self._begun.pop(place, None)
        sent = [*begun.sent] if begun is not None and begun.of == print_of(content, files) else []
        try:
            for step in steps[len(sent) :]:
                sent.append(await step())  # noqa: PERF401 - what was sent until one failed is kept
        except BaseException:
            if sent:
                self._begun.keep(place, Begun(print_of(content, files), tuple(sent)))
            raise
        return sent


def print_of(content: Content, files: Sequence[File]) -> int:
    """The same of the same. The bytes of files, which are fetched anew each time, are not looked at."""
    return hash((content, *((file.media, file.name, len(file.data), file.caption) for file in files)))
