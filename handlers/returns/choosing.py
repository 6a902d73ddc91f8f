"""Which of the goods an answer means: by their names or the numbers of their buttons, the first two, all but one.

Each clause tells of the goods that it names that they go back, or stay, or are fine; and of the others, or of all,
that they do. What clauses tell together must be plain: where it may be read in two ways nothing is chosen, and so they
are asked. One more question is better than the wrong thing on its way.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from handlers.returns.places import LONGEST, MOST, UNIT, numbered
from handlers.returns.spotting import COUNT, UNITS, WORD_DIGITS, digit, holds, named, says, stem
from handlers.returns.spotting import counted as counted_in
from storage.records import record

CLAUSE = re.compile(r"[,，;；。!！\n]+|\.(?:\s|$)")
BUT = re.compile(
    r"除[了去开開]?(?P<out>.+?)(?:以外|之外|外(?=[都全其剩的还還也]|$)|(?=[都全剩还還也]|其[他它余餘]|[别別]的|要?[退换換]|$))的?"
    r"|^(?P<outside>.+?)(?:以外|之外|除外)的?"
    r"|\b(?:(?:all|everything)(?: of (?:it|them|these))? but|but not|except(?: for)?|excluding|other than|apart from"
    r"|minus)\b(?: not)?(?P<left_out>.+)",
    re.IGNORECASE,
)
"""除了杯子都退, everything but the cup; with 也 behind it, the cup is meant, too."""
ALSO = re.compile(r"[还還也]")
SOME_KIND = re.compile(
    r"(?<![买買订訂有部些西品单單])的(?:那?几?[个個件样樣些])?[都全]"
    r"|\ball (?:of )?(?:the |my )?(?!the|my|of)\w+ ones\b",
    re.IGNORECASE,
)
"""坏的都退, all the red ones: of a kind that no name tells, and so not all. But 我买的都退 is."""
ADDED = re.compile(r"也[要想]?[退换換]|[还還][有要]|加上|\b(?:too|also|as well|add)\b", re.IGNORECASE)
CORRECTED = re.compile(r"\W*(?:不[对對是]|[错錯]了|其[实實]|改成|actually|no\b|sorry|i meant?)", re.IGNORECASE)
"""What was said before is not meant any more: actually the tray."""
KEPT = re.compile(
    r"^不是(?![我不因])(?!.*[的问問])|不(?:用|需要|想|打算|要)?退(?![货貨款钱錢色])|[别別][退动動]|留(?:[着著]|下来?$)|保留"
    r"|^我?[只就]?[想要]{0,2}留下?(?!有|[了的])|^(?:and )?not(?= (?:the|my|that|this)\b)"
    r"|(?:^|\b(?:and|but|to|will|please|i'll|i'm|i'd) )keep(?:ing)?\b"
    r"|\b(?:do ?n[o']?t|not) (?:want to )?(?:return|send back|returning|sending back)\b",
    re.IGNORECASE,
)
"""杯子不退, keep the cup. But 不退货 is how they want their money."""
LISTING = frozenset(
    UNITS.findall("和跟与與及的都也就先还還我要想把这這那个個 the my and i d ll like would please both these those")
)
"""Stands among the names of goods, and says nothing of them."""
NOT_THESE = re.compile(r"不要(?!了)")
"""With 其他的都退 beside it: alone it is why somebody sends a thing back."""
DOUBTED = re.compile(
    r"留(?!有|下[了的])|^not\b|(?<!is )(?<!are )(?<!was )\bnot (?:the|my|that|this)\b|\bno$"
    r"|\bkeep(?:ing)?\b(?<!n't keep)",
    re.IGNORECASE,
)
"""Something is left out, or kept, in words of which it is not plain what they are said of: these, and those listed."""
OTHERS = (
    r"(?:其[他它余餘]|[别別](?=的)|剩(?:下|余|餘)?|[余餘]下)的?(?:商品|[东東]西|[几幾两兩][个個件样樣])?"
    r"|(?:the|all) (?:rest|others|remaining)\b|everything else\b"
)
REST = re.compile(
    rf"(?:{OTHERS})(?:[都全也还還要想就一起給给我]{{0,6}}[退换換]|.{{0,12}}?\b(?:return|send|go(?:es)? back|refund))"
    rf"|(?:退掉?|\b(?:return|send(?: back)?)(?:ing)?) ?(?:{OTHERS})|^(?:and )?(?:{OTHERS})[都全也吧了]*$",
    re.IGNORECASE,
)
"""其他的都退. But 其他的都好 and 其他原因 want none of them back."""
FINE = re.compile(
    r"(?<!不)[都是还還][挺很]?(?:好|正常|完好|可以|行)|(?<!不)[没沒]有?(?:问题|問題|事$|坏|壞|碎|裂|破|毛病)|[挺很]?好的$|不错|不錯"
    r"|\b(?:is|are|was|were|looks?|works?|arrived|came) (?:all )?(?:fine|ok(?:ay)?|good|perfect|well)\b",
    re.IGNORECASE,
)
RETURNED = re.compile(r"退|[换換]|\b(?:return|send|refund)", re.IGNORECASE)
ENGLISH = re.compile(r"(?:and |but )?(?:i(?:'ll|'d| will)? |please )?\b(?:keep|return|send|refund|do)", re.IGNORECASE)
"""Says first what becomes of the goods, and then of which."""
ALL_COUNTED = re.compile(
    rf"(?P<han>[0-9]{{1,2}}|[一二三四五六七八九十两兩])\s*{UNIT}\w{{0,2}}?[都全]|(?P<pair>[俩倆仨])\s*{UNIT}?[都全]"
    rf"|\ball (?P<english>[0-9]{{1,2}}|{'|'.join(WORD_DIGITS)})\b|\b(?P<both>both)\b",
    re.IGNORECASE,
)
"""两个都退, all three."""
ONLY = re.compile(r"(?:我|那)?[只就仅僅光]|(?:i )?(?:only|just)\b", re.IGNORECASE)


@record(frozen=True, slots=True)
class Chosen:
    """Indices of the goods that are meant."""

    which: frozenset[int]
    whole: bool
    """All has been said: but these and no others, so that nothing is left to ask."""
    every_piece: bool = False
    """Nothing was left out of it, and not one piece of anything."""


@record(frozen=True, slots=True)
class Shown:
    """What is chosen from."""

    items: Sequence[str]
    pieces: Sequence[int]
    """So many of each may be sent back."""
    all_words: Sequence[str]
    left_out_words: Sequence[str]
    """With which it is not plain whether goods go back or stay."""
    numbers: bool
    """They were shown with numbers just now, so that 1 2 and the last one tell which."""
    now: frozenset[int] = frozenset()
    """What was chosen before: 杯子不退了 takes from it, and 茶盘也退 adds to it."""


def chosen_in(text: str, shown: Shown) -> Chosen | None:
    """None: it does not say, or counts what there is not."""
    plain = unicodedata.normalize("NFKC", text).strip()
    by_number = numbered(plain, len(shown.items)) if shown.numbers else []
    if by_number:
        return Chosen(frozenset(by_number), whole=False)
    parts = [each for part in CLAUSE.split(plain) if part.strip() for each in by_spaces(part.strip(), shown)]
    if shown.numbers and any(numbered(part, MOST) and not numbered(part, len(shown.items)) for part in parts):
        return None
    return together([heard_in(part, after, shown) for part, after in zip(parts, [*parts, ""][1:], strict=True)], shown)


def by_spaces(part: str, shown: Shown) -> list[str]:
    """只退杯子 茶盘不退: whoever puts spaces for commas. Each part tells of goods of its own what becomes of them."""
    for space in re.finditer(r"\s+", part) if len(part) <= LONGEST and KEPT.search(part) else ():
        before, behind = part[: space.start()], part[space.end() :]
        if ENGLISH.search(part) and not ENGLISH.match(behind):
            continue
        first, others = told_of(before, shown), told_of(behind, shown)
        if first and others and not first & others:
            return [before, *by_spaces(behind, shown)]
    return [part]


def told_of(part: str, shown: Shown) -> frozenset[int]:
    """The goods of which it says that they go back, or stay."""
    goes_or_stays = RETURNED.search(part) or KEPT.search(part)
    return these(KEPT.sub(" ", part), shown, several=True) if goes_or_stays else frozenset()


@record(frozen=True, slots=True)
class Clause:
    """What one part of a sentence says of the goods."""

    wanted: frozenset[int] = frozenset()
    left_out: frozenset[int] = frozenset()
    """They stay: and where nothing is said of the others, these go back."""
    fine: frozenset[int] = frozenset()
    """They are not meant; nothing is said of the others."""
    rest: bool = False
    """Those that are not named are wanted, too; where `kept`, they are not."""
    kept: bool = False
    every: bool = False
    only: bool = False
    added: bool = False
    sent: bool = False
    """It says of its goods in so many words that they go back."""
    not_these: bool = False
    counted: int = 0
    unsure: bool = False


def heard_in(clause: str, after: str, shown: Shown) -> Clause:
    """`after`: the clause that follows."""
    rest = REST.search(clause) is not None
    return heard_excepted(clause, after, shown) or heard_kept(clause, shown, rest) or heard_plain(clause, shown, rest)


def heard_excepted(clause: str, after: str, shown: Shown) -> Clause | None:
    found = BUT.search(clause)
    out = found and (found["out"] or found["outside"] or found["left_out"])
    excepted = these(out, shown, several=True) if out else frozenset()
    if found is None or not excepted:
        return None
    head, tail = clause[: found.start()], clause[found.end() :]
    if adds(tail or after, shown) or are_fine(f"{head} {tail or after}"):
        return Clause(wanted=these(str(out), shown) | these(tail, shown))
    beside = these(f"{head} {tail}", shown)
    return Clause(wanted=beside, left_out=excepted, rest=not beside)


def heard_kept(clause: str, shown: Shown, rest: bool) -> Clause | None:
    found = KEPT.search(clause)
    if found is None:
        return None
    others = REST.sub(" ", KEPT.sub(" ", clause))
    names = these(others, shown, several=True)
    unsure = len(names) > 1 and not is_list(others, names, shown)
    return Clause(left_out=names, rest=rest, kept=rest and not names, unsure=unsure)


def is_list(text: str, names: frozenset[int], shown: Shown) -> bool:
    """Nothing is said but these names: of 杯子不退茶盘退 and of 杯子不退茶盘坏了 one goes back."""
    if shown.numbers and numbered(text, len(shown.items)):
        return True
    told = {stem(unit) for unit in UNITS.findall(text.lower())}
    return told <= LISTING | {stem(unit) for index in names for unit in UNITS.findall(shown.items[index].lower())}


def heard_plain(clause: str, shown: Shown, rest: bool) -> Clause:
    counted = ALL_COUNTED.search(clause)
    all_told = says(clause, shown.all_words)
    every = counted is not None or all_told
    names = these(clause, shown, several=every)
    every = every and (bool(names) or rest or not (SOME_KIND.search(clause) or are_fine(clause)))
    said = REST.sub(" ", clause)
    others_are_fine = (
        len(names) < 2 and are_fine(said) and (all_told or re.search(OTHERS, said, re.IGNORECASE) is not None)
    )
    fine = bool(names) and are_fine(said) and not others_are_fine
    return Clause(
        wanted=frozenset() if fine else names if every else so_many(names, clause, shown),
        fine=names if fine else frozenset(),
        rest=rest,
        every=every,
        only=bool(names) and ONLY.match(clause) is not None,
        added=bool(names) and ADDED.search(clause) is not None,
        sent=RETURNED.search(said) is not None,
        not_these=NOT_THESE.search(clause) is not None,
        counted=count_of(counted) if counted else 0,
        unsure=is_doubtful(said, names, every, shown) and not others_are_fine,
    )


def is_doubtful(clause: str, names: frozenset[int], every: bool, shown: Shown) -> bool:
    if not names:
        return NOT_THESE.search(clause) is not None and re.search(OTHERS, clause) is not None
    if DOUBTED.search(clause) or holds(clause, shown.left_out_words):
        return True
    if FINE.search(clause) and (every or not all_fine(clause, names, shown)):
        return True
    count = COUNT.search(clause)
    if count is None or names == these(clause, shown):
        return False
    return counted_in(count) != sum(shown.pieces[index] for index in names)


def all_fine(clause: str, names: frozenset[int], shown: Shown) -> bool:
    return len(names) < 2 or is_list(FINE.sub(" ", clause), names, shown)


def so_many(names: frozenset[int], clause: str, shown: Shown) -> frozenset[int]:
    """Of goods with the same name, each on a line of its own, as many as are counted: one, where nothing is."""
    count = COUNT.search(clause)
    most = counted_in(count) if count else 1
    lines = [[index for index in sorted(names) if shown.items[index] == item] for item in {*shown.items}]
    return union(frozenset(each[:most]) for each in lines)


def are_fine(clause: str) -> bool:
    """除了杯子其他都好: what is told apart is the cup, and goes back."""
    return FINE.search(clause) is not None and RETURNED.search(clause) is None


def adds(tail: str, shown: Shown) -> bool:
    """除了杯子，还要退茶盘: beside the cup."""
    return ALSO.search(tail) is not None and not re.search(OTHERS, tail) and not says(tail, shown.all_words)


def together(clauses: Sequence[Clause], shown: Shown) -> Chosen | None:
    everything = frozenset(range(len(shown.items)))
    if any(each.unsure for each in clauses):
        return None
    wanted, left_out = union(each.wanted for each in clauses), union(each.left_out for each in clauses)
    fine = union(each.fine for each in clauses)
    if any(each.rest and not each.kept for each in clauses):
        stay = left_out | fine | union(each.wanted for each in clauses if each.not_these and not each.rest)
        told = stay | union(each.wanted for each in clauses if each.sent)
        return some(everything - stay) if wanted <= told else None
    every = [each for each in clauses if each.every and not each.wanted]
    if every and len(wanted) < 2:
        fits = all(each.counted in (0, len(everything), sum(shown.pieces)) for each in every)
        pieces = not left_out and all(each.counted in (0, sum(shown.pieces)) for each in every)
        return some(everything - left_out, every_piece=pieces) if fits and not wanted and not fine else None
    if any(each.added for each in clauses):
        wanted |= shown.now
    if len({each.not_these for each in clauses if each.wanted}) > 1:  # 不要杯子，要茶盘
        return None
    if wanted:
        is_whole = bool(left_out) or any(each.only or each.every or each.kept for each in clauses)
        return Chosen(wanted - left_out - fine, whole=is_whole) if wanted - left_out - fine else None
    return some((shown.now or everything) - left_out) if left_out and not fine else None


def some(which: frozenset[int], *, every_piece: bool = False) -> Chosen | None:
    return Chosen(which, whole=True, every_piece=every_piece) if which else None


def union(sets: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset().union(*sets)


def these(part: str, shown: Shown, *, several: bool = False) -> frozenset[int]:
    by_number = numbered(part, len(shown.items)) if shown.numbers else []
    return frozenset(by_number or named(part, shown.items, several=several))


def count_of(found: re.Match[str]) -> int:
    return 2 if found["both"] else digit(found["han"] or found["pair"] or found["english"])
