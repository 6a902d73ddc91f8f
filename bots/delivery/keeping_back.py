"""Files that could not be passed on: whoever sent them is told."""

from collections.abc import Mapping

import structlog

from bots.channel import Capabilities
from bots.delivery.degrade import is_shown
from bots.delivery.job import Job
from bots.delivery.wording import Wording
from handlers.faults import told
from handlers.insistence import Insistence
from handlers.notices import KeptBack
from storage.inbound import Attachment, Media
from storage.results import Action, Outgoing
from storage.store import Store

FILES = {Media.PHOTO, Media.VOICE, Media.VIDEO, Media.FILE}
"""Of anything else, such as a place, the words that stand for it say all."""

log = structlog.get_logger(__name__)


class KeepingBack:
    def __init__(self, store: Store, wording: Wording, insist: Insistence) -> None:
        self._store = store
        self._wording = wording
        self._insist = insist

    async def told(self, job: Job, capabilities: Capabilities) -> tuple[Outgoing, ...]:
        """A row that tells whoever sent them, staff or the contact; none where all went along."""
        files = kept_back(job, capabilities)
        if not files:
            return ()
        try:
            word = await self._word(job.row, files)
        except Exception as error:  # noqa: BLE001 - the words are a script's, and what went out must not go out again for them
            log.warning("delivery.note_failed", row=job.row.id, **told(error))
            return ()
        return (word,) if word else ()

    async def _word(self, row: Outgoing, files: Mapping[Attachment, KeptBack]) -> Outgoing | None:
        if row.action is Action.SEND and row.relays is not None:
            return self._wording.kept_back(row, files)
        if row.action is Action.POST and row.copies is not None:
            return await self._to_contact(row, files)
        return None

    async def _to_contact(self, row: Outgoing, files: Mapping[Attachment, KeptBack]) -> Outgoing | None:
        conversation = await self._insist("load_by_id", lambda: self._store.load_by_id(row.conversation_id))
        return self._wording.not_passed(conversation, files) if conversation else None


def kept_back(job: Job, capabilities: Capabilities) -> Mapping[Attachment, KeptBack]:
    if not job.content.attachments:
        return {}
    unknown = {
        each: KeptBack.KIND
        for each in job.content.attachments
        if each.media in FILES and not is_shown(each, capabilities)
    }
    return unknown | {each: why for each, why in job.kept_back.items() if each.media in FILES}
