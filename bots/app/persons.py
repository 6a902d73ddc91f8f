"""What is kept about one person, in the running kefu."""

from bots.app.channels import Channels
from bots.app.clock import Clock
from bots.app.engine import Engine
from bots.app.in_force import InForce
from bots.persons.keeper import Keeper
from bots.persons.surroundings import RunningSurroundings
from config.settings import Settings
from handlers import privacy
from handlers.exchange import script_in
from storage.database import Database
from storage.orders import OrderReader
from storage.sqlite.persons.persons import SqlitePersons
from storage.store import Store


def keeper_of(
    settings: Settings,
    database: Database,
    store: Store,
    orders: OrderReader,
    engine: Engine,
    in_force: InForce,
    channels: Channels,
    clock: Clock,
) -> Keeper:
    def last_word(number: int) -> str:
        script = script_in(in_force.shelf.library, settings.scripts.default_language, privacy.SCRIPT)
        return script.line("desk_erased", number=number)

    surroundings = RunningSurroundings(
        engine.turns, engine.delivery, store, channels.by_name, settings.desk_channel, last_word, clock
    )
    persons = SqlitePersons(database, is_running=True, clock=clock)
    return Keeper(persons, engine.photo_store, orders, surroundings, clock)
