"""Somebody about whom there is something in every table."""

import json
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from storage.codec import dumps
from storage.inbound import Identity
from storage.records import replace
from storage.returns import RmaStatus
from tests.storage.returning import opening
from tests.storage.samples import writes

NOW = 1_793_500_000.0
Rows = dict[str, list[dict[str, object]]]
"""By table."""
CUT_OFF = """
import asyncio, os, sys
from pathlib import Path
from storage.database import Database
from storage.sqlite.persons.persons import SqlitePersons

async def erase(path, number):
    persons = SqlitePersons(await Database.open(Path(path)), is_running=False, clock=lambda: 1.0)
    await persons.erase(await persons.whose(number), "kefu contacts erase")
    os._exit(9)

asyncio.run(erase(sys.argv[1], int(sys.argv[2])))
"""


def erased_and_killed(database: Path, conversation: int) -> None:
    """The power is cut right after an erasure is written down: nothing is done to the files any more."""
    words = [sys.executable, "-c", CUT_OFF, str(database), str(conversation)]
    killed = subprocess.run(words, check=False, capture_output=True)
    assert killed.returncode == 9, killed.stderr


@dataclass(frozen=True)
class Somebody:
    """With an account on Telegram, and a linked one on WeChat. `secret` stands in everything they wrote."""

    number: int
    secret: str
    status: str = "resolved"
    returned: str = "refunded"

    @property
    def telegram(self) -> Identity:
        return Identity("telegram", f"70000{self.number}-{self.secret}")

    @property
    def wechat(self) -> Identity:
        return Identity("wechat", f"openid-{self.number}-{self.secret}")

    @property
    def contact(self) -> int:
        return self.number * 10

    @property
    def linked(self) -> int:
        return self.number * 10 + 1

    @property
    def conversation(self) -> int:
        return self.number * 100

    @property
    def second(self) -> int:
        return self.number * 100 + 1

    @property
    def photo(self) -> str:
        return f"{self.number:064x}"

    @property
    def rma(self) -> str:
        return f"R{10000 + self.number}"

    @property
    def words(self) -> str:
        return f"我的地址 {self.secret}"

    @property
    def name(self) -> str:
        return f"名 {self.secret}"

    @property
    def pair(self) -> dict[str, object]:
        return {"channel": self.telegram.channel, "account_id": self.telegram.account_id}

    def write(self, connection: sqlite3.Connection) -> None:
        for table, rows in self._rows().items():
            for row in rows:
                names, marks = ", ".join(row), ", ".join("?" * len(row))
                connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))  # noqa: S608 - our own names

    def _rows(self) -> Rows:
        return {
            **self._accounts(),
            **self._said(),
            **self._proven(),
            **self._returned(),
            **self._at_desk(),
            **self._linked(),
            **self._asked(),
            **self._campaigns(),
        }

    def _accounts(self) -> Rows:
        one, two = self.telegram, self.wechat
        chat = {"chat_id": one.account_id, "name": self.name, "locale": "zh-hans", "language": "zh-CN"}
        state = {"asked": [self.words, 1, 1.0, 0], "held": [self.words]}
        return {
            "contacts": [{"id": each, "created_at": NOW} for each in (self.contact, self.linked)],
            "identities": [
                {"channel": each.channel, "account_id": each.account_id, "contact_id": self.contact}
                for each in (one, two)
            ],
            "conversations": [
                {
                    "id": number,
                    "channel": each.channel,
                    "account_id": each.account_id,
                    **chat,
                    "status": status,
                    "owner_kind": "queue" if status == "open" else None,
                    "owner_ref": "",
                    "state": json.dumps(state, ensure_ascii=False),
                    "thread": thread,
                    "messages": 3,
                    "last_message_at": NOW,
                    "blocked": 0,
                    "created_at": NOW,
                }
                for number, each, status, thread in (
                    (self.conversation, one, self.status, f"t{self.number}"),
                    (self.second, two, "resolved", None),
                )
            ],
        }

    def _said(self) -> Rows:
        one = self.telegram
        came = dumps(writes(f"in-{self.number}", one, text=self.words, name=self.name))
        topic = f"t{self.number}"
        staff = dumps(
            writes(f"staff-{self.number}", Identity("telegram", "9"), text=self.words, staff=True, thread=topic)
        )
        return {
            "inbox": [
                {
                    "channel": "telegram",
                    "key": f"in-{self.number}",
                    "body": came,
                    "accepted_at": NOW,
                    "handled_at": NOW,
                },
                {"channel": "telegram", "key": f"wait-{self.number}", "body": came, "accepted_at": NOW},
                {
                    "channel": "telegram",
                    "key": f"staff-{self.number}",
                    "body": staff,
                    "accepted_at": NOW,
                    "handled_at": NOW,
                },
            ],
            "outbox": [
                {
                    "action": action,
                    "channel": "telegram",
                    "recipient": recipient,
                    "conversation_id": conversation,
                    "body": json.dumps(
                        {
                            "content": {"text": text, "buttons": [], "attachments": []},
                            "relays": {"chat_id": "-100", "message_id": "telegram:9"},
                        }
                    ),
                    "created_at": NOW,
                    "attempts": 0,
                    "parts_sent": 0,
                    "due_at": 0.0,
                    "settled_at": NOW,
                    "fate": "delivered",
                }
                for action, recipient, conversation, text in (
                    ("send", one.account_id, self.conversation, self.words),
                    ("post", "", self.conversation, self.words),
                    ("alert", "", 0, f"#{self.conversation} wartet"),
                )
            ],
            "messages": [
                {
                    "conversation_id": self.conversation,
                    "kind": kind,
                    "author": author,
                    "author_name": "小美" if author != "contact" else self.name,
                    "text": f"{kind} {self.words}",
                    "at": NOW,
                }
                for kind, author in (("incoming", "contact"), ("outgoing", "telegram:9"), ("note", "telegram:9"))
            ],
            "timers": [
                {"conversation_id": self.conversation, "name": "idle", "due_at": NOW + 1, "payload": self.words},
            ],
            "reporting_events": [
                {
                    "conversation_id": self.conversation,
                    "name": "csat",
                    "at": NOW,
                    "value": 100.0,
                    "details": json.dumps({"order": self.secret, "score": 5, "agents": ["telegram:9"]}),
                }
            ],
        }

    def _proven(self) -> Rows:
        two = self.wechat
        return {
            "proofs": [{**self.pair, "number": f"A{self.number}", "until": NOW + 1e9}],
            "proof_attempts": [{**self.pair, "contact_id": self.contact, "number": self.secret, "at": NOW}],
            "proof_locks": [{"subject": f"{each}contact {self.contact}", "until": NOW} for each in ("", "whole ")],
            "private_topics": [{**self.pair, "topic": self.secret}],
            "quota": [{"account": two.account_id, "kind": "message", "size": 5, "remaining": 3, "until": NOW}],
        }

    def _returned(self) -> Rows:
        two = self.wechat
        of = opening(
            self.rma,
            identity=two,
            conversation_id=self.second,
            order=f"A{self.number}",
            note=self.words,
            photos=(self.photo,),
            tracking_number=f"SF-{self.secret}",
            refunded=Decimal("99.95"),
            changed_at=NOW,
        )
        rma = replace(of.rma, status=RmaStatus(self.returned))
        return {
            "rmas": [
                {
                    "number": rma.number,
                    "order_number": rma.order_number,
                    "conversation_id": rma.conversation_id,
                    "channel": two.channel,
                    "account_id": two.account_id,
                    "status": rma.status,
                    "version": 1,
                    "body": dumps(rma),
                    "opened_at": NOW,
                    "changed_at": NOW,
                }
            ],
            "rma_events": [
                {
                    "number": rma.number,
                    "at": NOW,
                    "actor": "contact",
                    "actor_name": self.name,
                    "after": "requested",
                    "why": self.words,
                    "details": json.dumps({"tracking_number": f"SF-{self.secret}", "amount": "99.95"}),
                }
            ],
            "photos": [
                {
                    "id": self.photo,
                    "channel": two.channel,
                    "account_id": two.account_id,
                    "mime": "image/jpeg",
                    "size": 3,
                    "width": 1,
                    "height": 1,
                    "kept_at": NOW,
                }
            ],
        }

    def _at_desk(self) -> Rows:
        one = self.telegram
        return {
            "cases": [
                {
                    "conversation_id": self.conversation,
                    "team": "",
                    "priority": 2,
                    "queued_at": NOW,
                    "opened_at": NOW,
                    "closed_at": None if self.status == "open" else NOW,
                    "asked": self.words,
                    "body": json.dumps(
                        {
                            "reason": "asked",
                            "orders": [self.secret],
                            "opened_at": NOW,
                            "answer_via": {"channel": "wechat", "account_id": self.wechat.account_id},
                            "answer_chat": self.wechat.account_id,
                        }
                    ),
                }
            ],
            "contact_tags": [{"contact_id": self.linked, "tag": f"tag-{self.secret}"}],
            "contact_notes": [
                {
                    "contact_id": self.linked,
                    "author": "telegram:9",
                    "author_name": "小美",
                    "text": f"Notiz {self.secret}",
                    "at": NOW,
                }
            ],
            "copies": [
                {
                    "conversation_id": self.conversation,
                    "outbox_id": 1,
                    "to_desk": 1,
                    "desk_chat": "",
                    "desk_message": f"m{self.number}",
                    "contact_chat": one.account_id,
                    "contact_message": "5",
                    "at": NOW,
                }
            ],
            "desk_threads": [{"thread": f"old{self.number}", "conversation_id": self.conversation, "at": NOW}],
        }

    def _linked(self) -> Rows:
        one, two = self.telegram, self.wechat
        return {
            "link_codes": [{"hash": f"h{self.number}", **self.pair, "expires_at": NOW}],
            "link_attempts": [{**self.pair, "contact_id": self.contact, "at": NOW}],
            "links": [
                {
                    "first_channel": one.channel,
                    "first_account": one.account_id,
                    "second_channel": two.channel,
                    "second_account": two.account_id,
                    "proposed_by": "contact",
                    "proposed_at": NOW,
                    "expires_at": NOW,
                    "moved_channel": two.channel,
                    "moved_account": two.account_id,
                    "from_contact": self.linked,
                    "into_contact": self.contact,
                    "linked_at": NOW,
                }
            ],
        }

    def _asked(self) -> Rows:
        return {
            "surveys": [
                {
                    "survey": "csat",
                    "campaign": "",
                    "contact_id": self.contact,
                    "conversation_id": self.conversation,
                    "case_id": 1,
                    "channel": "telegram",
                    "language": "zh-CN",
                    "team": "",
                    "tier": "",
                    "agents": "[]",
                    "status": "answered",
                    "asked_at": NOW,
                    "valid_until": NOW,
                    "score": 5.0,
                    "value": 100,
                    "low": 0,
                    "reasons": '["kind"]',
                    "comment": f"danke {self.secret}",
                }
            ],
            "feedback": [
                {
                    "contact_id": self.contact,
                    "conversation_id": self.conversation,
                    "channel": "telegram",
                    "language": "zh-CN",
                    "team": "",
                    "topic": "product",
                    "severity": "normal",
                    "text": self.words,
                    "status": "open",
                    "at": NOW,
                    "answer": "",
                    "answered_by": "",
                }
            ],
            "tasks": [
                {
                    "kind": "low_score",
                    "survey_id": 0,
                    "feedback_id": 1,
                    "conversation_id": self.conversation,
                    "contact_id": self.contact,
                    "owner": "telegram:9",
                    "team": "",
                    "severity": "normal",
                    "summary": self.words,
                    "opened_at": NOW,
                    "due_at": NOW,
                    "remind_at": NOW,
                    "reminders": 0,
                    "settled_by": "",
                    "note": self.words,
                }
            ],
        }

    def _campaigns(self) -> Rows:
        return {
            "campaign_runs": [
                {
                    "campaign": f"monthly-{self.number}",
                    "scheduled_at": NOW,
                    "started_at": NOW,
                    "started_by": "",
                    "audience": "{}",
                    "status": "running",
                    "ends_at": NOW,
                    "gather_until": 1,
                }
            ],
            "campaign_targets": [
                {
                    "run_id": 1,
                    "contact_id": self.contact,
                    "conversation_id": self.conversation,
                    "channel": "telegram",
                    "status": "waiting",
                    "why": "",
                    "due_at": NOW,
                }
            ],
        }
