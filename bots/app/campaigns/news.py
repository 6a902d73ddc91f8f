"""The one post about each run: written over as it goes on, and at its end."""

from collections.abc import Callable, Sequence

from bots.app.campaigns.wording import RunWording
from handlers.desk.places import Place
from handlers.surveys.policy import DAY, Campaign
from handlers.turns import Deliver
from storage.campaigns import PREFIX, Run, RunStatus
from storage.content import Content
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
        submit: Deliver,
        wording: RunWording,
        *,
        place: Place | None,
        clock: Callable[[], float],
    ) -> None:
        """`place`: where staff read it; None: nowhere, as the shop has no desk."""
        self._campaigns = campaigns
        self._news = news
        self._store = store
        self._submit = submit
        self._wording = wording
        self._place = place
        self._clock = clock
        self._said: dict[int, Content] = {}
        """By run: a post that says the same already is not written over."""

    async def tell(self) -> None:
        now = self._clock()
        runs = await self._news.to_tell(now - ANSWERS_COME)
        for run in runs:
            await self._tell(run, now)
        self._said = {run.id: self._said[run.id] for run in runs if run.id in self._said}

    async def left_out(self, each: Campaign, at: float) -> None:
        """A time of its calendar came while the run before it was going on."""
        rows = self._alert(self._wording.left_out(each, at))
        self._submit(await self._store.add(rows, self._clock()))

    async def _tell(self, run: Run, now: float) -> None:
        tally, is_over = await self._campaigns.tally(run), run.status is RunStatus.DONE
        if not tally.total and not is_over:
            return
        content = await self._wording.post(run, tally)
        told = ENDED if is_over else BEGUN
        if run.told == told and self._said.get(run.id) == content:
            return
        rows = self._written_over(run, content, anew=told > run.told) if run.told else self._alert(content, name(run))
        self._submit(await self._news.tell(run, told, rows, now))
        self._said[run.id] = content

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


def name(run: Run) -> str:
    """Under which its post is found again."""
    return f"{PREFIX}{run.id}"
