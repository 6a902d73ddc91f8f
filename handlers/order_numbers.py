"""Finding order numbers and second factors in what somebody wrote."""

import re
from functools import lru_cache

from handlers.contract import Policy
from handlers.forms.answers import Answer, Invalid, Json, Valid
from handlers.looks import as_it_looks, capitals
from handlers.masking import EMAIL, masked_number
from handlers.returns.numbers import only_rma_number, without_rma_numbers
from handlers.scripts.phrases import CJK
from storage.remembered import of_people

APART = r"(?<![A-Za-z0-9.@/-])(?<![0-9]:){}(?![A-Za-z0-9@/:-]|\.[0-9]|\s?年)"
"""Neither a year (2026年, 2026-11) nor a part of something longer. Behind words a colon may stand: 尾号：8000."""
FOUR_DIGITS = re.compile(APART.format("[0-9]{4}"))
SPOKEN = str.maketrans("零〇一幺二三四五六七八九", "001123456789")
HAN_DIGIT = "[零〇一幺二三四五六七八九]"
SPOKEN_DIGITS = re.compile(rf"(?<!{HAN_DIGIT}){HAN_DIGIT}(?:\s*{HAN_DIGIT}){{3}}(?!\s*(?:{HAN_DIGIT}|[十百千万萬年]))")
"""As voices are written down: 八零零零."""
SPACED = re.compile(APART.format(r"[0-9](?:\s*[0-9]){3}"))
"""With blanks among them: amid other words they may be anything, so they are hidden there, and not read."""
LABEL = "[a-z0-9-]{1,63}"
WRITTEN = re.compile(
    rf"[a-z0-9._+-]{{1,64}}@{LABEL}(?:(?:\.{LABEL}){{1,4}}|。{LABEL}(?:[.。]{LABEL}){{0,3}})", re.IGNORECASE | re.ASCII
)
"""An e-mail address with Chinese right beside it, 邮箱是li@example.com哈, or a Chinese full stop within: but one that
has its dot already ends before that.
"""
GROUPS = r"\d{1,4}(?:\s+\d{2,})+"
"""The digits of a number that is read out: 2026 1101. Five in a row are one by themselves, and a proof may follow."""
IN_PIECES = re.compile(rf"([A-Z]+)\s+(\d+)|([A-Z]{{1,3}})\s*({GROUPS})|()(\d{{3,}}(?:\s+\d{{3,}})+)")
NOT_IN_PIECES = re.compile(
    r"(?:0|[48]00\s|85[23]\s|886\s)[\d\s]*|(?:\d{4}\s+){3}\d{4}|\d{3}\s+\d{3}\s+\d{4}|[5-9]\d{3}\s+\d{4}"
    r"|(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\s*\d{1,2}\s+\d{4}|(?:ITS|IS|IT|MY|THE|YES|OK|AND|NOW)\s+\d{4}"
)
"""Telephones, a bank's card, a day, four digits behind a word: 0912 345 678, 415 555 2671, 9123 4567 (Hong Kong),
4111 1111 1111 1111, NOV 15 2026, its 8000.
"""
IN_PIECES_AMID = re.compile(
    rf"(?:^(?=[A-Z]\s)|[#:{CJK}]\s*)([A-Z]{{1,3}})\s+(\d{{5,}}|{GROUPS})(?![A-Z0-9-]|\s?[年个個件])"
)
"""Letters that begin a sentence, or stand behind a sign, are a number's; those behind a word are a word."""
MOBILE_DIGITS = r"1[3-9]\d[ -]?\d{4}[ -]?\d{4}"
MOBILE = re.compile(rf"(?<![0-9A-Za-z-]){MOBILE_DIGITS}(?![0-9A-Za-z-])")
"""In China. It is known amid other words, too, where a factor is asked for."""
A_PHONE = "(?:手机|手機|电话|電話|门号|門號|PHONE|MOBILE|CELL|TEL)"
CALLED_PHONE = re.compile(rf"{A_PHONE}[^0-9]{{0,12}}\Z")
ALONE = re.compile(rf"\W*(?:[0-9]{{4,}}|{MOBILE_DIGITS})\W*")
DENIED = re.compile(r"(?:不是|\bNOT|N'T)\s*(?:订单号?|訂單(?:編號|號)?|ORDER)?\s*\Z")
DENIAL = 20
"""Characters before a number in which it is denied."""
MISTYPED = re.compile(
    r"(?<![A-Z0-9-])(?=[A-Z-]*[0-9OIL]*[OIL])(?=(?:[A-Z-]*[0-9]){3})[A-Z]{0,3}-?[0-9OIL]{4,20}(?![A-Z0-9-])"
)
"""With letters that look like digits: A1OO86."""
MISTYPED_IN_ANY_CASE = re.compile(MISTYPED.pattern, re.IGNORECASE)
AMONG_DIGITS = re.compile("[0-9][OIL]|[OIL][0-9]")
PROOF_BEFORE = re.compile(r"(?<![A-Z0-9.@/:-])[0-9]{4}\Z")
YEAR_BEFORE = re.compile(r"(?:\A|[^0-9A-Z])20[0-9]{2}\Z")
"""Right before an order's number four digits may be a year, 2026A10086: no proof is tried with them."""
BETWEEN_DIGITS = re.compile("[0-9][OIL]+[0-9]")
LOOKALIKE = str.maketrans("OIL", "011")
REMEMBERED = 64
"""Messages. Whoever picks a handler looks for a number, and then the handler looks for it."""
LONG = re.compile("[0-9]{5}")
PHONE = re.compile(r"(?=[+\d(])(?!\+?(?:[ ()-]{0,3}\d){16})\+?[\d(][\d ()-]{5,22}\d")
"""However it is written: +1 (415) 555-2671. None in the world has more than fifteen digits (E.164)."""
NAMED_PHONE = re.compile(rf"{A_PHONE}(?:号码?|號碼?|\s*NUMBER)?[\s:是為为]*(?:(?:IS|'S)\s*)?\Z", re.IGNORECASE)
"""Right before it: behind 手机订单 there is an order."""
NAME = 20
"""Characters before a telephone number that say that it is one."""


def order_number_in(text: str, policy: Policy) -> str | None:
    """The first order number of a width-normalised text; return numbers and digits in an e-mail address are none."""
    return next(iter(order_numbers_in(text, policy)), None)


def order_numbers_in(text: str, policy: Policy) -> tuple[str, ...]:
    """All of them, each once. Telephones, dates and parcels beside them may look like those of some shop."""
    return found_in(text, policy.order_number)


@of_people
@lru_cache(maxsize=REMEMBERED)
def found_in(text: str, shape: re.Pattern[str]) -> tuple[str, ...]:
    upper = readable(text, shape)
    named = tuple(dict.fromkeys(named_in(upper, shape)))
    if not named:
        alone = in_pieces(upper.strip(), shape)
        return (alone,) if alone else ()
    orders = tuple(number for number in named if not MOBILE.fullmatch(number)) or not_called_phones(upper, named)
    if not orders:
        return ()
    return tuple(number for number in orders if alike(number, orders[0]))


def not_called_phones(upper: str, named: tuple[str, ...]) -> tuple[str, ...]:
    """Some shops number their orders as telephones are, but nobody calls one a telephone."""
    return tuple(each for each in named if not CALLED_PHONE.search(upper[: upper.find(each)]))


def alike(number: str, first: str) -> bool:
    """Digits alone are as long as those of the shop's other orders."""
    if not number.isdigit():
        return not first.isdigit()
    return first.isdigit() and len(number) == len(first)


def readable(text: str, shape: re.Pattern[str]) -> str:
    upper = without_rma_numbers(capitals(text))
    words = EMAIL.sub(" ", upper) if "@" in upper else upper
    if AMONG_DIGITS.search(words) is None:
        return words
    return MISTYPED.sub(lambda found: only_reading(found[0], shape), words)


def only_reading(word: str, shape: re.Pattern[str]) -> str:
    """With digits for the letters that look like them, where the shop has numbers of one such kind alone.

    Behind the first digit there are only digits; before it a letter may be one of the number's own. A2026 of A2026O115
    is a piece of a number; the L of A10086L may be a size.
    """
    if shape.fullmatch(word) or (shape.search(word) and not BETWEEN_DIGITS.search(word)):
        return word
    letters = len(word) - len(word.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    readings = {word[:own] + word[own:].translate(LOOKALIKE) for own in range(letters + 1)}
    found = [reading for reading in readings if shape.fullmatch(reading)]
    return found[0] if len(found) == 1 else word


def named_in(upper: str, shape: re.Pattern[str]) -> list[str]:
    """Of 不是A10086，是A10087 the second; where nothing else is named, a question may read like a denial."""
    told: list[str] = []
    denied: list[str] = []
    for found in shape.finditer(upper):
        if not cut_off(upper, *found.span()):
            is_denied = DENIED.search(upper[max(0, found.start() - DENIAL) : found.start()])
            (denied if is_denied else told).append(found[0])
    return told or denied


def cut_off(text: str, start: int, end: int) -> bool:
    """Only a piece of something longer was found: the parcel SF1234567890123 is no order SF123456789012, and the
    parcel 1Z999AA10123456784 is none, either. But of 8000A10086 the digits are what proves the order.
    """
    before = text[start - 1 : start + 1]
    behind = text[max(0, start - 5) : start]  # as much as a proof needs: whoever repeats it pays for each once
    is_begun_earlier = run_on(before) or (is_letter_behind_digit(before) and not PROOF_BEFORE.search(behind))
    return is_begun_earlier or run_on(text[end - 1 : end + 1])


def run_on(pair: str) -> bool:
    """Two digits, or two letters; fewer at the ends of a text."""
    return len(pair) == 2 and pair.isascii() and (pair.isdigit() or pair.isalpha())


def is_letter_behind_digit(pair: str) -> bool:
    return len(pair) == 2 and pair.isascii() and pair[0].isdigit() and pair[1].isalpha()


def in_pieces(upper: str, shape: re.Pattern[str]) -> str | None:
    """`A 10086`, `2026 1101 2222`, where it is all that they wrote, or where the letters belong to nothing else."""
    is_another = MOBILE.fullmatch(upper) or NOT_IN_PIECES.fullmatch(upper)
    pieces = None if is_another else IN_PIECES.fullmatch(upper) or IN_PIECES_AMID.search(upper)
    if pieces is None:
        return None
    joined = "".join("".join(filter(None, pieces.groups())).split())
    return joined if shape.fullmatch(joined) and not only_rma_number(joined) else None


def is_number_or_proof(text: str) -> bool:
    """It is an order's that was mistyped, or what proves one."""
    return ALONE.fullmatch(text) is not None or EMAIL.fullmatch(text.strip()) is not None


def looks_like_a_number(text: str) -> bool:
    """Somebody means to tell an order's number, though it has not the shape of one: 10086 for A10086."""
    return "@" not in text and LONG.search(MOBILE.sub(" ", text)) is not None


def factor_in(text: str, policy: Policy) -> str | None:
    """An e-mail address, or digits beside an order number; None when it could be several things."""
    email = email_in(text)
    if email:
        return email
    number = order_number_in(text, policy)
    phones = [found for found in MOBILE.findall(text) if found != number]
    if phones:
        return phones[0] if len(phones) == 1 else None
    rest = beside_number(capitals(text), number, policy)
    found = FOUR_DIGITS.findall(rest) or spoken(rest)
    return found[0] if len(found) == 1 else digits_alone(rest)


def email_in(text: str) -> str | None:
    """Whatever is written right before and behind it. Hardly anybody's has Chinese in it."""
    found = (WRITTEN.search(text) or EMAIL.search(text)) if "@" in text else None
    return found[0].replace("。", ".") if found else None


def beside_number(upper: str, number: str | None, policy: Policy) -> str:
    """A slash between the two, A10086/8000, makes no date of them."""
    if number is None or number in upper:
        upper = without_year(upper, number, " ") if number else upper
        return policy.order_number.sub(" ", upper).replace(" /", " ")
    return "" if IN_PIECES.fullmatch(upper.strip()) else IN_PIECES_AMID.sub(" ", upper)


def without_year(text: str, number: str, instead: str) -> str:
    """`text`: with this number in it."""
    upper = capitals(text)
    start = upper.find(number)
    is_dated = YEAR_BEFORE.search(upper[max(0, start - 5) : max(0, start)])
    return f"{text[: start - 4]}{instead}{text[start:]}" if is_dated else text


def digits_alone(text: str) -> str | None:
    """Four digits that are all that was written: 8000, 80 00."""
    joined = "".join(as_it_looks(text).split())
    return joined if FOUR_DIGITS.fullmatch(joined) else None


def without_digits(text: str, policy: Policy) -> str:
    """For whoever must not read a second factor; the rest is as it was written, unless that hid some of them."""
    hidden = SPOKEN_DIGITS.sub("****", SPACED.sub("****", text))
    seen = as_it_looks(hidden)
    read = without_factor(SPACED.sub("****", seen), policy)
    return hidden if read == seen else read


def without_factor(text: str, policy: Policy) -> str:
    """Nothing is told apart from an order's number but by reading it: A10086/8000, 8000A10086."""
    number = order_number_in(text, policy)
    text = without_year(text, number, "****") if number else text  # it may be the end of a telephone all the same
    found = factor_in(text, policy)
    if found is None or FOUR_DIGITS.fullmatch(found) is None:
        return text
    return re.sub(r"(?<![0-9])" + r"\s*".join(found) + "(?![0-9])", "****", text)


def masked_as_read(text: str, shape: re.Pattern[str]) -> str:
    """Without the orders that the bot reads though they are not written as the shop writes them: A 10086, A1OO86."""
    seen = as_it_looks(text)
    numbers, hidden = found_in(seen, shape), seen
    if len(numbers) == 1 and numbers[0] not in seen.upper():
        hidden = re.sub(r"\s*".join(map(re.escape, numbers[0])), masked_number(numbers[0]), seen, flags=re.IGNORECASE)
    hidden = MISTYPED_IN_ANY_CASE.sub(lambda found: masked_reading(found[0], shape), hidden)
    return text if hidden == seen else hidden


def masked_reading(word: str, shape: re.Pattern[str]) -> str:
    read = only_reading(word.upper(), shape)
    return word if read == word.upper() else masked_number(read)


def parse_number(answer: Answer, policy: Policy) -> Valid | Invalid:
    number = order_number_in(answer.text, policy)
    return Valid(number) if number else Invalid()


def parse_factor(answer: Answer, policy: Policy) -> Valid | Invalid:
    """The last four digits of a phone, all of it, or an e-mail address."""
    text = answer.text.strip()
    proof = digits_alone(text) or (email_in(text) if EMAIL.fullmatch(text) else None)
    if proof:
        return Valid(proof)
    phones = [text] if PHONE.fullmatch(text) else MOBILE.findall(text) or named_phones(text) or read_out(text, policy)
    return Valid("".join(filter(str.isdecimal, phones[0]))) if len(phones) == 1 else Invalid()


def named_phones(text: str) -> list[str]:
    """Amid words digits may be an order's, unless they say what they are: with a country's code, or by their name."""
    found = ((each, text[max(0, each.start() - NAME) : each.start()]) for each in PHONE.finditer(text))
    return [each[0] for each, before in found if each[0].startswith("+") or NAMED_PHONE.search(before)]


def read_out(text: str, policy: Policy) -> list[str]:
    """Four digits amid words, with blanks among them or spoken. Beside a number they go with that."""
    if order_number_in(text, policy):
        return []
    return SPACED.findall(text) or spoken(text)


def spoken(text: str) -> list[str]:
    return ["".join(found.translate(SPOKEN).split()) for found in SPOKEN_DIGITS.findall(text)]


def spot_number(text: str, policy: Policy) -> Json:
    return order_number_in(text, policy)


def spot_factor(text: str, policy: Policy) -> Json:
    return factor_in(text, policy)
