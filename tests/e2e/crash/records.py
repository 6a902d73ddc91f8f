"""What kefu's own database says, read once kefu is gone."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from storage.inbound import Identity

UNDELIVERED = """
SELECT count(*) FROM outbox
WHERE coalesce(fate, '') <> 'delivered' AND NOT (channel = 'wechat' AND fate = 'failed' AND error LIKE '%used up%')
"""
"""What kefu was killed over again and again after WeChat had taken it uses up what WeChat allows. The customer has read
it all the same: their screen is looked at on its own."""
SCALARS = {
    "integrity": "PRAGMA integrity_check",
    "unhandled": "SELECT count(*) FROM inbox WHERE handled_at IS NULL",
    "undelivered": UNDELIVERED,
    "attempts": "SELECT count(*) FROM proof_attempts",
}
TRANSCRIPTS = """
SELECT c.channel, c.account_id, m.text FROM messages AS m JOIN conversations AS c ON c.id = m.conversation_id
WHERE m.kind = ? AND m.author <> 'bot' ORDER BY m.id
"""


@dataclass(frozen=True, slots=True)
class Records:
    scalars: Mapping[str, Any]
    accepted: Mapping[Identity, Sequence[str]]
    """What customers said, in the order it was accepted."""
    staff: Mapping[str | None, Sequence[str]]
    """What staff said, by topic."""
    incoming: Mapping[Identity, Sequence[str]]
    outgoing: Mapping[Identity, Sequence[str]]
    """Of the transcripts; `outgoing` is what staff said."""
    threads: Mapping[Identity, str]


def read_records(database: Path) -> Records:
    with closing(sqlite3.connect(database)) as connection:
        scalars = {name: connection.execute(sql).fetchone()[0] for name, sql in SCALARS.items()}
        accepted: dict[Identity, list[str]] = {}
        staff: dict[str | None, list[str]] = {}
        for (body,) in connection.execute("SELECT body FROM inbox ORDER BY id"):
            inbound = orjson.loads(body)
            if inbound["staff"]:
                staff.setdefault(inbound["thread"], []).append(inbound["text"])
            else:
                accepted.setdefault(Identity(**inbound["identity"]), []).append(inbound["text"])
        threads = connection.execute("SELECT channel, account_id, thread FROM conversations WHERE thread IS NOT NULL")
        return Records(
            scalars=scalars,
            accepted=accepted,
            staff=staff,
            incoming=_transcripts(connection, "incoming"),
            outgoing=_transcripts(connection, "outgoing"),
            threads={Identity(channel, account): thread for channel, account, thread in threads},
        )


def _transcripts(connection: sqlite3.Connection, kind: str) -> dict[Identity, list[str]]:
    told: dict[Identity, list[str]] = {}
    for channel, account, text in connection.execute(TRANSCRIPTS, (kind,)):
        told.setdefault(Identity(channel, account), []).append(text)
    return told
