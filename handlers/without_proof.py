"""A contact's own words and name without what would prove an order: who reads along could use it as their proof."""

import re

from handlers.contract import Policy
from handlers.looks import as_it_looks
from handlers.masking import masked_text
from handlers.order_numbers import A_PHONE, digits_alone, masked_as_read, order_number_in, without_digits

END_NAMED = re.compile(
    rf"[尾末][号號]|[后後末][四4]|\b(?:LAST (?:FOUR|4)|END(?:S|ING)? (?:IN|WITH))\b"
    rf"|{A_PHONE}(?:\s?(?:号码?|號碼?|NUMBER\b)|\s?(?:[:是為为]|IS\b))"
)
"""Says of digits that they are a telephone's: they may be what proves an order."""


def without_proof(text: str, policy: Policy) -> str:
    """Without the second factor."""
    seen = as_it_looks(text)
    names_order = order_number_in(seen, policy) or policy.order_number.search(seen.upper())
    is_proof = digits_alone(text) or names_order or END_NAMED.search(seen.upper())
    return without_digits(text, policy) if is_proof else text


def masked_words(text: str, order_number: re.Pattern[str]) -> str:
    return masked_text(masked_as_read(text, order_number), order_number)


def name_for_staff(name: str, policy: Policy) -> str:
    """Of a profile. Most hold nothing to look for, and each post for the desk has one."""
    may_tell = any(each.isdigit() or each in "@\uff20" for each in name)
    return masked_words(without_proof(name, policy), policy.order_number) if may_tell else name
