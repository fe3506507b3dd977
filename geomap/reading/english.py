"""Is a text English? Lenient on purpose: lists of names, headlines and short posts count as English."""

import math
import re
import tomllib
from functools import lru_cache

from geomap.files import data_file

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 6000
_SHORT = 20
_SURE_SHARE = 0.06
_OTHER_SCRIPT_SHARE = 0.5
_LAST_LATIN = 0x24F
# measured on our own samples: texts of names and headlines alone stay under 9, other languages start at 19
_MARGIN = 13.0


def other_language(text: str) -> str | None:
    """What `text` is written in if not English, in words for a message; None if it may well be English.

    First the share of English function words decides; only where they are rare a language model (py3langid)
    is asked, and its verdict counts on texts of 20 words and more. Other scripts need no model.
    """
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample.lower())
    if not words:
        return None
    if sum(word in _english() for word in words) / len(words) >= _SURE_SHARE:
        return None
    foreign = sum(ord(word[0]) > _LAST_LATIN for word in words)
    if foreign / len(words) > _OTHER_SCRIPT_SHARE:
        return "a language in another script than Latin"
    if len(words) < _SHORT:
        return None
    from py3langid import rank

    ranked = rank(sample)
    language, best = ranked[0]
    # scores are sums over features, so that their spread grows with the root of the length
    margin = (best - dict(ranked)["en"]) / math.sqrt(len(sample.encode()))
    return f"the language '{language}'" if margin > _MARGIN else None


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    table = tomllib.loads(data_file("english.toml").read_text(encoding="utf-8"))
    return frozenset(table["words"])
