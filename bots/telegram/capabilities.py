"""What Telegram can show."""

from telegram.constants import MediaGroupLimit, MessageLimit

from bots.channel import Capabilities
from bots.telegram.limits import LIMITS
from bots.telegram.options import TelegramOptions
from storage.inbound import Media


def capabilities(options: TelegramOptions) -> Capabilities:
    return Capabilities(
        buttons=True,
        threads=True,
        marks=True,
        quotes=True,
        media=frozenset(Media) - {Media.LINK, Media.OTHER},
        limits=LIMITS,
        album=int(MediaGroupLimit.MAX_MEDIA_LENGTH),
        text_limit=int(MessageLimit.MAX_TEXT_LENGTH),
        pace_chat=options.pace_chat,
        pace_bot=options.pace_bot,
        pace_desk=options.pace_desk,
    )
