"""What was on which screen when kefu died: so a message tells in which of kefu's lives it came."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bots.sandbox.phone import Screen, Shown
from bots.sandbox.wechat.customers import NOTICE


@dataclass(frozen=True, slots=True)
class Read:
    """What somebody read, in order; what came twice because of a kill is in it once, and counted."""

    texts: tuple[str, ...]
    repeats: int


@dataclass(slots=True)
class Chronicle:
    deaths: list[dict[int, int]] = field(default_factory=list)
    """How long each screen was at each of them."""

    def died(self, screens: Iterable[Screen]) -> None:
        self.deaths.append({id(screen): len(screen.shown) for screen in screens})

    def life_of(self, screen: Screen, index: int) -> int:
        return sum(death.get(id(screen), 0) <= index for death in self.deaths)

    def read(self, screen: Screen) -> Read:
        """The messages of kefu. A repeat follows its first copy, with a kill in between: kefu sends nothing more to
        somebody before it is written down that they have the message before. Whatever else comes twice stays twice.
        """
        texts: list[str] = []
        repeats, last_life = 0, -1
        for index, shown in self._from_kefu(screen):
            life = self.life_of(screen, index)
            if texts and life > last_life and f"{shown.text}\n".startswith(f"{texts[-1]}\n"):
                repeats += 1
                texts[-1] = shown.text  # the desk may get what came meanwhile in the same post
            else:
                texts.append(shown.text)
            last_life = life
        return Read(tuple(texts), repeats)

    def lives(self, screen: Screen) -> str:
        """In which life each message came, to find out what went wrong."""
        return " | ".join(f"{self.life_of(screen, index)}: {shown.text}" for index, shown in self._from_kefu(screen))

    def _from_kefu(self, screen: Screen) -> Iterator[tuple[int, Shown]]:
        for index, shown in enumerate(screen.shown):
            if not shown.mine and shown.text != NOTICE:
                yield index, shown
