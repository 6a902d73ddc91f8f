"""The scripts of all languages against each other: gotos, triggers, what is missing, what nobody reaches."""

from collections.abc import Iterator, Sequence, Set
from pathlib import Path

from handlers.scripts import courtesies
from handlers.scripts.declaration import Declaration
from handlers.scripts.matching import phrase, words_of
from handlers.scripts.ours import LANGUAGES
from handlers.scripts.problem import Complaints, Problem, complaint
from handlers.scripts.source import Source, guess

Ids = set[tuple[str, str]]
"""(language, script id) of every file, also of those that could not be read: one mistake is told once."""


def check_agreement(
    folder: Path, sources: Sequence[Source], ids: Ids, declarations: Sequence[Declaration], default_language: str
) -> Iterator[Problem]:
    languages = sorted({language for language, _ in ids} | {default_language})
    yield from missing(folder, ids, declarations, languages, default_language)
    by_id = {found.id: found for found in sources if found.language == default_language}
    needed = {declared.script for declared in declarations}
    for found in sources:
        complaints = Complaints(found.path)
        known = {script for language, script in ids if language in (found.language, default_language)}
        check_gotos(found, known, complaints)
        if found.id in by_id and found.language != default_language:
            check_twin(found, by_id[found.id], known, needed, complaints)
        yield from complaints.problems
    yield from unreachable(sources, declarations)
    for declared in declarations:
        if declared.free is not None:
            yield from missing_lines([found for found in sources if found.id == declared.script])
        if declared.distinct:
            yield from names_shared([found for found in sources if found.id == declared.script], declared.distinct)
    for language in languages:
        yield from trigger_twice([found for found in sources if found.language == language])


def missing(
    folder: Path, ids: Ids, declarations: Sequence[Declaration], languages: list[str], default_language: str
) -> Iterator[Problem]:
    if default_language not in {language for language, _ in ids}:
        yield complaint(folder / default_language, "no_language", language=default_language)
        languages = [language for language in languages if language != default_language]
    needed = {each.script: each.handler for each in declarations if each.script and each.free is None}
    for script in sorted({script for _, script in ids} | needed.keys()):
        there = [language for language in languages if (language, script) in ids]
        origin = default_language if default_language in there else (there or languages or [default_language])[0]
        for language in sorted(set(languages) - set(there)):
            path = folder / language / f"{script}.yaml"
            if script in needed:
                code = "missing_declared" if language in LANGUAGES else "missing_untranslated"
                yield complaint(path, code, id=script, handler=needed[script], other=origin)
            else:  # an answer of the shop's own may exist in one language: the others get it from the default
                yield complaint(path, "missing_script", warning=True, other=", ".join(there))


def check_gotos(found: Source, known: set[str], complaints: Complaints) -> None:
    for button in found.buttons:
        if button.goto is not None and (script := led_to(button.goto.value)) not in known:
            where = f"buttons.{button.position}.goto"
            complaints.error(button.goto.line, where, "goto_unknown", goto=script, guess=guess(script, known))


def led_to(goto: str) -> str:
    """The script's id, without an argument."""
    return goto.partition(":")[0]


def gotos(found: Source) -> list[str]:
    return [button.goto.value for button in found.buttons if button.goto is not None]


def check_twin(found: Source, twin: Source, known: Set[str], needed: Set[str], complaints: Complaints) -> None:
    """Compare with the same script in the default language. What is wrong there, and told there, is not told here."""
    if found.handler.value != twin.handler.value and found.id not in needed:
        facts = {"handler": found.handler.value, "expected": twin.handler.value, "other": twin.language}
        complaints.error(found.handler.line, "handler", "handlers_differ", **facts)
    theirs = gotos(twin)
    if sorted(gotos(found)) != sorted(theirs) and all(led_to(goto) in known for goto in theirs):
        line = found.buttons[0].label.line if found.buttons else 1
        complaints.warn(line, "buttons", "buttons_differ", other=twin.language)


def missing_lines(twins: Sequence[Source]) -> Iterator[Problem]:
    """Of the same script in several languages: who reads a language that lacks a line gets it in another."""
    origins: dict[str, list[str]] = {}
    for found in twins:
        for name in found.names_at:
            origins.setdefault(name, []).append(found.language)
    for found in twins:
        complaints = Complaints(found.path)
        for name in origins.keys() - found.names_at.keys():
            complaints.warn(found.lines_at, "lines", "line_elsewhere", line=name, other=", ".join(origins[name]))
        yield from complaints.problems


def names_shared(twins: Sequence[Source], taken: Set[str]) -> Iterator[Problem]:
    """Of the same script in several languages: each name leads to one thing, whoever says it."""
    first = {name: (name, "") for name in taken}
    for found in twins:
        complaints = Complaints(found.path)
        for line, words in found.lines.items():
            where = f"lines.{line}"
            for name in words_of(words.value):
                other, place = first.setdefault(name, (line, f"{found.language}/{found.path.name}:{words.line}"))
                facts = {"called": name, "other": other}
                if " " in name:
                    complaints.flaw(words.line, where, "name_blank", called=name)
                elif other != line and not place:
                    complaints.flaw(words.line, where, "name_taken", **facts)
                elif other != line:
                    complaints.flaw(words.line, where, "name_twice", **facts, place=place)
        yield from complaints.problems


def unreachable(sources: Sequence[Source], declarations: Sequence[Declaration]) -> Iterator[Problem]:
    reached = {declared.script for declared in declarations}
    reached |= {led_to(goto) for found in sources for goto in gotos(found)}
    for found in sources:
        if found.id not in reached and not found.triggers:
            yield complaint(found.path, "unreachable", warning=True)


def trigger_twice(sources: Sequence[Source]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for found in sources:
        complaints = Complaints(found.path)
        for position, trigger in found.triggers:
            words = trigger.value if courtesies.is_sign(trigger.value) else phrase(trigger.value)
            place = f"{found.path.name}:{trigger.line}"
            if words and first.setdefault(words, place) != place:
                facts = {"trigger": trigger.value, "place": first[words]}
                complaints.flaw(trigger.line, f"triggers.{position}", "trigger_twice", **facts)
        yield from complaints.problems
