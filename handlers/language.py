"""Which language a contact reads: chosen, written, or named by the profile."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from handlers.exchange import Outcome, Turn, plain, script_in
from handlers.scripts.declaration import declare
from handlers.scripts.library import Library
from handlers.scripts.matching import normal, words_of
from handlers.scripts.ours import LANGUAGES
from handlers.scripts.phrases import contains
from handlers.writing import SmallWords, Writing, clearly, holds_no_word, is_chinese, perhaps, small_words
from storage.content import Button
from storage.conversations import Conversation
from storage.records import replace

DECLARATION = declare(
    "language",
    script="language",
    button="",  # the label of a button that leads here
    name="",  # this language's own name, for the button that chooses it
    heard_name="",  # what else customers call it
    heard_small_words="",  # by which it is known that they write it
    choose="",  # above a button for each language
    chosen="",  # in the language just chosen
)
TAIWAN = ("hant", "tw", "hk", "mo")


async def language(turn: Turn) -> Outcome:
    chosen = named(turn)
    if chosen is None or not turn.inbound.private:
        return Outcome(replies=(turn.content("choose", *choices(turn.library)),))
    spoken = replace(turn, language=chosen).at("language")
    name = plain(spoken.script.line("name"))
    return Outcome(
        replies=(spoken.content("chosen", spoken.button("menu"), language=name),),
        conversation=replace(turn.conversation, language=chosen),
    )


def named(turn: Turn) -> str | None:
    """Where several are called so, as Chinese is: as they write it, as they read, or as their profile says."""
    text, conversation = turn.argument or turn.text, turn.conversation
    called_so = called(text, turn.library)
    likely = (perhaps(text), conversation.language, from_locale(conversation.locale, turn.library.languages))
    return next((each for each in (*likely, *called_so) if each in called_so), None)


def choices(library: Library) -> Iterable[Button]:
    for each in library.languages:
        yield Button(label=own_name(library, each), goto=f"language:{each}")


def own_name(library: Library, each: str) -> str:
    return plain(script_in(library, each, "language").line("name"))


def called(text: str, library: Library) -> tuple[str, ...]:
    """The languages that a text names, by the longest of their names; else by a folder: `en français` is no English."""
    others = listed(library, "heard_name")
    names = {each: (*words_of(own_name(library, each)), *others[each]) for each in library.languages}
    said, folders = normal(text), text.casefold().replace("_", "-").split()
    found = max((name for of_one in names.values() for name in of_one if contains(said, name)), key=len, default="")
    by_folder = [each for each in library.languages if each.casefold() in folders]
    return tuple(each for each in library.languages if found in names[each]) or tuple(by_folder)


@lru_cache(maxsize=2)  # of the scripts in force; those of scripts that were saved since are let go
def known_by(library: Library) -> SmallWords:
    return small_words(listed(library, "heard_small_words"))


def listed(library: Library, line: str) -> Mapping[str, tuple[str, ...]]:
    """By language. What a folder of the shop's own has as ours, copied or put in after an upgrade, tells of ours."""
    words = {each: words_of(plain(script_in(library, each, "language").line(line))) for each in library.languages}
    ours = {words[each] for each in LANGUAGES if each in words}
    return {each: said if each in LANGUAGES or said not in ours else () for each, said in words.items()}


def understood(conversation: Conversation, text: str, library: Library, *, hints: bool = True) -> str | None:
    """The language this text shows its author to read; None when it leaves that open.

    `hints`: an answer to a question of ours, such as a name or an address, may look like any language.
    """
    if not text or holds_no_word(text):
        return None
    written: str | None = clearly(text, known_by(library))
    if written is None and hints and conversation.language is None and conversation.locale is None:
        written = hinted(text, library)
    return folder(written, conversation, library.languages) if written else None


def hinted(text: str, library: Library) -> str | None:
    """What a text hints at, where nothing else is known of its author: `nihao` is in no English script."""
    written, spoken = perhaps(text), library.spoken(text)
    if written is Writing.ENGLISH and spoken and all(map(is_chinese, spoken)):
        return Writing.CHINESE
    [only] = spoken if len(spoken) == 1 else [None]
    return written if only in (None, Writing.ENGLISH) or is_chinese(only) else only


def folder(written: str, conversation: Conversation, languages: tuple[str, ...]) -> str | None:
    if written != Writing.CHINESE:
        return written if written in languages else None
    if (conversation.language or "").startswith("zh"):
        return conversation.language
    of_profile = from_locale(conversation.locale, languages)
    return of_profile if of_profile and of_profile.startswith("zh") else first(("zh-CN", "zh-TW"), languages)


def reads(conversation: Conversation, languages: tuple[str, ...], default: str) -> str:
    """The language to answer in, by all that is known of the contact."""
    if conversation.language in languages:
        return conversation.language or default
    return from_locale(conversation.locale, languages) or default


@lru_cache(maxsize=256)  # profiles name few languages, and every message asks for one
def from_locale(locale: str | None, languages: tuple[str, ...]) -> str | None:
    """zh_TW, zh-HK, zh-hant -> zh-TW; other Chinese -> zh-CN; its own folder if there is one; otherwise English."""
    if not locale:
        return None
    parts = locale.replace("_", "-").lower().split("-")
    if parts[0] == "zh":
        taiwan = any(part in TAIWAN for part in parts[1:])
        return first(("zh-TW", "zh-CN") if taiwan else ("zh-CN", "zh-TW"), languages)
    own = [each for each in languages if each.lower().split("-")[0] == parts[0]]
    return own[0] if own else first(("en",), languages)


def first(wanted: tuple[str, ...], languages: tuple[str, ...]) -> str | None:
    return next((each for each in wanted if each in languages), None)
