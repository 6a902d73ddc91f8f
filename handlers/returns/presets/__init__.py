"""Policies to start from, each a file of the same kind as a shop's own.

`cn-7day`: China's seven days without a reason.
消费者权益保护法 第二十四条: faults may be shown for seven days at least, and the shop pays the postage.
第二十五条: seven days from receipt without a reason; not for what is made to order, fresh or perishable, downloads and
unsealed recordings and software, delivered newspapers and periodicals, nor for what the buyer agreed to when buying;
refund within seven days after the goods are back; the buyer pays the postage.
网络购买商品七日无理由退货暂行办法 第六条, 第七条: the same exclusions in detail.
第十条: the days count from the day after the parcel was signed for.

`eu-14day`: the European Union's right of withdrawal.
Directive 2011/83/EU art. 9: fourteen days from the last good of an order. Art. 13: refund within fourteen days, but not
before the goods are back or sent. Art. 14: the consumer sends them back within fourteen days, and bears the cost.
Art. 16: exceptions. Regulation 1182/71 art. 3: the first day is not counted, and a period does not end on a Saturday or
a Sunday. Directive (EU) 2019/771 art. 10: two years for faults.

`none`: the usual reasons and explanations; windows and rules are the shop's own.

They are no legal advice: a shop reads them, and changes what its own law wants.
"""

from functools import lru_cache
from pathlib import Path

from handlers.fields.mapping import Fields
from handlers.fields.words import Speech
from handlers.returns.policy import ReturnPolicy
from handlers.returns.reading import KEYS, written
from handlers.scripts.check import LIMITS
from handlers.scripts.nodes import Pairs
from handlers.scripts.ours import LANGUAGES
from handlers.scripts.problem import Broken, Complaints
from handlers.scripts.reading import read

DEFAULT = "cn-7day"
NONE = "none"
NAMES = (DEFAULT, "eu-14day", NONE)
BARE = ReturnPolicy(windows=(), reasons=(), rules=(), explanations={}, address={})


@lru_cache(maxsize=len(NAMES))
def preset(name: str) -> ReturnPolicy:
    """Raises Broken when the file that travels with kefu does not read."""
    path = preset_file(name)
    complaints = Complaints(path)
    root = read(path, LIMITS["file"], complaints)
    base = BARE if name == NONE else preset(NONE)
    policy = base
    if isinstance(root, Pairs):
        policy = written(Fields(root, "", KEYS, Speech(LANGUAGES, "zh-CN"), complaints), base).policy
    if complaints.problems:
        raise Broken(complaints.problems)
    return policy


def preset_file(name: str) -> Path:
    return Path(__file__).with_name(f"{name}.yaml")
