"""What there is beside desk.yaml, for it to agree with."""

from collections.abc import Collection, Sequence

from storage.records import record


@record(frozen=True, slots=True, kw_only=True)
class Around:
    """Empty: not known, and not asked for."""

    channels: Sequence[str] = ()
    """Those that customers may write on."""
    desk_channel: str = ""
    """That of the staff."""
    scripts: Collection[str] = ()
    """Their ids."""
    chats: Sequence[str] = ()
    """The teams that have a chat of their own, by kefu.yaml."""


NOTHING = Around()
