"""Whether what is said is denied: 没有坏, not broken."""

import re

from handlers.scripts.matching import normal
from handlers.scripts.phrases import places

BEFORE = 24
"""Characters before a phrase in which it is denied."""
DENIED = re.compile(
    r"(?:[没沒][有什么麼]*|(?<!是)不是|(?<!要)不(?:要|用|想|会|會|需要|着|著|太|算)?|(?<![要特])[别別](?:着|著)?|[无無])\Z"
    r"|\b(?:not|no|nothing|never|without|(?:is|are|was|were|do|does|did|has|have)n ?t)"
    r"(?: (?:is|was|be|been|a|an|any|the|in|to|so|too|really|need|want))* \Z"
)
"""Not by 是不是, 要不, 特别: these only sound like it."""
PART = re.compile(r"[,，、。.;；!！?？\n]+")
"""不，是太大了 denies what was said before, and not what it says itself."""


def denied(text: str, phrase: str) -> bool:
    """Each time that the phrase (normal) is in the text (as it was typed), what stands before it denies it."""
    return not any(affirmed(normal(each), phrase) for each in (text, *PART.split(text)))


def affirmed(asked: str, phrase: str) -> bool:
    return any(DENIED.search(asked[max(0, start - BEFORE) : start]) is None for start in places(asked, phrase))
