"""pydantic's errors by our codes. A value is quoted only where it cannot be a secret."""

from collections.abc import Callable

from pydantic_core import ErrorDetails

from config.problems import Facts, Keys, Wrong, nearest
from config.vocabulary import default_of, env_name, fields, is_secret, section_of

Said = tuple[str, Facts]


def meant(keys: Keys, error: ErrorDetails) -> Said:
    explain = MEANT.get(error["type"])
    return explain(keys, error) if explain else ("other", {"why": error["msg"].lower()})


def missing(keys: Keys, error: ErrorDetails) -> Said:
    if len(error["loc"]) > len(keys):  # one number of a pair
        return "pair", {}
    return ("missing_secret", {"variable": env_name(keys)}) if is_secret(keys) else ("missing", {})


def not_a_choice(keys: Keys, error: ErrorDetails) -> Said:
    choices = [choice.strip("' ") for choice in error["ctx"]["expected"].replace(" or ", ",").split(",")]
    guess = nearest(str(error["input"]), choices)
    return "choice", {"value": str(error["input"]), "choices": ", ".join(choices), "guess": guess}


def refused(keys: Keys, error: ErrorDetails) -> Said:
    why = error["ctx"]["error"]
    return (why.code, why.facts) if isinstance(why, Wrong) else ("other", {"why": str(why)})


def not_true_or_false(keys: Keys, error: ErrorDetails) -> Said:
    return "truth", {"value": str(error["input"])}


def not_whole(keys: Keys, error: ErrorDetails) -> Said:
    return "whole", {"value": str(error["input"])}


def too_small(keys: Keys, error: ErrorDetails) -> Said:
    return "at_least", {"least": str(error["ctx"]["ge"])}


def too_large(keys: Keys, error: ErrorDetails) -> Said:
    return "at_most", {"most": str(error["ctx"]["le"])}


def not_a_section(keys: Keys, error: ErrorDetails) -> Said:
    section = section_of(fields()[keys].annotation)
    return ("section", {"keys": ", ".join(section.model_fields)}) if section else ("mapping", {})


def not_a_pair(keys: Keys, error: ErrorDetails) -> Said:
    return "pair", {}


def not_one_value(keys: Keys, error: ErrorDetails) -> Said:
    return "one_value", {}


def misformed(keys: Keys, error: ErrorDetails) -> Said:
    return "form", {"value": str(error["input"]), "example": str(default_of(keys))}


def empty(keys: Keys, error: ErrorDetails) -> Said:
    return "empty", {}


MEANT: dict[str, Callable[[Keys, ErrorDetails], Said]] = {
    "missing": missing,
    "literal_error": not_a_choice,
    "value_error": refused,
    "bool_parsing": not_true_or_false,
    "bool_type": not_true_or_false,
    "int_parsing": not_whole,
    "int_type": not_whole,
    "int_from_float": not_whole,
    "int_parsing_size": not_whole,
    "greater_than_equal": too_small,
    "less_than_equal": too_large,
    "model_type": not_a_section,
    "model_attributes_type": not_a_section,
    "dict_type": not_a_section,
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
