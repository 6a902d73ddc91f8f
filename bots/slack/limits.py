"""What Slack plays and shows of files from elsewhere; of anything else it offers the download."""

from collections.abc import Mapping

from bots.channel import FILE_BYTES, MediaLimit
from storage.inbound import Media

LIMITS: Mapping[Media, MediaLimit] = {
    Media.PHOTO: MediaLimit(bytes=FILE_BYTES, types=("image/jpeg", "image/png", "image/gif", "image/webp")),
    Media.VOICE: MediaLimit(bytes=FILE_BYTES, types=("audio/mpeg", "audio/mp4", "audio/ogg", "audio/x-wav")),
    Media.VIDEO: MediaLimit(bytes=FILE_BYTES, types=("video/mp4", "video/quicktime", "video/webm")),
}
