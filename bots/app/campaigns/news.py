"""The one post about each run: written over as it goes on, and at its end."""

from collections.abc import Callable, Sequence

from handlers.campaigns.words import SCRIPT, post_of
from handlers.desk.people import as_described
from handlers.desk.places import Places
from handlers.desk.shelf import DeskPolicyShelf
from handlers.exchange import script_in
from handlers.formats import minute
from handlers.scripts.library import Shelf
from handlers.surveys.policy import DAY, Campaign
from storage.campaigns import PREFIX, Run, RunStatus
from storage.content import Content
from storage.desk import Floor
from storage.results import Action, Outgoing, Side
from storage.sqlite.campaigns.door import SqliteCampaigns
from storage.sqlite.campaigns.news import SqliteNews
from storage.store import Store

SECONDS = 60.0
ANSWERS_COME = 3 * DAY
"""So long behind its end the post still counts them."""
BEGUN, ENDED = 1, 2
"""How far the desk was told of a run."""


class CampaignNews:
    def __init__(
        self,
        campaigns: SqliteCampaigns,
        news: SqliteNews,
        store: Store,
        floor: Floor,
        submit: Callable[[tuple[Outgoing, ...]], None],
        *,
        shelf: Shelf,
        desk_policies: DeskPolicyShelf,
        places: Places,
        language: str,
        timezone: str,
        clock: Callable[[], float],
    ) -> None:
        self._campaigns = campaigns
        self._news = news
        self._store = store
        self._floor = floor
        self._submit = submit
        self._shelf = shelf
        self._desk_policies = desk_policies
        self._place = places.main
        self._language = language
        self._timezone = timezone
        self._clock = clock
        self._said: dict[int, str] = {}
        """By run: a post that says the same already is not written over."""

    async def tell(self) -> None:
        now = self._clock()
        runs = await self._news.to_tell(now - ANSWERS_COME)
        for run in runs:
            await self._tell(run, now)
        self._said = {run.id: self._said[run.id] for run in runs if run.id in self._said}

    async def left_out(self, each: Campaign, at: float) -> None:
        """A time of its calendar came while the run before it was going on."""
        time = minute(at, self._language, self._timezone)
        text = script_in(self._shelf.library, self._language, SCRIPT).line("left_out", campaign=each.key, time=time)
        rows = self._alert(Content(text=text))
        self._submit(await self._store.add(rows, self._clock()))

    async def _tell(self, run: Run, now: float) -> None:
        tally, is_over = await self._campaigns.tally(run), run.status is RunStatus.DONE
        if not tally.total and not is_over:
            return
        script = script_in(self._shelf.library, self._language, SCRIPT)
        text = post_of(script, run, tally, await self._called(run.stopped_by))
        told = ENDED if is_over else BEGUN
        if run.told == told and self._said.get(run.id) == text:
            return
        content = Content(text=text)
        rows = self._written_over(run, content, anew=told > run.told) if run.told else self._alert(content, name(run))
        self._submit(await self._news.tell(run, told, rows, now))
        self._said[run.id] = text

    def _alert(self, content: Content, copies: str | None = None) -> Sequence[Outgoing]:
        place = self._place
        if place is None:
            return ()
        return (Outgoing(action=Action.ALERT, channel=place.channel, to=place.chat, content=content, copies=copies),)

    def _written_over(self, run: Run, content: Content, *, anew: bool) -> Sequence[Outgoing]:
        """`anew`: where nothing can be written over, it has to be said all the same."""
        place = self._place
        if place is None:
            return ()
        instead = content if anew else None
        row = Outgoing(
            action=Action.EDIT,
            channel=place.channel,
            to=place.chat,
            side=Side.DESK,
            of=name(run),
            content=content,
            instead=instead,
        )
        return (row,)

    async def _called(self, account: str) -> str:
        if not account:
            return ""
        names = {agent.account: agent.name for agent in await self._floor.agents()}
        described = as_described(self._desk_policies.policy, account, self._language)
        return names.get(account) or described or account.partition(":")[2]


def name(run: Run) -> str:
    """Under which its post is found again."""
    return f"{PREFIX}{run.id}"
