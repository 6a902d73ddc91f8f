"""Names and languages of people, asked once and remembered.

A look-up is a courtesy: it never holds a message up for more than a second, and fails to nothing. What Slack says later
than that is known to the next message.
"""

import asyncio
from collections.abc import Callable

from bots.channel import SendFailed
from bots.slack.api import Api
from bots.slack.waiting import done_within
from storage.inbound import Inbound
from storage.latest import Latest
from storage.records import record, replace

REMEMBERED = 10_000
KNOWN_SECONDS = 6 * 3600.0
UNKNOWN_SECONDS = 60.0
"""After a failed look-up, so that a Slack that hangs costs a contact one second and not one a message."""
PATIENCE = 1.0


@record(frozen=True, slots=True)
class Profile:
    name: str = ""
    locale: str | None = None


class People:
    def __init__(self, api: Api, clock: Callable[[], float]) -> None:
        self.api = api
        self.clock = clock
        self.patience = PATIENCE
        self.known: Latest[str, tuple[float, Profile]] = Latest(REMEMBERED)
        """A profile, and until when it counts."""
        self.waited_for: dict[str, asyncio.Task[Profile]] = {}
        """By user: what their messages wait for, which is over after `patience`."""
        self.asking: dict[str, asyncio.Task[Profile]] = {}
        """By user: what Slack has not answered yet, also when nobody waits for it any more."""

    async def introduce(self, inbound: Inbound) -> Inbound:
        profile = await self.profile(inbound.identity.account_id)
        return replace(inbound, name=profile.name, locale=profile.locale)

    async def profile(self, user: str) -> Profile:
        # All messages that wait go on in the order in which they came. When the answer is known already and they have
        # not gone on yet, one that comes now must not overtake them: so this is asked before `known`.
        task = self.waited_for.get(user)
        if task is None:
            known = self.known.get(user)
            if known and known[0] > self.clock():
                return known[1]
            task = self.waited_for[user] = asyncio.create_task(self._look_up(user))
        return await asyncio.shield(task)

    async def _look_up(self, user: str) -> Profile:
        asking = self.asking.get(user)
        if asking is None:
            asking = self.asking[user] = asyncio.create_task(self._learn(user))
        try:
            if await done_within(asking, self.patience):
                return asking.result()
            self._remember(user, Profile(), UNKNOWN_SECONDS)
            return Profile()
        finally:
            del self.waited_for[user]

    async def _learn(self, user: str) -> Profile:
        try:
            profile, seconds = await self._ask(user), KNOWN_SECONDS
        except SendFailed:
            profile, seconds = Profile(), UNKNOWN_SECONDS
        finally:
            # Somebody who was erased meanwhile may have written again, and be asked about anew.
            is_wanted = self.asking.get(user) is asyncio.current_task()
            if is_wanted:
                del self.asking[user]
        if is_wanted:
            self._remember(user, profile, seconds)
        return profile

    async def _ask(self, user: str) -> Profile:
        answer = await self.api.ask("users.info", self.api.client.users_info(user=user, include_locale=True))
        person = answer.get("user")
        if not isinstance(person, dict):
            return Profile()
        details = person.get("profile")
        details = details if isinstance(details, dict) else {}
        names = (details.get("display_name"), person.get("real_name"), details.get("real_name"), person.get("name"))
        locale = person.get("locale")
        return Profile(next((str(name) for name in names if name), ""), str(locale) if locale else None)

    def _remember(self, user: str, profile: Profile, seconds: float) -> None:
        self.known.keep(user, (self.clock() + seconds, profile))

    def forget(self, user: str) -> None:
        """Also what Slack is about to say of them."""
        self.known.pop(user, None)
        self.asking.pop(user, None)

    async def close(self) -> None:
        tasks = [*self.waited_for.values(), *self.asking.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
