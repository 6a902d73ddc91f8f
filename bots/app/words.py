"""The scripts and the policy for returns in force, and what their admin hears of them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from bots.app import values
from config.settings import Settings
from handlers.catalogue import DECLARATIONS
from handlers.desk.policy import DEFAULT_POLICY
from handlers.desk.shelf import DeskPolicyShelf, FixedDeskPolicy
from handlers.notices import Notices
from handlers.returns.shelf import ReloadingPolicy
from handlers.scripts.problem import Problem
from handlers.scripts.reload import ReloadingShelf
from storage.results import Outgoing
from storage.store import Store

Submit = Callable[[tuple[Outgoing, ...]], None]


class Tidings:
    """What is told of one kind of files: that they do not check, and, after that, that they do again."""

    def __init__(
        self,
        post: Callable[[Outgoing | None], Awaitable[None]],
        broken: Callable[[Sequence[Problem]], Outgoing | None],
        mended: Callable[[], Outgoing | None],
    ) -> None:
        self._post = post
        self._broken = broken
        self._mended = mended
        self._are_broken = False

    async def broken(self, problems: Sequence[Problem]) -> None:
        self._are_broken = True
        await self._post(self._broken(problems))

    async def mended(self, _loaded: object) -> None:
        """A good save needs no message when nothing was wrong before."""
        if self._are_broken:
            self._are_broken = False
            await self._post(self._mended())


class Words:
    """Raises Broken when the scripts or the policy do not check at the start: there is no last good version yet."""

    def __init__(self, settings: Settings, store: Store, clock: Callable[[], float]) -> None:
        language = settings.scripts.default_language
        scripts = Tidings(
            self._post, lambda found: self.notices.scripts_broken(found), lambda: self.notices.scripts_mended()
        )
        policy = Tidings(
            self._post, lambda found: self.notices.policy_broken(found), lambda: self.notices.policy_mended()
        )
        self.shelf = ReloadingShelf(
            settings.scripts.path,
            DECLARATIONS,
            scripts.broken,
            scripts.mended,
            default_language=language,
            language=language,
        )
        self.policies = ReloadingPolicy(
            settings.returns.policy,
            lambda: self.shelf.library.languages,
            policy.broken,
            policy.mended,
            default_language=language,
            language=language,
        )
        self.desk_policies: DeskPolicyShelf = FixedDeskPolicy(DEFAULT_POLICY)
        self.notices = Notices(
            shelf=self.shelf, language=language, places=values.places(settings), policy=values.policy(settings)
        )
        self.submit: Submit = lambda rows: None
        """Where rows for the desk go, once there is a delivery; until then they wait in the outbox."""
        self._store = store
        self._clock = clock

    async def watch(self) -> None:
        """Reload after every change, until cancelled."""
        stop = asyncio.Event()
        try:
            await asyncio.gather(self.shelf.watch(stop), self.policies.watch(stop))
        finally:
            stop.set()

    async def _post(self, row: Outgoing | None) -> None:
        if row is not None:
            self.submit(await self._store.add([row], self._clock()))
