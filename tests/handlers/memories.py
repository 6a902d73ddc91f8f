"""The doors of a shop that forgets everything: what handlers look up is what their turns have written before."""

from dataclasses import dataclass, field

from handlers.contract import Transcript
from handlers.doors import Doors
from storage.desk import Floor
from storage.joining import Joining
from storage.newcomers import Newcomers
from storage.results import TurnResult
from tests.campaign_fakes import MemoryCampaigns
from tests.desk_fakes import NO_LINKS, MemoryContacts, nobody_before
from tests.handlers.shop import Shop
from tests.photos_fakes import MemoryPhotos
from tests.returns_fakes import MemoryReturns
from tests.rota_fakes import MemorySwaps
from tests.survey_fakes import MemorySurveys, Platform
from tests.task_fakes import MemoryFeedback, MemoryTasks


@dataclass(kw_only=True)
class Memories:
    shop: Shop = field(default_factory=Shop)
    returns: MemoryReturns = field(default_factory=MemoryReturns)
    photos: MemoryPhotos = field(default_factory=MemoryPhotos)
    contacts: MemoryContacts = field(default_factory=MemoryContacts)
    surveys: MemorySurveys = field(default_factory=MemorySurveys)
    campaigns: MemoryCampaigns = field(default_factory=MemoryCampaigns)
    swaps: MemorySwaps = field(default_factory=MemorySwaps)
    tasks: MemoryTasks = field(default_factory=MemoryTasks)
    feedback: MemoryFeedback = field(default_factory=MemoryFeedback)
    newcomers: Newcomers = field(default_factory=lambda: Newcomers(nobody_before))
    platform: Platform = field(default_factory=Platform)
    joining: Joining = field(default_factory=Joining)

    def doors(self, floor: Floor, transcript: Transcript) -> Doors:
        return Doors(
            orders=self.shop,
            returns=self.returns,
            photos=self.photos,
            transcript=transcript,
            floor=floor,
            newcomers=self.newcomers,
            contacts=self.contacts,
            links=NO_LINKS,
            swaps=self.swaps,
            surveys=self.surveys,
            campaigns=self.campaigns,
            tasks=self.tasks,
            feedback=self.feedback,
            openings=self.platform,
            joining=self.joining,
        )

    def write(self, result: TurnResult, conversation_id: int, contact_id: int) -> None:
        """All that a turn decided of these; its conversation is kept by whoever takes the turn."""
        self.returns.write(result.returns)
        self.contacts.write(contact_id, result.contacts)
        self.swaps.write(result.swaps)
        self.surveys.write(result.surveys, conversation_id, contact_id)
        self.campaigns.write(result.campaigns, conversation_id)
        self.tasks.write(result.tasks, conversation_id, contact_id)
        self.feedback.write(result.feedback, conversation_id, contact_id)
