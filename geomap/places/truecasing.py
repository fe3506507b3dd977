"""Capitals for the names of a text that was written down without any, so that taggers of news can read it."""

import re

from geomap.files import data_file, word_lists
from geomap.places.cues import Cues
from geomap.places.gazetteer import Gazetteer, Strength
from geomap.places.words import Sentence

_FEWEST_WORDS = 4
_CAPITALS = 0.02  # of the words
_LONGEST = 4  # words of a name
_SHORTEST = 3  # letters
_INNER = re.compile(r"['’-]?")


class Truecaser:
    """Gives known place names their capitals back; opened once, it holds the words that are none."""

    def __init__(self, gazetteer: Gazetteer, cues: Cues) -> None:
        """Reads the list of English words that places are called too.

        Raises:
            DataError: The file is missing or damaged.
        """
        lists = word_lists(
            data_file("lower_case_words.toml"), dict[str, frozenset[str]], "words that places are called too"
        )
        self._words = frozenset(word for words in lists.values() for word in words)
        self._gazetteer = gazetteer
        self._cues = cues

    def restored(self, text: str, sentences: list[Sentence]) -> str:
        """`text` of the same length with capitals at sentences and known names, if it has hardly any capital.

        Names of one common word ("nice") stay as they are; those of small places are known behind a word such
        as "in", or in a list with another name.
        """
        spelled = [word.text for words in sentences for word in words if word.text[0].isalpha()]
        capitals = sum(word[0].isupper() and word != "I" for word in spelled)
        if len(spelled) < _FEWEST_WORDS or capitals > _CAPITALS * len(spelled):
            return text
        letters = list(text)
        small = self._cues.locative | self._cues.joints | self._cues.particles
        for words in sentences:
            named = False  # whether a name ends right before the word, or before the "and" before it
            index = 0
            while index < len(words):
                count = self._name(words, index, text, listed=named)
                for word in words[index : index + count]:
                    if word is words[index] or word.lower not in small:
                        _raise(letters, word.start)
                if index == 0:
                    _raise(letters, words[0].start)
                named = count > 0 or (named and words[index].lower in self._cues.joints)
                index += max(count, 1)
        return "".join(letters)

    def _name(self, words: Sentence, index: int, text: str, *, listed: bool) -> int:
        """How many words from `index` are a name to be taken for one; 0 if they are none."""
        if words[index].lower in self._cues.articles:
            return 0
        behind = index > 0 and words[index - 1].lower in self._cues.locative | self._cues.leading_on
        for count in range(min(_LONGEST, len(words) - index), 0, -1):
            run = words[index : index + count]
            name = text[run[0].start : run[-1].end]
            if len(name) < _SHORTEST or not (run[0].text[0].isalpha() and run[-1].text[0].isalpha()):
                continue
            if not all(word.text[0].isalpha() or _INNER.fullmatch(word.text) for word in run):
                continue
            known = self._gazetteer.knows(name)
            if count == 1 and words[index].lower in self._words:
                return 0
            if known >= Strength.CITY or (known == Strength.SMALL and (behind or listed)):
                return count
        return 0


def _raise(letters: list[str], at: int) -> None:
    capital = letters[at].upper()
    if len(capital) == 1:
        letters[at] = capital
