"""What is kept about one person, in the running kefu."""

from collections.abc import Sequence

from bots.app.engine import Engine
from bots.app.foundation import Foundation
from bots.persons.keeper import Keeper
from bots.persons.surroundings import RunningSurroundings
from handlers import privacy
from handlers.exchange import script_in
from storage.sqlite.persons.persons import SqlitePersons


def keeper_of(ground: Foundation, engine: Engine) -> Keeper:
    def last_word(number: int, returns: Sequence[str]) -> str:
        script = script_in(ground.in_force.shelf.library, ground.language, privacy.SCRIPT)
        return privacy.last_word(script, ground.language, number, returns)

    surroundings = RunningSurroundings(
        engine.turns,
        engine.delivery,
        ground.store,
        ground.channels.by_name,
        ground.settings.desk_channel,
        last_word,
        ground.clock,
    )
    persons = SqlitePersons(ground.database, is_running=True, clock=ground.clock)
    return Keeper(persons, engine.photo_store, ground.book, surroundings, ground.clock)
