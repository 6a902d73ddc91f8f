"""Which rows that wait behind one another go out as one message."""

from bots.channel import Capabilities
from bots.delivery.degrade import Describe, parts
from bots.delivery.job import Job, content_of, is_card_again
from storage.results import Action, Outgoing


def is_plain(row: Outgoing) -> bool:
    """Words for a topic, and nothing that has to stand alone."""
    content = row.content
    return (
        row.action is Action.POST
        and not (row.card or row.opens or row.quotes or row.album or row.parts_sent)
        and not (content.buttons or content.attachments)
    )


def goes_with_words(job: Job, row: Outgoing, capabilities: Capabilities, describe: Describe) -> bool:
    """What a customer wrote is joined with what they wrote next, and what kefu says with what it says next: so that an
    edit of the one never writes over the other.
    """
    if not is_plain(row) or (row.copies is None) != (job.row.copies is None):
        return False
    return len(parts(content_of((*job.rows, row)), capabilities, describe)) == 1


def goes_in_album(job: Job, row: Outgoing, capabilities: Capabilities) -> bool:
    first = job.row
    pictures = sum(len(each.content.attachments) for each in (*job.rows, row))
    return (
        row.action is first.action
        and row.album == first.album
        and bool(row.content.attachments)
        and not (row.content.buttons or row.parts_sent)
        and pictures <= capabilities.album
    )


def is_album(row: Outgoing, capabilities: Capabilities) -> bool:
    """The first of several pictures that this channel can show together."""
    return bool(row.album and row.content.attachments) and capabilities.album > 1 and row.parts_sent == 0


def is_later_card(row: Outgoing) -> bool:
    """It says all that the cards before it say, and takes their place."""
    return is_card_again(row) and not row.parts_sent
