"""Whether what is said is denied: 没有坏, not broken; and whether it is said in one breath."""

import re

from handlers.scripts.matching import normal
from handlers.scripts.phrases import GAP, contains, places

BEFORE = 24
"""Characters before a phrase in which it is denied."""
NOT_SO = (
    r"(?:[没沒][有什么麼]*|(?<!是)不是(?:我?[想要来來])?|(?<!要)不(?:想|会|會|太|算)?|[无無防])"
    r"(?:[给給打写寫留](?:[你您][们們]?)?)?"
)
"""Not by 是不是, 要不: these only sound like it."""
NOT_TO_BE = r"(?<!要)不(?:要|用|需要|着|著)|(?<![要特])[别別](?:着|著)?"
"""Nor by 特别."""
NOT_SO_IN_ENGLISH = r"not|no|nothing|never|without|(?:is|are|was|were|did|has|have|wo)n ?t"
BETWEEN = r"(?: (?:is|was|be|been|being|a|an|any|the|in|to|so|too|really|need|want|leave|leaving|give|giving))*"
DENIED = re.compile(rf"(?:{NOT_TO_BE}|{NOT_SO})\Z|\b(?:{NOT_SO_IN_ENGLISH}|do(?:es)?n ?t){BETWEEN} \Z")
UNTRUE = re.compile(rf"(?:{NOT_SO})\Z|\b(?:{NOT_SO_IN_ENGLISH}){BETWEEN} \Z")
PART = re.compile(r"(?:[,，、。;；!！?？\n]|\.(?![0-9]))+")
"""不，是太大了 denies what was said before, and not what it says itself."""


def denied(text: str, phrase: str) -> bool:
    """Each time that the phrase (normal) is in the text (as it was typed), what stands before it denies it."""
    return not affirmed(text, phrase, DENIED)


def untrue(text: str, phrase: str) -> bool:
    """The same, but 别骗人, "don't scam me", wants an end of what there is."""
    return not affirmed(text, phrase, UNTRUE)


def affirmed(text: str, phrase: str, denial: re.Pattern[str]) -> bool:
    said = map(normal, (text, *PART.split(text)))
    before = [asked[max(0, start - BEFORE) : start] for asked in said for start in places(asked, phrase)]
    return not before or any(denial.search(each) is None for each in before)  # not seen so far down is not denied


def in_one_breath(text: str, phrase: str) -> bool:
    """什么时候开门，我到店里 asks for no parcel by 什么时候…到."""
    return GAP not in phrase or any(contains(normal(part), phrase) for part in PART.split(text))
