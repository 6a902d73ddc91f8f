"""Whom a campaign asks, as surveys.yaml says it and as the tables know it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from handlers.desk.policy import DeskPolicy
from handlers.desk.routing import tier_of
from handlers.hours.instants import midnight, shown
from handlers.language import reads
from handlers.surveys.policy import DAY
from handlers.surveys.policy import Audience as Wanted
from storage.campaigns import Audience, Candidate, Fits
from storage.conversations import Conversation
from storage.desk import ContactDoor
from storage.orders import OrderDoor
from storage.records import record


def audience_of(wanted: Wanted, at: float, zone: ZoneInfo) -> Audience:
    """Of a run that is scheduled at this moment."""
    within = wanted.written_within_days
    return Audience(
        tiers=tuple(sorted(wanted.tiers)),
        tags=tuple(sorted(tag.casefold() for tag in wanted.tags)),
        channels=tuple(sorted(wanted.channels)),
        languages=tuple(sorted(wanted.languages)),
        written_since=None if within is None else at - within * DAY,
        delivered=day_before(wanted.delivered_days_ago, at, zone),
        refunded=day_before(wanted.refunded_days_ago, at, zone),
    )


def day_before(days: int | None, at: float, zone: ZoneInfo) -> tuple[float, float] | None:
    """From its midnight to the next one."""
    if days is None:
        return None
    day = shown(at, zone).date() - timedelta(days=days)
    return midnight(day, zone), midnight(day + timedelta(days=1), zone)


@record(frozen=True, slots=True, kw_only=True)
class Knowing:
    """What is looked up of each contact that the tables alone cannot tell."""

    contacts: ContactDoor
    orders: OrderDoor
    desk_policy: DeskPolicy
    languages: tuple[str, ...]
    default_language: str
    now: float

    def fits(self, audience: Audience) -> Fits:
        """Raises Unavailable while orders cannot be read, and a tier is asked for."""

        async def fits(candidate: Candidate) -> bool:
            if audience.languages and self._reads(candidate) not in audience.languages:
                return False
            return not audience.tiers or await self._tier(candidate) in audience.tiers

        return fits

    def _reads(self, candidate: Candidate) -> str:
        of_theirs = Conversation(
            identity=candidate.identity, chat_id="", language=candidate.language, locale=candidate.locale
        )
        return reads(of_theirs, self.languages, self.default_language)

    async def _tier(self, candidate: Candidate) -> str:
        file = await self.contacts.of(candidate.contact_id)
        return tier_of(self.desk_policy, file, await self.orders.of_contact(candidate.proven, self.now))
