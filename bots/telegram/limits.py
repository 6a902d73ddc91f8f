"""What the Bot API takes of files from elsewhere. Source: its sendPhoto, sendVoice, sendVideo and sendDocument."""

from collections.abc import Mapping

from telegram.constants import FileSizeLimit

from bots.channel import MediaLimit
from storage.inbound import Media

PHOTO_LIMIT = int(FileSizeLimit.PHOTOSIZE_UPLOAD)
FILE_LIMIT = int(FileSizeLimit.FILESIZE_UPLOAD)
LIMITS: Mapping[Media, MediaLimit] = {
    Media.PHOTO: MediaLimit(bytes=PHOTO_LIMIT, types=("image/jpeg", "image/png"), sides=10_000, ratio=20),
    Media.VOICE: MediaLimit(bytes=FILE_LIMIT, types=("audio/ogg", "audio/mpeg", "audio/mp4")),
    Media.VIDEO: MediaLimit(bytes=FILE_LIMIT, types=("video/mp4",)),
    Media.FILE: MediaLimit(bytes=FILE_LIMIT),
}
