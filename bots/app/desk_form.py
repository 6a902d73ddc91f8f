"""The form by which staff handle a conversation: the scripts' words, and the teams that are there now."""

from bots.slack.form import DeskForm, Forms
from handlers.desk.form_words import IN_TOPIC, OUTSIDE, PRIORITIES, SNOOZES, words
from handlers.desk.shelf import DeskPolicyShelf
from handlers.fields.words import words_in
from handlers.scripts.library import Shelf


def desk_form_of(shelf: Shelf, policies: DeskPolicyShelf, default_language: str) -> Forms:
    """Staff read the shop's own language."""

    def form() -> DeskForm:
        said = words(shelf.library, default_language)
        return DeskForm(
            words=said,
            in_thread=IN_TOPIC,
            outside=OUTSIDE,
            snoozes=tuple((moment, said[line]) for line, moment in SNOOZES.items()),
            priorities=tuple((priority, said[priority]) for priority in PRIORITIES),
            teams=tuple(
                (key, words_in(team.name, default_language, default_language) or key)
                for key, team in policies.policy.teams.items()
            ),
        )

    return form
