"""What must be true after all the kills, person by person."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bots.delivery.runs import as_written
from bots.sandbox.telegram.world import Topic
from tests.e2e.crash.chronicle import Chronicle
from tests.e2e.crash.people import Asker, Person, Town, Visitor
from tests.e2e.crash.records import Records

ASKED = re.compile(r"查订单 (K\d{5})")
TOLD = re.compile(r"^订单 \*?(K\d{5})")


@dataclass(slots=True)
class Verdict:
    town: Town
    chronicle: Chronicle
    records: Records
    wrong: list[str] = field(default_factory=list)
    answered: int = 0
    repeats: int = 0

    def reach(self) -> None:
        self._same("the database", self.records.scalars.items(), SOUND.items())
        for asker in self.town.askers:
            self._accepted(asker)
            self._asked(asker)
        for visitor in self.town.visitors:
            self._accepted(visitor)
            self._talked(visitor)
        self._topics()

    def _accepted(self, person: Person) -> None:
        """Whatever was acknowledged was accepted, nothing was accepted twice, and the transcript has it once."""
        who, taken = str(person.app.identity), self.records.accepted.get(person.app.identity, ())
        if missing := person.acknowledged - Counter(taken):
            self.wrong.append(f"{who}: acknowledged and lost: {missing}")
        if len(taken) > person.said:
            self.wrong.append(f"{who}: said {person.said} messages, {len(taken)} were accepted")
        self._same(f"{who}: transcript", self.records.incoming.get(person.app.identity, ()), taken)

    def _asked(self, asker: Asker) -> None:
        read = self.chronicle.read(asker.app.screen)
        self.repeats += read.repeats
        taken = self.records.accepted.get(asker.app.identity, ())
        self._in_order(str(asker.app.identity), found(TOLD, read.texts), found(ASKED, taken))

    def _talked(self, visitor: Visitor) -> None:
        who, identity = str(visitor.app.identity), visitor.app.identity
        thread = self.records.threads.get(identity)
        read = self.chronicle.read(visitor.app.screen)
        self.repeats += read.repeats
        said = self.records.staff.get(thread, ()) if thread else ()
        answers = [text for text in read.texts if text.startswith("答 ")]
        self._in_order(
            f"{who}: from staff", answers, [each for each in said if each in answers or each not in visitor.refused]
        )
        self._same(f"{who}: transcript of staff", self.records.outgoing.get(identity, ()), said)
        lines = [text for text in self.records.accepted.get(identity, ()) if text.startswith(visitor.name)]
        posted = self._posted(self.town.forum.topic(thread)) if thread else ()
        if not self._in_order(f"{who}: at the desk", [text for text in posted if text.startswith(visitor.name)], lines):
            self.wrong.append(f"{who}: in which life: {self._lives(thread)}")

    def _lives(self, thread: str | None) -> str:
        return self.chronicle.lives(self.town.forum.topic(thread).screen) if thread else ""

    def _posted(self, topic: Topic) -> Sequence[str]:
        """Line by line: what customers say one right after the other may stand in one message."""
        read = self.chronicle.read(topic.screen)
        self.repeats += read.repeats
        unmarked = [shown.text for shown in topic.screen.shown if shown.mine and not shown.marks]
        self._same(f"topic {topic.id}: staff messages without a mark", unmarked, [])
        return [line for text in read.texts for line in as_written(text).splitlines()]

    def _topics(self) -> None:
        """One a conversation. One that a kill kept from being written down stays empty, and there is one a kill."""
        known = set(self.records.threads.values())
        empty = [topic for topic in self.town.forum.topics if topic.id not in known]
        self._same("messages in unknown topics", [shown for topic in empty for shown in topic.screen.shown], [])
        if len(empty) > len(self.chronicle.deaths):
            self.wrong.append(f"{len(empty)} topics were opened for nothing")

    def _in_order(self, who: str, read: Iterable[str], expected: Iterable[str]) -> bool:
        wanted = list(expected)
        self.answered += len(wanted)
        return self._same(who, read, wanted)

    def _same(self, what: str, found: Iterable[object], expected: Iterable[object]) -> bool:
        found, expected = list(found), list(expected)
        if found != expected:
            self.wrong.append(f"{what}:\n    found    {found}\n    expected {expected}")
        return found == expected


SOUND = {"integrity": "ok", "unhandled": 0, "undelivered": 0, "attempts": 0}


def found(pattern: re.Pattern[str], texts: Iterable[str]) -> Iterator[str]:
    """The order that each is about."""
    return (number[1] for text in texts if (number := pattern.search(text)))
