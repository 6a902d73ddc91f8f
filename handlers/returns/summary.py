"""What a customer is about to ask for, in the blanks of the summary."""

from decimal import Decimal

from handlers.exchange import Turn, plain
from handlers.fields.words import Words, words_in
from handlers.formats import money
from handlers.returns.given import Given
from storage.returns import GOODS_STAY


def summary(turn: Turn, given: Given) -> dict[str, object]:
    return {
        "number": given.facts.number,
        "items": items(turn, given),
        "reason": reasons(turn, given),
        "note": given.text("note"),
        "photos": len(given.photos),
        "resolution": word(turn, f"resolution_{given.resolution}"),
        "variant": given.text("variant"),
        "amount": amount(turn, given.amount, given.facts.currency),
        "postage": postage(turn, given),
    }


def items(turn: Turn, given: Given) -> str:
    told = (
        word(
            turn,
            "summary_item",
            item=line.item,
            quantity=given.pieces[line.line],
            price=amount(turn, line.unit_price * given.pieces[line.line], given.facts.currency),
        )
        for line in given.lines
        if line.line in given.pieces
    )
    return "\n".join(told)


def reasons(turn: Turn, given: Given) -> str:
    """The reason, and the sub-reason."""
    named = dict.fromkeys(reason.id for reason in (given.main_reason, given.reason) if reason)
    return " · ".join(said(turn, reason.labels) for each in named if (reason := turn.return_policy.reason(each)))


def postage(turn: Turn, given: Given) -> str:
    """ "" when nothing has to be sent."""
    if given.reason is None or given.resolution in GOODS_STAY:
        return ""
    return word(turn, f"postage_{given.reason.postage}")


def amount(turn: Turn, of: Decimal, currency: str) -> str:
    return money(of, currency, turn.language)


def said(turn: Turn, words: Words) -> str:
    return words_in(words, turn.language, turn.policy.default_language)


def word(turn: Turn, line: str, /, **blanks: object) -> str:
    return plain(turn.words("returns").line(line, **blanks))
