"""What handlers declare and what the scripts hold fit together."""

from handlers.catalogue import DECLARATIONS, FORMS, HANDLERS
from handlers.forms.form import FormState, slots_of
from handlers.scripts.library import Library

WORDS_ONLY = {
    "apology",
    "banned",
    "canned",
    "conversation",
    "desk",
    "desk_campaign",
    "desk_commands",
    "desk_feedback",
    "desk_file",
    "desk_flat",
    "desk_form",
    "desk_help",
    "desk_link",
    "desk_promises",
    "desk_queue",
    "desk_rota",
    "desk_talk",
    "desk_tasks",
    "farewell",
    "form",
    "not_meant",
    "notices",
    "report",
    "returns_desk",
    "survey",
    "survey_desk",
    "wechat_menu",
}


def test_every_declared_handler_can_be_run_or_holds_words_only() -> None:
    assert {each.handler for each in DECLARATIONS} == HANDLERS.keys() | WORDS_ONLY


def test_every_form_asks_with_lines_that_its_script_declares() -> None:
    declared = {each.script: each.lines for each in DECLARATIONS}
    for name, handler in FORMS.items():
        for slot in slots_of(handler.form, FormState(form=name, expires_at=0)):
            assert {slot.prompt, slot.retry} <= declared[handler.form.words].keys()
            assert set(slot.blanks) == declared[handler.form.words][slot.prompt]


def test_every_declared_script_exists_in_every_language(scripts: Library) -> None:
    for language in scripts.languages:
        for each in DECLARATIONS:
            found = scripts.script(language, each.script) if each.script else None
            assert each.script == "" or (found and found.language == language)
