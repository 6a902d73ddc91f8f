"""The scripts in force, and what their admin hears of them."""

import asyncio
from collections.abc import Callable

from config.settings import Settings
from handlers.catalogue import DECLARATIONS
from handlers.notices import Notices
from handlers.scripts.library import Library
from handlers.scripts.problem import Problem
from handlers.scripts.reload import ReloadingShelf
from storage.results import Outgoing
from storage.store import Store

Submit = Callable[[tuple[Outgoing, ...]], None]


class Words:
    """Raises Broken when the scripts do not check at the start: there is no last good version yet."""

    def __init__(self, settings: Settings, store: Store, clock: Callable[[], float]) -> None:
        language = settings.scripts.default_language
        self.shelf = ReloadingShelf(
            settings.scripts.path,
            DECLARATIONS,
            self._broken,
            self._mended,
            default_language=language,
            language=language,
        )
        self.notices = Notices(shelf=self.shelf, language=language, desk_channel=settings.desk.channel)
        self.submit: Submit = lambda rows: None
        """Where rows for the desk go, once there is a delivery; until then they wait in the outbox."""
        self._store = store
        self._clock = clock
        self._are_broken = False

    async def watch(self) -> None:
        """Reload after every change, until cancelled."""
        stop = asyncio.Event()
        try:
            await self.shelf.watch(stop)
        finally:
            stop.set()

    async def _broken(self, problems: list[Problem]) -> None:
        self._are_broken = True
        await self._post(self.notices.scripts_broken(problems))

    async def _mended(self, _library: Library) -> None:
        """Told only after the admin had heard of problems: a good save needs no message."""
        if self._are_broken:
            self._are_broken = False
            await self._post(self.notices.scripts_mended())

    async def _post(self, row: Outgoing | None) -> None:
        if row is not None:
            self.submit(await self._store.add([row], self._clock()))
