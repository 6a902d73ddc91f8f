"""What a contact's own words say of how it was: numbers, stars, faces, or words of the scripts."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping

from handlers.scripts.matching import normal
from handlers.surveys.policy import Scale
from handlers.surveys.words import RANKS

LONGEST = 60
"""Characters: whoever writes more has something else to say."""
NUMBERS = {
    **{str(number): number for number in range(11)},
    **{word: number for number, word in enumerate("零一二三四五六七八九十")},
    **{
        word: number
        for number, word in enumerate(
            ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
        )
    },
    "〇": 0,
    "两": 2,
    "兩": 2,
}
NUMBER = "|".join(sorted(NUMBERS, key=len, reverse=True))
SCORE = re.compile(
    r"(?:i(?:'d| would)? (?:give|say)(?: you| it)? |我?(?:打|给|給|评|評)(?:你们|你們|您)?[个個]? ?)?"
    rf"(?P<number>{NUMBER})"
    r"(?: ?(?:/|out of|of) ?(?P<most>5|10|five|ten))?"
    r" ?(?:分|星|颗星|顆星|stars?|points?)?(?:吧|啊|呀)?"
)
RATED = r"(?P<score>\S{1,5} ?(?:分|星|颗星|顆星|stars?|points?)吧?|[⭐★🌟✨\ufe0f]+)"
WITH_REST = re.compile(RATED + r"[\s,，。.!！~～;；、:：]+(?P<rest>.{2,})", re.IGNORECASE | re.DOTALL)
BEHIND_REST = re.compile(r"(?P<rest>.{2,})[,，。!！;；]\s*" + RATED + r"[.。!！~～]*", re.IGNORECASE | re.DOTALL)
NUMBERED = re.compile(r"[0-9]{1,3} ?(?:分|星|颗星|顆星|stars?|points?)?")
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
SEGMENTS = re.compile(r"[,，。.!！~～;；、\n]+")
PARTICLES = "的了吧啊呀哦呢啦"
Polite = Callable[[str], bool]
Known = Mapping[str, frozenset[str]]
"""Words by the line that lists them; normal."""


def plain_score(text: str, scale: Scale, is_polite: Polite) -> int | None:
    """A number or stars, whatever was said before; None: it is neither, or not on the scale."""
    said = stated(text, is_polite)
    return None if said is None else in_stars(said, scale) if starry(said) else in_numbers(said, scale)


def score_in(text: str, scale: Scale, known: Known, is_polite: Polite) -> int | None:
    """The same, or a face, or words."""
    plain = plain_score(text, scale, is_polite)
    if plain is not None:
        return plain
    said = stated(text, is_polite)
    if said is None:
        return None
    answer = normal(said)
    if scale is Scale.YES_NO and is_among(answer, known["yes"] | known["no"]):
        return 1 if is_among(answer, known["yes"]) else 0
    rank = rank_of_words(answer, known) if answer else rank_of_face(said)
    return None if rank is None else on_scale(rank / (len(RANKS) - 1), scale)


def score_and_rest(text: str, scale: Scale) -> tuple[int, str] | None:
    """`五星，就是慢了点`, `good, 5 stars`: only where the score is plainly one, and stands apart."""
    found = WITH_REST.fullmatch(text.strip()) or BEHIND_REST.fullmatch(text.strip())
    value = plain_score(found["score"], scale, lambda _: False) if found else None
    return None if found is None or value is None else (value, found["rest"])


def misses(text: str, scale: Scale) -> bool:
    """A number that is not on the scale, where nothing but a number can be meant."""
    said = unicodedata.normalize("NFKC", text).strip().casefold()
    return scale is not Scale.YES_NO and NUMBERED.fullmatch(said) is not None and in_numbers(said, scale) is None


def without_courtesy(text: str, is_polite: Polite) -> str:
    """`很好 谢谢` as `很好`: thanks of one or two words before or behind."""
    words = text.split()
    for size in range(1, min(3, len(words))):
        if is_polite(" ".join(words[-size:])):
            return " ".join(words[:-size])
        if is_polite(" ".join(words[:size])):
            return " ".join(words[size:])
    return text


def stated(text: str, is_polite: Polite) -> str | None:
    """What is left without thanks and the like; None: more than one thing, or nothing."""
    if not text or len(text) > LONGEST:
        return None
    said = TONES.sub("", unicodedata.normalize("NFKC", text)).strip().casefold()
    parts = [part.strip() for part in SEGMENTS.split(said) if part.strip()]
    if len(parts) > 1:
        parts = [part for part in parts if not is_polite(part)]
    return parts[0] if len(parts) == 1 else None


def starry(said: str) -> bool:
    return all(character in STARS | BLANK_STARS | {" "} for character in said)


def in_stars(said: str, scale: Scale) -> int | None:
    full, blank = (sum(character in kind for character in said) for kind in (STARS, BLANK_STARS))
    fits = full and full + blank <= scale.highest and scale is not Scale.YES_NO
    return full if fits and full in scale.values else None


def in_numbers(said: str, scale: Scale) -> int | None:
    found = SCORE.fullmatch(said)
    if found is None or scale is Scale.YES_NO:
        return None
    number, most = NUMBERS[found["number"]], NUMBERS[found["most"]] if found["most"] else scale.highest
    if number > most:
        return None
    if most != scale.highest:
        number = max(scale.lowest, int(number / most * scale.highest + 0.5))
    return number if number in scale.values else None


def rank_of_words(answer: str, known: Known) -> int | None:
    return next((RANKS.index(rank) for rank in RANKS if is_among(answer, known[rank])), None)


def is_among(answer: str, words: frozenset[str]) -> bool:
    """挺满意的 is 挺满意, too."""
    return answer in words or answer.rstrip(PARTICLES) in words


def rank_of_face(said: str) -> int | None:
    """The same face several times is one."""
    faces = {character for character in said if not character.isspace()}
    return RANK_OF_FACE.get(faces.pop()) if len(faces) == 1 else None


def on_scale(share: float, scale: Scale) -> int | None:
    """The value nearest to it; None: neither yes nor no."""
    if scale is Scale.YES_NO and share == 1 / 2:
        return None
    return scale.lowest + int(share * (scale.highest - scale.lowest) + 0.5)


def listed(line: str) -> Iterator[str]:
    """The words of a line in which commas separate them."""
    return (word for word in map(normal, re.split(r"[、,，]", line)) if word)
