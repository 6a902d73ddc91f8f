"""Words of a policy's file, by language."""

import re
from collections.abc import Mapping, Sequence

from handlers.fields.mapping import Fields
from handlers.fields.words import Words
from handlers.scripts.nodes import Node, Pairs, Scalar
from handlers.scripts.source import guess, shape_complaint, text, unique
from handlers.scripts.wording import check_cut, check_escapes

NOT_PLAIN = re.compile(r"\{\{|\{%|</?[a-z][^<>]*>", re.IGNORECASE)


def words(fields: Fields, name: str, limit: int) -> Words:
    """By language; words without one are in the shop's own. Empty: nothing is written there."""
    node = fields.said(name)
    if node is None:
        return {}
    said = by_language(node, fields, name)
    found = {language: plain(each, fields, f"{name}.{language}", limit) for language, each in said.items()}
    if said:
        lines = {language: each.line for language, each in said.items()}
        complain_of_silence(fields, name, [language for language, each in found.items() if each != ""], lines)
    return {language: each for language, each in found.items() if each}


def by_language(node: Node, fields: Fields, name: str) -> Mapping[str, Node]:
    if isinstance(node, Scalar):
        return {fields.speech.default: node}
    if not isinstance(node, Pairs):
        shape_complaint(node, fields.where(name), fields.complaints)
        return {}
    languages = sorted({*fields.speech.languages, fields.speech.default})
    said = {}
    for language, (key, each) in unique(node, fields.where(name), fields.complaints).items():
        if language in languages:
            said[language] = each
        else:
            facts = {"language": language, "allowed": ", ".join(languages), "guess": guess(language, languages)}
            fields.wrong(name, "policy_no_scripts_in", key.line, **facts)
    return said


def plain(node: Node, fields: Fields, name: str, limit: int) -> str | None:
    """None: it cannot be used, and that was complained of."""
    found, where = text(node, fields.where(name), fields.complaints), fields.where(name)
    if found is None:
        return None
    said = found.value.strip()
    check_cut(found, where, fields.complaints)
    check_escapes(found, where, fields.complaints)
    if NOT_PLAIN.search(said):
        fields.complaints.error(found.line, where, "policy_plain")
    elif len(said) > limit:
        fields.complaints.error(found.line, where, "policy_words_long", limit=str(limit))
    else:
        return said
    return None


def complain_of_silence(fields: Fields, name: str, spoken: Sequence[str], lines: Mapping[str, int]) -> None:
    """`lines`: of the languages that are written, with words or without."""
    for language in sorted({*fields.speech.languages, fields.speech.default} - set(spoken)):
        where = f"{name}.{language}" if language in lines else name
        line = lines.get(language, 0)
        if language == fields.speech.default:
            fields.wrong(where, "policy_words_missing", line or fields.line(name), language=language)
        else:  # as with the scripts: who reads another language gets the shop's own
            facts = {"language": language, "default": fields.speech.default}
            fields.unwise(where, "policy_words_elsewhere", line or fields.line(name), **facts)
