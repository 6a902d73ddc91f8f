"""Slack's names of emoji, and the characters that everybody else calls them by.

Those that staff are likely to use, and all that Telegram lets anybody react with.
"""

from collections.abc import Mapping

from bots.channel import Rejected
from bots.emoji import bare

NAMES: Mapping[str, str] = {
    "+1": "👍",
    "-1": "👎",
    "eyes": "👀",
    "hand": "✋",
    "raising_hand": "🙋",
    "wave": "👋",
    "white_check_mark": "✅",
    "heavy_check_mark": "✔",
    "x": "❌",
    "ok_hand": "👌",
    "ok": "🆗",
    "pray": "🙏",
    "clap": "👏",
    "raised_hands": "🙌",
    "muscle": "💪",
    "handshake": "🤝",
    "heart": "❤",
    "broken_heart": "💔",
    "heart_on_fire": "❤‍🔥",
    "cupid": "💘",
    "fire": "🔥",
    "tada": "🎉",
    "rocket": "🚀",
    "100": "💯",
    "zap": "⚡",
    "trophy": "🏆",
    "star": "⭐",
    "star-struck": "🤩",
    "smile": "😄",
    "slightly_smiling_face": "🙂",
    "grin": "😁",
    "joy": "😂",
    "rolling_on_the_floor_laughing": "🤣",
    "heart_eyes": "😍",
    "smiling_face_with_3_hearts": "🥰",
    "kissing_heart": "😘",
    "kiss": "💋",
    "hugging_face": "🤗",
    "sunglasses": "😎",
    "innocent": "😇",
    "smiling_imp": "😈",
    "thinking_face": "🤔",
    "neutral_face": "😐",
    "face_with_raised_eyebrow": "🤨",
    "exploding_head": "🤯",
    "scream": "😱",
    "fearful": "😨",
    "cry": "😢",
    "sob": "😭",
    "rage": "😡",
    "face_with_symbols_on_mouth": "🤬",
    "face_vomiting": "🤮",
    "yawning_face": "🥱",
    "woozy_face": "🥴",
    "zany_face": "🤪",
    "sleeping": "😴",
    "nerd_face": "🤓",
    "saluting_face": "🫡",
    "clown_face": "🤡",
    "ghost": "👻",
    "hankey": "💩",
    "space_invader": "👾",
    "see_no_evil": "🙈",
    "hear_no_evil": "🙉",
    "speak_no_evil": "🙊",
    "whale": "🐳",
    "unicorn_face": "🦄",
    "dove_of_peace": "🕊",
    "new_moon_with_face": "🌚",
    "hotdog": "🌭",
    "banana": "🍌",
    "strawberry": "🍓",
    "champagne": "🍾",
    "pill": "💊",
    "cool": "🆒",
    "moyai": "🗿",
    "jack_o_lantern": "🎃",
    "santa": "🎅",
    "christmas_tree": "🎄",
    "snowman": "☃",
    "nail_care": "💅",
    "writing_hand": "✍",
    "middle_finger": "🖕",
    "male-technologist": "👨‍💻",
    "shrug": "🤷",
    "man-shrugging": "🤷‍♂",
    "woman-shrugging": "🤷‍♀",
    "question": "❓",
    "exclamation": "❗",
    "warning": "⚠",
    "hourglass_flowing_sand": "⏳",
    "zzz": "💤",
}
ALIASES: Mapping[str, str] = {
    "thumbsup": "+1",
    "thumbsdown": "-1",
    "raised_hand": "hand",
    "man-raising-hand": "raising_hand",
    "woman-raising-hand": "raising_hand",
    "poop": "hankey",
    "shit": "hankey",
    "heavy_exclamation_mark": "exclamation",
    "thinking": "thinking_face",
    "hugs": "hugging_face",
    "rofl": "rolling_on_the_floor_laughing",
}
BY_CHARACTER = {bare(character): name for name, character in NAMES.items()}


def character(name: str) -> str:
    """`+1::skin-tone-3` is 👍; what has no character here, as a workspace's own, is told by its name: `:party:`."""
    base = name.partition("::")[0]
    return NAMES.get(ALIASES.get(base, base)) or f":{base}:"


def name_of(emoji: str) -> str:
    """Raises Rejected for one whose name is not known here."""
    if len(emoji) > 2 and emoji.startswith(":") and emoji.endswith(":"):
        return emoji[1:-1]
    known = BY_CHARACTER.get(bare(emoji))
    if known is None:
        raise Rejected(f"what Slack calls {emoji[:20]!r} is not known")
    return known
