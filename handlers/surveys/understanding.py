"""What a contact's own words say of how it was: numbers, stars, faces, or words of the scripts."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from handlers.scripts.denials import denied
from handlers.scripts.matching import SEPARATED, normal
from handlers.surveys.policy import Scale
from handlers.surveys.words import RANKS
from storage.records import record

LONGEST = 60
"""Characters: whoever writes more has something else to say."""
GIVING = (
    r"(?:i(?:'d| would)? (?:give|say)(?: you| it)? "
    r"|我?(?:打|给|給|评|評)(?:你们|你們|您|你)?(?:打|评|評)?[个個]? ?)?"
)
GIVEN = re.compile(GIVING)
MOST = 10
"""The highest number on any scale."""
STARS = frozenset("⭐★🌟✨*")
BLANK_STARS = frozenset("☆✩")
FACES: Mapping[str, str] = {
    "very_bad": "😡🤬😠👿💢😤👎💔🖕🤮💩😭",
    "bad": "🙁☹😞😟😕😔😒😢😣😖",
    "middling": "😐😑😶😬🤔",
    "good": "🙂😊😀😃😌☺😉",
    "very_good": "😍😁😄🥰🤩😘👍❤💯💖💕🌹💐🎉🥳😆👏",
}
RANK_OF_FACE = {face: RANKS.index(rank) for rank, faces in FACES.items() for face in faces}
TONES = re.compile("[\U0001f3fb-\U0001f3ff\ufe0e\ufe0f\u200d]")
SEGMENTS = re.compile(r"(?:[,，。!！~～;；、\n]|(?<![0-9])\.|\.(?![0-9]))+")
PARTICLES = "的了吧啊呀哦呢啦"
BESIDE = PARTICLES + " "
ASKS = frozenset("?？")
NEVER = "(?!)"
AT_ODDS = 0.5
"""Of a whole scale: so far apart are praise and blame, and who says both says neither."""
Polite = Callable[[str], bool]
Listed = Mapping[str, frozenset[str]]
"""Words by the line that lists them; normal."""
Ranks = Mapping[str, int]
"""The place in `RANKS` of each listed word."""


@record(frozen=True, slots=True)
class Counting:
    """How numbers are told."""

    numbers: Mapping[str, int]
    score: re.Pattern[str]
    """A number, what it is out of, and points or stars: `4 of 5`, `五星`."""
    with_rest: re.Pattern[str]
    behind_rest: re.Pattern[str]
    numbered: re.Pattern[str]


@record(frozen=True, slots=True)
class Known:
    """By what a score is known."""

    words: Listed
    counting: Counting


def counting(words: Mapping[str, int], points: Iterable[str]) -> Counting:
    """`words`: for numbers."""
    number, point = any_of(words), any_of(points)
    highest = any_of(word for word, value in words.items() if value in (5, 10))
    score = re.compile(
        GIVING + rf"(?!十分[^\W吧啊呀])(?P<number>(?:10|[0-9])(?:\.[0-9])?(?![0-9.])|{number})"
        rf"(?: ?(?:/|out of|of) ?(?P<most>(?:5|10)(?![0-9])|{highest}))?"
        rf" ?(?:(?:{point})(?P<half>半)?)?(?:吧|啊|呀)?"
    )
    longest = max(map(len, ("10/10", *words)))
    rated = rf"(?P<score>\S{{1,{longest}}} ?(?:{point})吧?|[⭐★🌟✨\ufe0f]+)"
    return Counting(
        numbers={str(number): number for number in range(MOST + 1)} | dict(words),
        score=score,
        with_rest=re.compile(rated + r"[\s,，。.!！~～;；、:：]+(?P<rest>.{2,})", re.IGNORECASE | re.DOTALL),
        behind_rest=re.compile(r"(?P<rest>.{2,})[,，。!！;；]\s*" + rated + r"[.。!！~～]*", re.IGNORECASE | re.DOTALL),
        numbered=re.compile(rf"[0-9]{{1,3}}(?:\.[0-9])? ?(?:{point})?"),
    )


def any_of(words: Iterable[str]) -> str:
    """The longest first, so that none is cut short; of none, a pattern that is never found."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or NEVER


def plain_score(text: str, scale: Scale, known: Known, is_polite: Polite) -> int | None:
    """A number or stars, whatever was said before; None: it is neither, or not on the scale."""
    said = stated(text, is_polite)
    return None if said is None else in_stars(said, scale) if starry(said) else in_numbers(said, scale, known)


def score_in(text: str, scale: Scale, known: Known, is_polite: Polite) -> int | None:
    """The same, or a face, or words."""
    plain = plain_score(text, scale, known, is_polite)
    if plain is not None:
        return plain
    said = stated(text, is_polite)
    if said is None:
        return None
    answer = normal(said)
    if scale is Scale.YES_NO and is_among(answer, known.words["yes"] | known.words["no"]):
        return 1 if is_among(answer, known.words["yes"]) else 0
    rank = rank_of_words(answer, known) if answer else rank_of_face(said)
    if rank is not None:
        return on_scale(share(rank), scale)
    if ASKS & set(said):
        return None
    found = in_words(said, scale, known, ranked(known), is_polite)
    return (
        in_words(said, scale, known, agreeing(known), is_polite) if found is None and scale is Scale.YES_NO else found
    )


def score_and_rest(text: str, scale: Scale, known: Known) -> tuple[int, str] | None:
    """`五星，就是慢了点`, `good, 5 stars`: only where the score is plainly one, and stands apart."""
    ways = (known.counting.with_rest, known.counting.behind_rest)
    found = next(filter(None, (way.fullmatch(text.strip()) for way in ways)), None)
    value = plain_score(found["score"], scale, known, lambda _: False) if found else None
    return None if found is None or value is None else (value, found["rest"])


def score_and_all(text: str, scale: Scale, known: Known, is_polite: Polite) -> tuple[int, str] | None:
    """`什么垃圾服务，一分都不想给`: several parts, each of them a score, and the plainest counts."""
    parts = parts_of(text, is_polite)
    if sum(plain_score(part, scale, known, is_polite) is not None for part in parts) > 1:  # 1、2
        return None
    values = [score_in(part, scale, known, is_polite) for part in parts]
    scores = [value for value in values if value is not None]
    if len(scores) < len(values) or not scores or not at_one([scale.score(value) for value in scores]):
        return None
    return max(scores, key=lambda value: abs(scale.score(value) - 1 / 2)), text


def misses(text: str, scale: Scale, known: Known) -> bool:
    """A number that is not on the scale, or `会` where it is from 0 to 10: they mean to answer."""
    said = unicodedata.normalize("NFKC", text).strip().casefold()
    if scale is Scale.TEN and is_among(normal(said), known.words["yes"] | known.words["no"]):
        return True
    is_number = known.counting.numbered.fullmatch(said) or known.counting.score.fullmatch(said)
    return scale is not Scale.YES_NO and is_number is not None and in_numbers(said, scale, known) is None


def stated(text: str, is_polite: Polite) -> str | None:
    """What is left without thanks and the like; None: more than one thing, or nothing."""
    parts = parts_of(text, is_polite)
    return parts[0] if len(parts) == 1 else None


def parts_of(text: str, is_polite: Polite) -> list[str]:
    """The things said, without thanks beside them."""
    if not text or len(text) > LONGEST:
        return []
    said = TONES.sub("", unicodedata.normalize("NFKC", text)).strip().casefold()
    parts = [part.strip() for part in SEGMENTS.split(said) if part.strip()]
    return [part for part in parts if not is_polite(part)] if len(parts) > 1 else parts


def starry(said: str) -> bool:
    return all(character in STARS | BLANK_STARS | {" "} for character in said)


def in_stars(said: str, scale: Scale) -> int | None:
    full, blank = (sum(character in kind for character in said) for kind in (STARS, BLANK_STARS))
    fits = full and full + blank <= scale.highest and scale is not Scale.YES_NO
    return full if fits and full in scale.values else None


def in_numbers(said: str, scale: Scale, known: Known) -> int | None:
    found = known.counting.score.fullmatch(said)
    if found is None or scale is Scale.YES_NO:
        return None
    return value_of(found, scale, known.counting.numbers)


def value_of(found: re.Match[str], scale: Scale, numbers: Mapping[str, int]) -> int | None:
    """Halves count up, as elsewhere: 4.5 of 5 is 9 of 10."""
    said, most = found["number"], numbers[found["most"]] if found["most"] else scale.highest
    number = (numbers[said] if said in numbers else float(said)) + (0.5 if found["half"] else 0)
    if number > most:
        return None
    if most != scale.highest:
        number = max(scale.lowest, number / most * scale.highest)
    value = int(number + 0.5)
    return value if value in scale.values else None


def in_words(said: str, scale: Scale, known: Known, ranks: Ranks, is_polite: Polite) -> int | None:
    """`给个好评`, `5星好评`, `很满意谢谢`: listed words, a number before them, thanks behind or in front."""
    found, behind = rated_first(said, scale, known, ranks)
    if found is not None and is_polite(behind) and not (found.is_number and is_polite(said)):
        return found.value
    for start in range(len(said)):
        found, behind = (
            rated_first(said[start:], scale, known, ranks) if start == 0 or stands_apart(said, start) else NOTHING
        )
        if found is not None and not behind and is_only_polite(said, start, is_polite):
            return found.value
    return face_beside(said, scale, is_polite)


def ranked(known: Known) -> Ranks:
    return {word: rank for rank, name in enumerate(RANKS) for word in known.words[name]}


def agreeing(known: Known) -> Ranks:
    """Yes is the best that can be said, and no the worst."""
    return {**dict.fromkeys(known.words["yes"], len(RANKS) - 1), **dict.fromkeys(known.words["no"], 0)}


@record(frozen=True, slots=True)
class Rated:
    value: int | None
    is_number: bool = False
    """And nothing more."""


NOTHING: tuple[Rated | None, str] = (None, "")


def rated_first(said: str, scale: Scale, known: Known, ranks: Ranks) -> tuple[Rated | None, str]:
    """The score with which something said begins, and the rest of it."""
    found, behind = words_first(normal(GIVEN.sub("", said, count=1)), ranks)
    if found:
        return Rated(on_scale(share(found[0]), scale)) if at_one([*map(share, found)]) else None, behind
    number = None if scale is Scale.YES_NO else known.counting.score.match(said)
    value = value_of(number, scale, known.counting.numbers) if number else None
    if number is None or value is None:
        return NOTHING
    found, behind = words_first(normal(said[number.end() :]), ranks)
    is_cut = not found and not behind and number.end() < len(said)  # 5%, 5+
    return None if is_cut or not at_one([scale.score(value), *map(share, found)]) else Rated(value, not found), behind


def is_only_polite(said: str, start: int, is_polite: Polite) -> bool:
    """`没有不满意` is a denial, though `没有` alone may be a thank you; `好不好` is asked."""
    before, score = said[:start].strip(), said[start:].strip()
    if not before:
        return True
    beside = said[start - 1].isalnum() or said[start - 1] == " "
    return beside and before not in score and is_polite(before) and not denied(said, score)


def words_first(said: str, ranks: Ranks) -> tuple[list[int], str]:
    """The ranks of the listed words with which a normal text begins, and the rest of it."""
    found: list[int] = []
    while said:
        sizes = range(len(said), 0, -1)
        size = next((size for size in sizes if said[:size] in ranks and stands_apart(said, size)), 0)
        if not size:
            break
        found.append(ranks[said[:size]])
        said = said[size:].lstrip(BESIDE)
    return found, said


def stands_apart(said: str, size: int) -> bool:
    """No Latin word, and no number, is cut in two."""
    beside = said[size - 1 : size + 1]
    return size == len(said) or not (beside.isascii() and beside.isalnum())


def face_beside(said: str, scale: Scale, is_polite: Polite) -> int | None:
    """`👍 好的`: with a blank between, as in 谢谢🌹 it is no more than thanks."""
    words = said.split()
    for face, rest in ((words[0], words[1:]), (words[-1], words[:-1])):
        rank = rank_of_face(face) if rest and is_polite(" ".join(rest)) else None
        if rank is not None:
            return on_scale(share(rank), scale)
    return None


def share(rank: int) -> float:
    """Of a whole scale."""
    return rank / (len(RANKS) - 1)


def at_one(shares: Sequence[float]) -> bool:
    return max(shares) - min(shares) < AT_ODDS


def rank_of_words(answer: str, known: Known) -> int | None:
    return next((RANKS.index(rank) for rank in RANKS if is_among(answer, known.words[rank])), None)


def is_among(answer: str, words: frozenset[str]) -> bool:
    """挺满意的 is 挺满意, too."""
    return answer in words or answer.rstrip(PARTICLES) in words


def rank_of_face(said: str) -> int | None:
    """The same face several times is one."""
    faces = {character for character in said if not character.isspace()}
    return RANK_OF_FACE.get(faces.pop()) if len(faces) == 1 else None


def on_scale(good: float, scale: Scale) -> int | None:
    """The value nearest to it; None: neither yes nor no."""
    if scale is Scale.YES_NO and good == 1 / 2:
        return None
    return scale.lowest + int(good * (scale.highest - scale.lowest) + 0.5)


def listed(line: str) -> Iterator[str]:
    """The words of a line in which commas separate them."""
    return (word for word in map(normal, re.split(r"[、,，]", line)) if word)


def numbers_listed(line: str) -> dict[str, int]:
    """From nought up; between several words for the same number there is a blank."""
    return {normal(word): number for number, words in enumerate(SEPARATED.split(line)) for word in words.split()}
