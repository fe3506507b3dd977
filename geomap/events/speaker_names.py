"""The name and the role of one who speaks, out of the words before or after a verb of saying."""

from collections.abc import Mapping, Sequence

from geomap.events.clauses import Sentence
from geomap.events.grammar import words_of
from geomap.events.patterns import compile_classes

_MAX_SPEAKER_WORDS = 14


class SpeakerNames:
    """The word lists of ``speakers.toml``, single words by list in ``classes``, and who they let speak."""

    def __init__(self, source: Mapping[str, Sequence[str]]) -> None:
        self.classes = compile_classes(
            {name: [e for e in entries if " " not in e] for name, entries in source.items()}
        )
        self._phrases = {
            name: [tuple(entry.split()) for entry in entries if " " in entry]
            for name, entries in source.items()
        }

    def has(self, name: str, words: Sequence[str]) -> bool:
        """Whether any word or phrase of the list `name` stands in `words`."""
        joined = tuple(words)
        if not self.classes[name].isdisjoint(joined):
            return True
        return any(
            phrase == joined[i : i + len(phrase)]
            for phrase in self._phrases[name]
            for i in range(len(joined))
        )

    def read(
        self, text: str, sentence: Sentence, first: int, last: int
    ) -> tuple[str, str | None, Sequence[str]] | None:
        """Name, role and lower-case words of the speaker in words ``first`` to ``last``, if it is one."""
        words = sentence.words
        first, last = _trimmed(words, first, last)
        if not 0 < last - first <= _MAX_SPEAKER_WORDS:
            return None
        if words[first] in words_of("no_speaker") or not {"not", "neither", "nor"}.isdisjoint(
            words[first:last]
        ):
            return None
        tokens = sentence.tokens[first:last]
        if not (any(token.text[:1].isupper() for token in tokens) or self._is_source(words[first:last])):
            return None
        split = self._role_end(words[first:last])
        name = text[tokens[split].start : tokens[-1].end] if split < len(tokens) else ""
        if split and name[:1].isupper():
            return name, text[tokens[0].start : tokens[split - 1].end], words[first:last]
        return text[tokens[0].start : tokens[-1].end], None, words[first:last]

    def _is_source(self, words: Sequence[str]) -> bool:
        if words[0] in self.classes["pronouns"] or not self.classes["roles"].isdisjoint(words):
            return True
        return self.has("sources", words) or words[0] in words_of("first_person")

    def _role_end(self, words: Sequence[str]) -> int:
        """How many leading words are the role: up to the last role word that more words follow."""
        for at in range(len(words) - 1, 0, -1):
            if words[at - 1] in self.classes["roles"] and words[at] not in {
                "staff",
                "of",
                "for",
                "in",
                "and",
            }:
                return at
            if at >= 3 and tuple(words[at - 3 : at]) in self._phrases["roles"]:
                return at
        return 0


def _is_word(word: str) -> bool:
    """Whether a token is a word, and no flag, mark or number."""
    return any(letter.isalpha() for letter in word)


def _trimmed(words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """The words of a speaker without what only leads up to the name or follows it."""
    end = last
    while last > first and words[last - 1] in words_of("after_speaker"):
        last -= 1
    if words[last:end] and words[last] == "," and "," in words[first + 1 : last]:
        last = max(
            at for at in range(first + 1, last) if words[at] == ","
        )  # "the minister, a former general, said"
    if "(" in words[first:last]:
        last = words.index("(", first)  # a short name in brackets
    for at in range(last - 1, first - 1, -1):
        if words[at] in {",", ":", ";", '"', "”"} and at + 1 < last:
            first = at + 1
            break
    while first < last and (words[first] in words_of("before_speaker") or not _is_word(words[first])):
        first += 1
    while first < last and not _is_word(words[last - 1]) and words[last - 1] not in {".", "'"}:
        last -= 1
    return first, last
