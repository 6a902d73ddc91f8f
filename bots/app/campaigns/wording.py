"""What staff read of a run, in the shop's words."""

from handlers.campaigns.words import SCRIPT, post_of
from handlers.contract import Policy
from handlers.desk.people import staff_name
from handlers.desk.shelf import DeskPolicyShelf
from handlers.exchange import script_in
from handlers.formats import minute
from handlers.scripts.library import Script, Shelf
from handlers.surveys.policy import Campaign
from storage.campaigns import Run, Tally
from storage.content import Content
from storage.desk import Floor


class RunWording:
    def __init__(self, shelf: Shelf, desk_policies: DeskPolicyShelf, floor: Floor, policy: Policy) -> None:
        self._shelf = shelf
        self._desk_policies = desk_policies
        self._floor = floor
        self._policy = policy

    async def post(self, run: Run, tally: Tally) -> Content:
        """The one post about the run, as it is now."""
        return Content(text=post_of(self._script, run, tally, await self._called(run.stopped_by)))

    def left_out(self, each: Campaign, at: float) -> Content:
        """`at`: the time of its calendar that came while the run before it was going on."""
        time = minute(at, self._policy.default_language, self._policy.timezone)
        return Content(text=self._script.line("left_out", campaign=each.key, time=time))

    @property
    def _script(self) -> Script:
        return script_in(self._shelf.library, self._policy.default_language, SCRIPT)

    async def _called(self, account: str) -> str:
        """The name of a member of staff; "" for nobody."""
        if not account:
            return ""
        agents = await self._floor.agents()
        return staff_name(self._desk_policies.policy, account, agents, self._policy.default_language)
