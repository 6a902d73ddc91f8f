"""Which language a contact reads: chosen, written, or named by the profile."""

from collections.abc import Iterable
from functools import lru_cache

from handlers.exchange import Outcome, Turn, plain, script_in
from handlers.scripts.declaration import declare
from handlers.scripts.library import Library
from handlers.writing import Writing, clearly, holds_no_word, perhaps
from storage.content import Button
from storage.conversations import Conversation
from storage.records import replace

DECLARATION = declare(
    "language",
    script="language",
    button="",  # the label of a button that leads here
    name="",  # this language's own name, for the button that chooses it
    choose="",  # above a button for each language
    chosen="",  # in the language just chosen
)
ALSO_CALLED = {
    "zh-CN": ("简体", "簡體", "普通话"),
    "zh-TW": ("繁体", "繁體", "正體", "traditional"),
    "en": ("英文", "英语", "英語", "english"),
}
CHINESE = ("中文", "汉语", "漢語", "國語", "国语", "chinese", "mandarin")
"""Which of the two ways it is written, they did not say: as they write it, or as their profile reads."""
TAIWAN = ("hant", "tw", "hk", "mo")


async def language(turn: Turn) -> Outcome:
    chosen = called(turn.argument or turn.text, turn.library) or their_chinese(turn)
    if chosen is None or not turn.inbound.private:
        return Outcome(replies=(turn.content("choose", *choices(turn.library)),))
    spoken = replace(turn, language=chosen).at("language")
    name = plain(spoken.script.line("name"))
    return Outcome(
        replies=(spoken.content("chosen", spoken.button("menu"), language=name),),
        conversation=replace(turn.conversation, language=chosen),
    )


def their_chinese(turn: Turn) -> str | None:
    text = (turn.argument or turn.text).casefold()
    if not any(name in text for name in CHINESE):
        return None
    written = perhaps(text)
    if written is None or written is Writing.ENGLISH:
        written = Writing.CHINESE
    return folder(written, turn.conversation, turn.library.languages)


def choices(library: Library) -> Iterable[Button]:
    for each in library.languages:
        yield Button(label=own_name(library, each), goto=f"language:{each}")


def own_name(library: Library, each: str) -> str:
    return plain(script_in(library, each, "language").line("name"))


def called(text: str, library: Library) -> str | None:
    """The language that a text names: by its folder, its own name or a common one; the longest name wins."""
    text = text.casefold()
    names = {
        name.casefold(): each
        for each in library.languages
        for name in (own_name(library, each), *ALSO_CALLED.get(each, ()))
    }
    folders = {each.casefold(): each for each in library.languages}
    words = [folders[word] for word in text.replace("_", "-").split() if word in folders]
    found = sorted((name for name in names if name in text), key=len)
    return words[0] if words else names[found[-1]] if found else None


def understood(conversation: Conversation, text: str, library: Library, *, hints: bool = True) -> str | None:
    """The language this text shows its author to read; None when it leaves that open.

    `hints`: an answer to a question of ours, such as a name or an address, may look like any language.
    """
    if not text or holds_no_word(text):
        return None
    written = clearly(text)
    if written is None and hints and conversation.language is None and conversation.locale is None:
        written = hinted(text, library)
    return folder(written, conversation, library.languages) if written else None


def hinted(text: str, library: Library) -> Writing | None:
    """What a text hints at, where nothing else is known of its author: `nihao` is in no English script."""
    written = perhaps(text)
    if written is not Writing.ENGLISH:
        return written
    spoken = library.spoken(text)
    return Writing.CHINESE if spoken and all(each.startswith("zh") for each in spoken) else written


def folder(written: Writing, conversation: Conversation, languages: tuple[str, ...]) -> str | None:
    if written is not Writing.CHINESE:
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
