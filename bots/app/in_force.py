"""The scripts and the shop's rules in force, and what their admin hears of them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from bots.app import values
from config.settings import Settings
from handlers.catalogue import DECLARATIONS
from handlers.desk.policy_file import built_in
from handlers.desk.shelf import DeskPolicyShelf, FixedDeskPolicy, ReloadingDeskPolicy
from handlers.fields.file import Reader
from handlers.hours.shelf import ReloadingHours
from handlers.notices import AdminFiles, Notices
from handlers.returns.shelf import ReloadingPolicy
from handlers.scripts.last_good import folder_beside
from handlers.scripts.ours import OUR_SCRIPTS
from handlers.scripts.problem import Problem
from handlers.scripts.reload import Hearers, ReloadingShelf
from handlers.surveys.shelf import ReloadingSurveys
from handlers.turns import Deliver
from storage.results import Outgoing
from storage.store import Store

log = structlog.get_logger(__name__)

Watched = ReloadingShelf | ReloadingPolicy | ReloadingDeskPolicy | ReloadingHours | ReloadingSurveys


class Tidings:
    """What is told of one kind of files: that they do not check, that they do again, and what in them is unwise."""

    def __init__(
        self, files: AdminFiles, notices: Callable[[], Notices], post: Callable[[Outgoing | None], Awaitable[None]]
    ) -> None:
        """`notices` are in words that are themselves among the files, and there once these were read."""
        self._files = files
        self._notices = notices
        self._post = post
        self._are_broken = False

    async def broken(self, problems: Sequence[Problem]) -> None:
        self._are_broken = True
        await self._post(self._notices().broken(self._files, problems))

    async def mended(self, _loaded: object) -> None:
        """A good save needs no message when nothing was wrong before."""
        if self._are_broken:
            self._are_broken = False
            await self._post(self._notices().mended(self._files))

    async def unwise(self, problems: Sequence[Problem]) -> None:
        """Told where whoever saved the file hears of mistakes; nobody reads the log for what works."""
        await self._post(self._notices().unwise(problems))


class InForce:
    """Raises Broken when scripts or rules cannot be used at the start, and it is not known how they last could."""

    def __init__(self, settings: Settings, store: Store, clock: Callable[[], float]) -> None:
        self._store = store
        self._language = language = settings.scripts.default_language
        self._kept_in = folder_beside(settings.database_path)
        self.shelf = ReloadingShelf(
            settings.scripts.path,
            DECLARATIONS,
            self._hearers(AdminFiles.SCRIPTS),
            default_language=language,
            language=language,
            kept_in=self._kept_in,
            brought=OUR_SCRIPTS,
        )
        self.policies = ReloadingPolicy(
            settings.returns.policy,
            lambda: self.shelf.library.languages,
            self._hearers(AdminFiles.RETURNS),
            default_language=language,
            language=language,
            kept_in=self._kept_in,
        )
        self.desk_policies: DeskPolicyShelf = FixedDeskPolicy(built_in(language))
        self._watched: list[Watched] = [self.shelf, self.policies]
        if settings.desk is not None:
            self.desk_policies = of_desk = self._desk_policies(settings, settings.desk.policy)
            self._watched.append(of_desk)
        self.surveys = self._surveys(settings)
        self._watched.append(self.surveys)
        self.hours = self._hours(settings)
        self._watched.append(self.hours)
        self.notices = Notices(
            shelf=self.shelf, language=language, places=values.places(settings), policy=values.policy(settings)
        )
        self.submit: Deliver = lambda rows: None
        """Where rows for the desk go, once there is a delivery; until then they wait in the outbox."""
        self._clock = clock

    def _hearers(self, files: AdminFiles) -> Hearers[object]:
        tidings = Tidings(files, lambda: self.notices, self._post)
        return Hearers(tidings.broken, tidings.mended, tidings.unwise)

    def _reader(self) -> Reader:
        """Of the admin's files besides the scripts, whose languages are those of the moment."""
        return Reader(languages=self.shelf.library.languages, default_language=self._language, language=self._language)

    def _desk_policies(self, settings: Settings, path: Path) -> ReloadingDeskPolicy:
        return ReloadingDeskPolicy(
            path,
            self._reader,
            lambda: values.around(settings, self.shelf.library.ids),
            self._hearers(AdminFiles.DESK),
            self._kept_in,
        )

    def _surveys(self, settings: Settings) -> ReloadingSurveys:
        return ReloadingSurveys(
            settings.surveys.policy,
            self._reader,
            lambda: self.desk_policies.policy.teams,
            self._hearers(AdminFiles.SURVEYS),
            self._kept_in,
        )

    def _hours(self, settings: Settings) -> ReloadingHours:
        return ReloadingHours(
            settings.hours.policy,
            ZoneInfo(settings.shop.timezone),
            self._reader,
            lambda: self.desk_policies.policy.teams,
            settings.desk.channel if settings.desk else "",
            self._hearers(AdminFiles.HOURS),
            self._store.swaps.agreed,
            self._kept_in,
        )

    async def watch(self) -> None:
        """Reload after every change, until cancelled."""
        stop = asyncio.Event()
        try:
            await asyncio.gather(*(each.watch(stop) for each in self._watched))
        finally:
            stop.set()

    async def read_again(self) -> None:
        """At once, and with a word of what came of it, also where nothing is new: somebody has asked for it."""
        broken = [each.name for each in self._watched if not await each.reload()]
        problems = [str(problem) for each in self._watched for problem in each.problems]
        said = {"broken": broken, "problems": problems} if broken else {}
        (log.warning if broken else log.info)(
            "files.read_again", files=[each.name for each in self._watched], **said, unread="kefu.yaml: restart for it"
        )

    async def _post(self, row: Outgoing | None) -> None:
        if row is not None:
            self.submit(await self._store.add([row], self._clock()))
