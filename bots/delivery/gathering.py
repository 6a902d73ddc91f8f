"""What waits behind a row in its lane and goes out with it, as one message."""

from collections.abc import Hashable, Mapping

from bots.channel import Capabilities
from bots.delivery.degrade import Describe, parts
from bots.delivery.job import Job, content_of, lane_of, topic_of
from bots.delivery.joining import goes_in_album, goes_with_words, is_later_card, is_plain
from handlers.lanes import Lanes
from storage.results import Action, Outgoing


class Gathering:
    def __init__(
        self, lanes: Lanes[Hashable, Outgoing], capabilities: Mapping[str, Capabilities], describe: Describe
    ) -> None:
        """`capabilities`: of each channel that is on."""
        self._lanes = lanes
        self._capabilities = capabilities
        self._describe = describe

    def with_replies(self, row: Outgoing) -> tuple[Outgoing, ...]:
        """The row, and the replies behind it that fit into the same message, on a channel that allows only so many."""
        capabilities = self._capabilities.get(row.channel)
        if row.action is not Action.SEND or row.answers is None or not capabilities or not capabilities.joins:
            return (row,)
        taken = [row]

        def fits(following: Outgoing) -> bool:
            if following.answers != row.answers or following.relays or following.content.attachments:
                return False
            if following.final is not row.final:  # the last message that the channel allows is kept for the final one
                return False
            together = content_of((*taken, following))
            if len(parts(together, capabilities, self._describe)) > 1:
                return False
            taken.append(following)
            return True

        return (row, *self._lanes.take_following(lane_of(row), fits)) if row.parts_sent == 0 else (row,)

    def album(self, job: Job, capabilities: Capabilities) -> None:
        """The pictures that came with this one."""

        def fits(following: Outgoing) -> bool:
            goes = goes_in_album(job, following, capabilities)
            if goes:
                job.take([following])
            return goes

        self._lanes.take_following(lane_of(job.row), fits)

    def taken_back(self, job: Job) -> tuple[list[Outgoing], list[Outgoing]]:
        """Pictures that are taken back before they went out, since a later one of the album says that it is a note;
        and the rows that take them back, which nothing is left to do for.
        """
        by_message = {row.relays.message_id: row for row in job.rows if row.relays}
        unsent = self._lanes.take_waiting(
            lane_of(job.row), lambda each: each.action is Action.UNSEND and each.of in by_message
        )
        return [by_message[each.of] for each in unsent], unsent

    def in_topic(self, conversation_id: int) -> tuple[Outgoing, ...]:
        """What waits to go into this conversation's topic."""
        return self._lanes.of(topic_of(conversation_id))

    def posts(self, job: Job) -> None:
        """For a post whose turn has come: what has come in behind it meanwhile, and can go out in the same message."""
        capabilities = self._capabilities.get(job.row.channel)
        if capabilities is None or job.parts_sent or job.stands_alone:
            return
        if job.row.card:
            job.take(self._lanes.take_waiting(lane_of(job.row), is_later_card))
            return

        def fits(following: Outgoing) -> bool:
            goes = goes_with_words(job, following, capabilities, self._describe)
            if goes:
                job.take([following])
            return goes

        if is_plain(job.row):
            self._lanes.take_following(lane_of(job.row), fits)
