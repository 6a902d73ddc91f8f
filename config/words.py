"""pydantic's errors in plain words. A value is quoted only where it cannot be a secret."""

from collections.abc import Callable

from pydantic_core import ErrorDetails

from config.document import Keys
from config.problems import did_you_mean
from config.vocabulary import default_of, env_name, fields, is_secret, section_of

MAX_QUOTED = 20
"""A longer value may be a token that was pasted in the wrong place."""


def sentence(keys: Keys, error: ErrorDetails) -> str:
    explain = SENTENCES.get(error["type"])
    return explain(keys, error) if explain else error["msg"].lower()


def quoted(error: ErrorDetails) -> str:
    text = str(error["input"])
    return f"'{text}'" if len(text) <= MAX_QUOTED else "this"


def missing(keys: Keys, error: ErrorDetails) -> str:
    if is_secret(keys):
        return f"missing; write it here or set {env_name(keys)}"
    return "missing"


def not_a_choice(keys: Keys, error: ErrorDetails) -> str:
    choices = [choice.strip("' ") for choice in error["ctx"]["expected"].replace(" or ", ",").split(",")]
    return f"{quoted(error)} is not one of {', '.join(choices)}{did_you_mean(str(error['input']), choices)}"


def refused(keys: Keys, error: ErrorDetails) -> str:
    return str(error["ctx"]["error"])


def not_whole(keys: Keys, error: ErrorDetails) -> str:
    return f"{quoted(error)} is not a whole number"


def too_small(keys: Keys, error: ErrorDetails) -> str:
    return f"must be {error['ctx']['ge']} or more"


def too_large(keys: Keys, error: ErrorDetails) -> str:
    return f"must be {error['ctx']['le']} or less"


def not_a_section(keys: Keys, error: ErrorDetails) -> str:
    section = section_of(fields()[keys].annotation)
    return f"needs keys below it: {', '.join(section.model_fields)}" if section else "is not a section"


def not_a_pair(keys: Keys, error: ErrorDetails) -> str:
    return "must be two numbers, [messages, seconds], like [20, 60]"


def not_one_value(keys: Keys, error: ErrorDetails) -> str:
    return "must be one value, not a list and not a section"


def misformed(keys: Keys, error: ErrorDetails) -> str:
    return f"{quoted(error)} does not look right; write it like {default_of(keys)}"


def empty(keys: Keys, error: ErrorDetails) -> str:
    return "empty"


SENTENCES: dict[str, Callable[[Keys, ErrorDetails], str]] = {
    "missing": missing,
    "literal_error": not_a_choice,
    "value_error": refused,
    "int_parsing": not_whole,
    "int_type": not_whole,
    "int_from_float": not_whole,
    "int_parsing_size": not_whole,
    "greater_than_equal": too_small,
    "less_than_equal": too_large,
    "model_type": not_a_section,
    "model_attributes_type": not_a_section,
    "tuple_type": not_a_pair,
    "too_short": not_a_pair,
    "too_long": not_a_pair,
    "float_parsing": not_a_pair,
    "float_type": not_a_pair,
    "greater_than": not_a_pair,
    "finite_number": not_a_pair,
    "string_type": not_one_value,
    "path_type": not_one_value,
    "string_pattern_mismatch": misformed,
    "string_too_short": empty,
}
