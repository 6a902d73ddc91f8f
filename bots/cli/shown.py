"""What commands show of accounts and times."""

from datetime import datetime, tzinfo


def masked(account: str) -> str:
    """Enough to recognise, too little to write to."""
    return f"{account[:2]}***{account[-2:]}" if len(account) > 6 else "***" if account else "desk"


def when(seconds: float | None, zone: tzinfo) -> str:
    return "" if seconds is None else datetime.fromtimestamp(seconds, zone).strftime("%Y-%m-%d %H:%M")
