"""A shift of which a customer is not content."""

from dataclasses import dataclass, replace

from handlers.departure import written
from handlers.desk.policy import AgentProfile, DeskPolicy, Team
from handlers.desk.policy_file import built_in
from handlers.exchange import plain
from handlers.scripts.library import Library
from handlers.tasks.opening import low_score
from storage.inbound import Identity, Kind
from storage.results import Action
from storage.surveys import Survey, SurveyStatus
from storage.tasks import Task
from tests.handlers.desk.shift import BO, LAO, MEI, Shift

TEAMS = {
    "sales": Team(key="sales", name={"zh-CN": "售前"}),
    "aftersales": Team(key="aftersales", name={"zh-CN": "售后"}),
}
AGENTS = {
    MEI: AgentProfile(account=MEI, teams=frozenset({"aftersales"})),
    BO: AgentProfile(account=BO, teams=frozenset({"aftersales"})),
    LAO: AgentProfile(account=LAO, supervisor=True),
}
POLICY = replace(built_in("zh-CN"), teams=TEAMS, agents=AGENTS, default_team="aftersales")


@dataclass
class Rated(Shift):
    """The survey itself is another's: here a score has just been given."""

    numbers: int = 0

    async def rates(self, customer: int, value: int, comment: str = "", **facts: object) -> Survey:
        """One to five, of the case that has just ended. The team and who served are as the survey keeps them."""
        self.numbers += 1
        survey = Survey(
            id=self.numbers,
            survey="after",
            contact_id=customer,
            conversation_id=customer,
            team="aftersales",
            agents=(MEI,),
            status=SurveyStatus.ANSWERED,
            asked_at=self.now,
            valid_until=self.now + 1000,
            score=(value - 1) / 4,
            value=value,
            low=value <= 2,
            comment=comment,
            answered_at=self.now,
        )
        survey = replace(survey, **facts)  # type: ignore[arg-type]  # facts by name
        await self.hears(customer, survey)
        return survey

    async def hears(self, customer: int, survey: Survey) -> None:
        inbound = self._inbound(Kind.BUTTON, identity=Identity("telegram", str(customer)), chat_id=f"chat-{customer}")
        turn, _ = self.reception._begun(inbound, self.conversations[customer], self.now)
        self._commit(customer, written(turn, await low_score(turn, survey)))

    def task(self, number: int = 1) -> Task:
        return self.tasks.written[number]

    @property
    def alerts(self) -> list[str]:
        """What stands in general topics."""
        return [plain(each.content.text) for each in self.outgoing if each.action is Action.ALERT]

    def said(self, name: str, /, **blanks: object) -> str:
        return self._line("desk_tasks", name, **blanks)

    def to_contact(self, name: str) -> str:
        return self._line("better", name)


async def served(scripts: Library, policy: DeskPolicy = POLICY) -> Rated:
    """小美 has served customer 1; 阿波 and 老王 (who is the supervisor) are there, too."""
    shift = Rated(scripts, desk_policy=policy)
    for account in (LAO, BO, MEI):
        shift.now += 1
        await shift.writes(account, None, "/queue")
    await shift.waits_for_a_person(1)
    await shift.writes(MEI, 1, "您好，给您补寄一份")
    await shift.writes(MEI, 1, "/resolve")
    shift.forget()
    return shift
