"""One attempt at whatever a row of the outbox asks for."""

from bots.channel import Unreachable
from bots.delivery.effects import Effects
from bots.delivery.job import Job
from bots.delivery.poster import Poster
from bots.delivery.rewriting import Rewriter
from bots.delivery.sender import Sender
from storage.results import Action

REWRITES = (Action.EDIT, Action.UNSEND, Action.REACT)


class Attempts:
    def __init__(self, sender: Sender, poster: Poster | None, rewriter: Rewriter, effects: Effects) -> None:
        """`poster`: None without a desk."""
        self._sender = sender
        self._poster = poster
        self._rewriter = rewriter
        self._effects = effects

    async def make(self, job: Job) -> None:
        """Raises SendFailed; what went out before that is counted in the job."""
        action = job.row.action
        if action is Action.SEND:
            await self._sender.send(job)
        elif action is Action.EFFECT:
            await self._effects.perform(job.row)
        elif action in REWRITES:
            await self._rewriter.perform(job)
        elif self._poster is None:
            raise Unreachable("no desk is configured")
        elif action is Action.POST and job.row.conversation_id:
            await self._poster.post(job)
        elif action is Action.MARK:
            await self._poster.mark(job)
        else:
            await self._poster.alert(job)
