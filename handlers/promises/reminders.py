"""What staff are reminded of: in one post for each place of the desk, all that is late there or nearly so."""

from collections.abc import Iterator, Mapping, Sequence

from handlers.contract import Policy
from handlers.desk.naming import mention, mentions
from handlers.desk.offers import serves_team
from handlers.desk.people import staff_name
from handlers.desk.places import Place, Places
from handlers.desk.policy import DeskPolicy
from handlers.desk.shelf import DeskPolicyShelf
from handlers.desk.topic_links import to_topic
from handlers.exchange import plain, script_in
from handlers.hours.business import BusinessHours
from handlers.promises.clocks import Watch, left, stage
from handlers.promises.policy import PromisePolicy
from handlers.promises.words import SCRIPT, standing
from handlers.questions import joined
from handlers.scripts.library import Script, Shelf
from handlers.without_proof import name_for_staff
from storage.content import Content
from storage.desk import Agent, Held, Promise, Waiting
from storage.records import record
from storage.reminders import Reminded
from storage.results import Action, Outgoing

SHOWN = 12
GAP = 60.0
"""Seconds between two posts in one place: what comes meanwhile waits, and is said in one."""
TOGETHER = 0.5
"""The share of the pause between two calls after which somebody is called along with others who are due."""
SELDOMER = 0.25
"""The share of the time it is late by that has to pass until it is said again: nobody reads a day's fiftieth post."""


@record(frozen=True, slots=True, kw_only=True)
class Pressing:
    """A conversation with a promise that is late, or nearly so."""

    conversation_id: int
    name: str
    channel: str
    team: str
    agent: str
    """The account of whose it is, or of who was asked to take it; "" for nobody."""
    promise: Promise
    """The one that presses most."""
    watch: Watch
    said: Mapping[str, int]
    """The stage of each of its promises."""

    @property
    def left(self) -> float:
        return left(self.promise, self.watch)

    @property
    def is_late(self) -> bool:
        return round(self.left) <= 0


@record(frozen=True, slots=True)
class Reminder:
    post: Outgoing
    record: Reminded


@record(frozen=True, slots=True, kw_only=True)
class Reminding:
    """By the scripts and the rules in force."""

    shelf: Shelf
    desk_policies: DeskPolicyShelf
    hours: BusinessHours
    places: Places
    policy: Policy

    @property
    def promises(self) -> PromisePolicy:
        return self.desk_policies.policy.promises

    @property
    def is_wanted(self) -> bool:
        return bool(self.promises.rules and self.promises.remind and self.places.main)

    def pressing(
        self, queue: Sequence[Waiting], held: Sequence[Held], now: float
    ) -> Mapping[Place, Sequence[Pressing]]:
        """By place, of the teams that are there now; the worst first."""
        found: dict[Place, list[Pressing]] = {}
        at_desk: tuple[Waiting | Held, ...] = (*queue, *held)
        for each in at_desk:
            place, pressing = self.places.of(each.team), self._pressing(each, now)
            if place is not None and pressing is not None and self.hours.is_open(each.team, now):
                found.setdefault(place, []).append(pressing)
        return {place: sorted(each, key=lambda one: (one.left, one.conversation_id)) for place, each in found.items()}

    def _pressing(self, each: Waiting | Held, now: float) -> Pressing | None:
        watch = Watch(self.hours, each.team, now)
        running = [promise for promise in each.promises if promise.running_since is not None]
        stages = {promise: stage(promise, watch, self.promises.remind) for promise in running}
        reached = {promise: percent for promise, percent in stages.items() if percent}
        if not reached:
            return None
        return Pressing(
            conversation_id=each.conversation_id,
            name=each.name,
            channel=each.channel,
            team=each.team,
            agent=each.offered_to if isinstance(each, Waiting) else each.owner or each.snoozed_by,
            promise=min(reached, key=lambda promise: left(promise, watch)),
            watch=watch,
            said={f"{each.conversation_id}:{one.what}:{one.begun_at:.0f}": reached[one] for one in reached},
        )

    def reminder(
        self, place: Place, pressing: Sequence[Pressing], agents: Sequence[Agent], last: Reminded | None, now: float
    ) -> Reminder | None:
        """None: nothing has to be said, or not yet."""
        before = last or Reminded(at=now - GAP)
        if abs(now - before.at) < GAP or not any(self._is_due(each, before, now, 1) for each in pressing):
            return None
        called = [each for each in pressing if self._is_due(each, before, now, TOGETHER)]
        text = joined(*self._lines(pressing, called, agents, place))
        post = Outgoing(
            action=Action.ALERT, channel=place.channel, to=place.chat, content=Content(text=text), created_at=now
        )
        return Reminder(post, recorded(pressing, called, before, now))

    def _is_due(self, each: Pressing, before: Reminded, now: float, share: float) -> bool:
        """There is news of it, or it is late and this share of the time has passed after which it is said again."""
        repeat = self.promises.repeat_seconds and max(self.promises.repeat_seconds, -each.left * SELDOMER)
        last = min((before.called.get(key, before.at) for key in each.said), default=before.at)
        is_again = each.is_late and bool(repeat) and abs(now - last) >= repeat * share
        return is_again or any(percent > before.said.get(key, 0) for key, percent in each.said.items())

    def _lines(
        self, pressing: Sequence[Pressing], called: Sequence[Pressing], agents: Sequence[Agent], place: Place
    ) -> Iterator[str]:
        script = script_in(self.shelf.library, self.policy.default_language, SCRIPT)
        late = sum(each.is_late for each in pressing)
        yield script.line("reminder", late=late, soon=len(pressing) - late)
        yield from (self._line(script, each, agents, is_called=each in called) for each in pressing[:SHOWN])
        if len(pressing) > SHOWN:
            yield script.line("more", count=len(pressing) - SHOWN)
        if bosses := supervisors(self.desk_policies.policy, [each for each in called if each.is_late], place):
            names = (mention(account, self._named(account, agents)) for account in bosses)
            yield script.line("supervisors", agents=mentions(names, self.policy.default_language))

    def _line(self, script: Script, each: Pressing, agents: Sequence[Agent], *, is_called: bool) -> str:
        """Who was called for it a moment ago is named, and not called again."""
        desk = script_in(self.shelf.library, self.policy.default_language, "desk")
        name = self._named(each.agent, agents) if each.agent else ""
        return script.line(
            "reminded",
            number=each.conversation_id,
            name=to_topic(each.conversation_id, name_for_staff(each.name, self.policy)),
            channel=plain(desk.line("channel", channel=each.channel)),
            promise=standing(script, each.promise, each.watch),
            agent=mention(each.agent, name) if name and is_called else name,
        )

    def _named(self, account: str, agents: Sequence[Agent]) -> str:
        return staff_name(self.desk_policies.policy, account, agents, self.policy.default_language)


def recorded(pressing: Sequence[Pressing], called: Sequence[Pressing], before: Reminded, now: float) -> Reminded:
    """Of what presses now: what is settled is forgotten."""
    return Reminded(
        at=now,
        said={key: percent for each in pressing for key, percent in each.said.items()},
        called={
            key: now if each in called else before.called.get(key, before.at) for each in pressing for key in each.said
        },
    )


def supervisors(policy: DeskPolicy, late: Sequence[Pressing], place: Place) -> list[str]:
    """Of the teams that are late, as far as they can be called there."""
    teams = {each.team for each in late}
    return [
        account
        for account, profile in policy.agents.items()
        if profile.supervisor
        and account.partition(":")[0] == place.channel
        and any(serves_team(policy, account, team) for team in teams)
    ]
