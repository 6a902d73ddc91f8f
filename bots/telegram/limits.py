"""What the Bot API takes of files from elsewhere. Source: its sendPhoto, sendVoice, sendVideo and sendDocument."""

from collections.abc import Mapping

from telegram.constants import FileSizeLimit

from bots.channel import MediaLimit
from storage.inbound import Media

FILE = int(FileSizeLimit.FILESIZE_UPLOAD)
LIMITS: Mapping[Media, MediaLimit] = {
    Media.PHOTO: MediaLimit(
        bytes=int(FileSizeLimit.PHOTOSIZE_UPLOAD), types=("image/jpeg", "image/png"), sides=10_000, ratio=20
    ),
    Media.VOICE: MediaLimit(bytes=FILE, types=("audio/ogg", "audio/mpeg", "audio/mp4")),
    Media.VIDEO: MediaLimit(bytes=FILE, types=("video/mp4",)),
    Media.FILE: MediaLimit(bytes=FILE),
}
