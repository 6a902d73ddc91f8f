"""The library in force: every script checked, every trigger indexed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from handlers.scripts import courtesies
from handlers.scripts.courtesies import Courtesies
from handlers.scripts.declaration import Declaration, declaration_of
from handlers.scripts.matching import command, normal, phrase, without_dialect, words_of
from handlers.scripts.nearby import Nearby
from handlers.scripts.not_meant import DECLARATION as NOT_MEANT
from handlers.scripts.source import Source
from handlers.scripts.templates import Fill, compiled
from handlers.scripts.triggers import Trigger, Triggers
from handlers.trace import watched
from storage.content import Button

GREETS = "welcome"
CALLS = "escalation"
SLIGHT = {GREETS, "cancel", "end", "feedback", "no_surveys", "queue"}
BROAD = {"order_lookup"}
"""The handlers whose triggers are often said in passing."""
TOLD = {CALLS: "heard_complaint", "order_lookup": "heard_late"}
"""The lines of handlers that list what is told rather than asked."""


class Lines(dict[str, str | Fill]):
    """Each is compiled when it is first said: most of them are not between one start and the next."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        super().__init__()
        self._templates = templates

    def __missing__(self, name: str) -> str | Fill:
        line = self[name] = compiled(self._templates[name])
        return line


class LoadedScript:
    def __init__(self, source: Source, templates: Mapping[str, str]) -> None:
        self.id = source.id
        self.handler = source.handler.value
        self.language = source.language
        self.triggers = tuple(trigger.value.strip() for _, trigger in source.triggers)
        self.buttons = tuple(
            Button(
                label=button.label.value.strip(),
                goto=button.goto.value.strip() if button.goto else "",
                url=button.url.value.strip() if button.url else "",
            )
            for button in source.buttons
        )
        self._lines = Lines(templates)
        self.names = tuple(templates)

    def line(self, name: str, /, **blanks: object) -> str:
        """Blanks are escaped. A blank that is a markupsafe.Markup, such as another line, is put in as it is.

        KeyError: the handler never declared such a line. jinja2.UndefinedError: it declared the blank, and did not
        fill it.
        """
        line = self._lines[name]
        text = line if isinstance(line, str) else line(blanks)
        if (watching := watched()) is not None and line:
            watching.filled(self.id, name, text)
        return text


class LoadedLibrary:
    def __init__(self, scripts: Iterable[LoadedScript], default_language: str) -> None:
        self._scripts = {(script.language, script.id): script for script in scripts}
        self.default_language = default_language
        self.languages = tuple(sorted({language for language, _ in self._scripts}, key=self._rank))
        self._triggers = Triggers(self._all_triggers(), dict(self._not_meant()))
        self._courtesies = Courtesies(
            (trigger, script.handler) for script in self._courteous() for trigger in script.triggers
        )
        self._near = {language: Nearby(dict(self._candidates(language))) for language in self.languages}

    @property
    def ids(self) -> frozenset[str]:
        """Of every script there is, in whatever language."""
        return frozenset(script_id for _, script_id in self._scripts)

    def _rank(self, language: str) -> tuple[bool, str]:
        return language != self.default_language, language

    def _asked_for(self) -> Iterator[LoadedScript]:
        return (script for script in self._scripts.values() if script.handler not in courtesies.HANDLERS)

    def _courteous(self) -> Iterator[LoadedScript]:
        return (script for script in self._scripts.values() if script.handler in courtesies.HANDLERS)

    def _all_triggers(self) -> Iterator[Trigger]:
        for script in self._asked_for():
            slight, broad = script.handler in SLIGHT, script.handler in BROAD
            for trigger in script.triggers:
                slashed = trigger.startswith(("/", "／"))
                yield Trigger(phrase(trigger), script.id, script.language, slight, broad, command=slashed)
            for words in told_in(script):
                yield Trigger(words, script.id, script.language, slight, broad, told=True)

    def _not_meant(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Of all languages: customers mix them."""
        scripts = [script for script in self._scripts.values() if script.handler == NOT_MEANT.handler]
        for line in NOT_MEANT.lines:
            yield line, frozenset(word for script in scripts for word in words_of(without_dialect(script.line(line))))

    def _candidates(self, language: str) -> Iterator[tuple[str, str]]:
        """Normal words and the script they lead to. The reader's own language comes last and so prevails."""
        for other in (*(other for other in self.languages if other != language), language):
            for script in (script for script in self._asked_for() if script.language == other):
                yield from ((normal(button.label), leads_to(button)) for button in script.buttons if leads_to(button))
                if script.handler != GREETS:  # nobody who is not understood wants to be greeted
                    yield from ((normal(trigger), script.id) for trigger in script.triggers)
                if script.handler != CALLS:  # a person is offered to everybody who is not understood
                    yield from ((normal(words), script.id) for words in told_in(script))

    def script(self, language: str, script_id: str) -> LoadedScript | None:
        return self._scripts.get((language, script_id)) or self._scripts.get((self.default_language, script_id))

    def triggered(self, text: str, language: str) -> str | None:
        return self._led_to(text, language, self._triggers.find)

    def asked(self, text: str, language: str) -> str | None:
        return self._led_to(text, language, self._triggers.asked)

    def exactly(self, text: str, language: str) -> str | None:
        return self._led_to(text, language, self._triggers.whole)

    def _led_to(self, text: str, language: str, by_words: Callable[[str, str], str | None]) -> str | None:
        """A command names its script; else words do."""
        word = command(text)
        return by_words(text, language) if word is None else self._commanded(word, language)

    def _commanded(self, word: str, language: str) -> str | None:
        if any(script_id == word for _, script_id in self._scripts):
            return word
        return self._triggers.whole(word, language)

    def meant(self, text: str) -> str:
        return self._triggers.meant(text)

    def spoken(self, text: str) -> frozenset[str]:
        return self._triggers.languages(text)

    def courtesy(self, text: str) -> str | None:
        return self._courtesies.said(text)

    def near(self, text: str, language: str, limit: int = 3) -> list[Button]:
        near = self._near.get(language) or self._near.get(self.default_language)
        return [
            Button(label=self._label(script_id, language), goto=script_id)
            for script_id in (near.scripts(text, limit) if near else ())
            if self.script(language, script_id)
        ]

    def _label(self, script_id: str, language: str) -> str:
        """As a button elsewhere calls it, else its first trigger."""
        for script in self._scripts.values():
            for button in script.buttons:
                if script.language == language and button.goto == script_id:
                    return button.label
        named = self.script(language, script_id)
        whole = (trigger for trigger in named.triggers if phrase(trigger) == normal(trigger)) if named else ()
        return next(iter(whole), script_id)


def told_in(script: LoadedScript) -> tuple[str, ...]:
    line = TOLD.get(script.handler)
    return words_of(script.line(line)) if line in script.names else ()


def leads_to(button: Button) -> str:
    return button.goto.partition(":")[0]


def templates_of(source: Source, declarations: Sequence[Declaration]) -> dict[str, str]:
    declaration = declaration_of(source.handler.value, declarations)
    optional = dict.fromkeys(declaration.may_be_empty if declaration else (), "")
    return optional | {name: words.value for name, words in source.lines.items()}
