"""/campaign: which there are, how far they are, and to start, stop and resume one."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

from handlers.campaigns.audiences import Knowing, audience_of
from handlers.campaigns.lasting import ends_at
from handlers.campaigns.words import WORDS, post_of
from handlers.desk.ban import may_ban
from handlers.desk.command import DeskCommand
from handlers.desk.people import among_staff
from handlers.desk.saying import agent
from handlers.desk.staff_words import answered, staff_minute
from handlers.desk.usage import misused
from handlers.exchange import Outcome, Turn, script_in
from handlers.fields.cron import Cron
from handlers.formats import zone
from handlers.questions import joined
from handlers.surveys.policy import Campaign
from storage.campaigns import Begun, CampaignChange, Resumed, Run, RunStatus, Stopped
from storage.content import Button, Content
from storage.desk import Agent
from storage.orders import Unavailable
from storage.records import replace

MOST = 20
"""Campaigns in the list."""
STILL_MEANT = 600.0
"""Seconds after which whoever was asked whether to begin is asked again."""
USUAL_RATE = 60
"""Contacts a minute on each channel: one in thirty of what the slowest platform takes, so that answers to customers
never wait for a campaign.
"""

Act = Callable[[Turn, Campaign, Run | None, str], Awaitable[Outcome]]
"""(turn, which campaign, its latest run, what follows its name)."""


async def campaign(turn: Turn, argument: str) -> Outcome:
    verb, _, rest = argument.strip().partition(" ")
    if not verb:
        return await listed(turn)
    act = ACTS.get(verb.casefold())
    key, _, more = rest.strip().partition(" ")
    if act is None or not key:
        return misused(turn, "campaign")
    if not may_ban(turn):
        return WORDS.told(turn, "supervisors_only")
    latest = {each.campaign: each for each in await turn.doors.campaigns.latest()}
    known = {each.key: each for each in (*turn.survey_policy.campaigns, *gone(turn, latest))}
    if key not in known:
        return WORDS.told(turn, "unknown", name=key[:24], campaigns=", ".join(known))
    return await act(turn, known[key], latest.get(key), more.strip())


def gone(turn: Turn, latest: Mapping[str, Run]) -> Iterator[Campaign]:
    """Taken out of the file while they run: they ask nobody, and can be looked at until their time is over."""
    for run in latest.values():
        if run.done_at is None and turn.survey_policy.campaign(run.campaign) is None:
            yield Campaign(key=run.campaign, survey="", cron="", enabled=False)


# The list


async def listed(turn: Turn) -> Outcome:
    latest = {each.campaign: each for each in await turn.doors.campaigns.latest()}
    agents = await turn.doors.floor.agents()
    shown = (*gone(turn, latest), *turn.survey_policy.campaigns)[:MOST]
    lines = [await line_of(turn, each, latest.get(each.key), agents) for each in shown]
    return answered(turn, Content(text=joined(*lines) or WORDS.line(turn, "none")))


async def line_of(turn: Turn, each: Campaign, run: Run | None, agents: Sequence[Agent]) -> str:
    planned = WORDS.line(turn, "planned", campaign=each.key, time=next_time(turn, each))
    heading = planned if each.enabled else WORDS.line(turn, "switched_off", campaign=each.key)
    if run is None:
        return heading
    script = script_in(turn.library, turn.policy.default_language, WORDS.script)
    tally = await turn.doors.campaigns.tally(run)
    return joined(heading, post_of(script, run, tally, among_staff(turn, run.stopped_by, agents)))


def next_time(turn: Turn, each: Campaign) -> str:
    """ "" where its calendar has none."""
    at = Cron(each.cron, zone(turn.policy.timezone)).after(turn.now) if each.cron else None
    return "" if at is None else staff_minute(turn, at)


# What is done with one


async def start(turn: Turn, each: Campaign, run: Run | None, _more: str) -> Outcome:
    """Nothing happens before somebody has seen how many it will reach."""
    if not each.enabled:
        return WORDS.told(turn, "off", campaign=each.key)
    if run is not None and run.done_at is None:
        return WORDS.told(turn, "runs_already", campaign=each.key)
    try:
        reached = await size(turn, each)
    except Unavailable:
        return WORDS.told(turn, "orders_down")
    if not reached:
        return WORDS.told(turn, "nobody_now", campaign=each.key)
    begin = Button(label=WORDS.word(turn, "begin_button"), goto=f"desk:campaign:begin {each.key} {int(turn.now)}")
    return answered(turn, Content(text=joined(*confirmation(turn, each, reached)), buttons=(begin,)))


async def size(turn: Turn, each: Campaign) -> Mapping[str, int]:
    knowing = Knowing(
        contacts=turn.doors.contacts,
        orders=turn.doors.orders,
        desk_policy=turn.desk_policy,
        languages=turn.library.languages,
        default_language=turn.policy.default_language,
        now=turn.now,
    )
    audience = audience_of(each.audience, turn.now, zone(turn.policy.timezone))
    return await turn.doors.campaigns.size(audience, knowing.fits(audience))


def confirmation(turn: Turn, each: Campaign, reached: Mapping[str, int]) -> Iterator[str]:
    minutes = max(-(-count // rate_of(each, channel)) for channel, count in reached.items())
    yield WORDS.line(turn, "confirm", campaign=each.key, total=sum(reached.values()), minutes=minutes)
    for channel, count in sorted(reached.items()):
        yield WORDS.line(turn, "channel", channel=turn.channel_called(channel), count=count)


def rate_of(each: Campaign, channel: str) -> int:
    return each.rates.get(channel, USUAL_RATE)


async def begin(turn: Turn, each: Campaign, run: Run | None, more: str) -> Outcome:
    """Pressed twice, it begins once: the moment at which it was asked for is the run's own."""
    asked_at = float(more) if more.isascii() and more.isdecimal() else 0.0
    if not each.enabled:
        return WORDS.told(turn, "off", campaign=each.key)
    if run is not None and (run.done_at is None or run.scheduled_at == asked_at):
        return WORDS.told(turn, "runs_already", campaign=each.key)
    if not 0 <= turn.now - asked_at <= STILL_MEANT:
        return WORDS.told(turn, "too_old", campaign=each.key)
    change = Begun(
        campaign=each.key,
        scheduled_at=asked_at,
        at=turn.now,
        by=agent(turn),
        audience=audience_of(each.audience, turn.now, zone(turn.policy.timezone)),
        ends_at=ends_at(each, turn.now, turn.survey_policy.quiet, zone(turn.policy.timezone)),
    )
    return done(turn, "started", each, change)


async def stop(turn: Turn, each: Campaign, run: Run | None, _more: str) -> Outcome:
    if run is None or run.status is not RunStatus.RUNNING:
        return WORDS.told(turn, "not_running", campaign=each.key)
    return done(turn, "stopping", each, Stopped(run_id=run.id, by=agent(turn)))


async def resume(turn: Turn, each: Campaign, run: Run | None, _more: str) -> Outcome:
    if run is None or run.status is not RunStatus.STOPPED or run.ends_at <= turn.now:
        return WORDS.told(turn, "not_stopped", campaign=each.key)
    return done(turn, "going_on", each, Resumed(run_id=run.id))


def done(turn: Turn, line: str, each: Campaign, change: CampaignChange) -> Outcome:
    return replace(WORDS.told(turn, line, campaign=each.key), campaigns=(change,))


ACTS: Mapping[str, Act] = {
    **dict.fromkeys(("start", "开始", "開始"), start),
    "begin": begin,
    **dict.fromkeys(("stop", "暂停", "暫停", "停止"), stop),
    **dict.fromkeys(("resume", "继续", "繼續"), resume),
}
COMMANDS = {"campaign": DeskCommand(in_topic=campaign, outside=campaign)}
