"""What a handler may look things up through: the same for every turn."""

from dataclasses import field

from handlers.contract import Transcript
from storage.campaigns import CampaignDoor
from storage.desk import ContactDoor, Floor
from storage.feedback import FeedbackDoor
from storage.joining import Joining
from storage.links import LinkDoor
from storage.newcomers import NewcomerDoor
from storage.openings import Openings
from storage.orders import OrderDoor
from storage.photos import PhotoDoor
from storage.records import record
from storage.returns import ReturnDoor
from storage.surveys import SurveyDoor
from storage.swaps import SwapDoor
from storage.tasks import TaskDoor


@record(frozen=True, slots=True, kw_only=True)
class Doors:
    orders: OrderDoor
    returns: ReturnDoor
    photos: PhotoDoor
    transcript: Transcript
    floor: Floor
    newcomers: NewcomerDoor
    contacts: ContactDoor
    links: LinkDoor
    swaps: SwapDoor
    surveys: SurveyDoor
    campaigns: CampaignDoor
    tasks: TaskDoor
    feedback: FeedbackDoor
    openings: Openings
    joining: Joining = field(default_factory=Joining)
