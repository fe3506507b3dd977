"""Who says so: statements with their speaker, role and quote."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from geomap.events.clauses import AUXILIARIES, Clause, ClauseSplitter, Sentence
from geomap.events.patterns import PatternIndex, compile_classes, compile_pattern
from geomap.files import data_file
from geomap.records import Mention, Statement

_LEADING = frozenset("but and later earlier meanwhile separately however also recently then still while as , - – — • * so in on at".split())
_TRAILING = frozenset("also later now repeatedly again already earlier today yesterday has have had did could , ( )".split())
_NO_SPEAKER = frozenset("which where here there this what that if no nothing".split())
_FIRST_PERSON = frozenset({"we", "i"})
_MAX_SPEAKER_WORDS = 14
_MAX_LABEL_WORDS = 6


class Said(NamedTuple):
    """A statement of sentence `sentence` and the words ``first`` to ``last`` that are its content."""

    sentence: int
    first: int
    last: int
    statement: Statement
    claiming: bool


class Speakers:
    """The shipped word lists of saying, compiled."""

    def __init__(self, source: Mapping[str, Sequence[str]]) -> None:
        self._classes = compile_classes({name: [e for e in entries if " " not in e] for name, entries in source.items()})
        self._phrases = {
            name: [tuple(entry.split()) for entry in entries if " " in entry] for name, entries in source.items()
        }
        self._according = PatternIndex(compile_pattern(text, {}) for text in source["according"])

    @classmethod
    @lru_cache(maxsize=1)
    def shipped(cls) -> "Speakers":
        """The lists in geomap's own data folder."""
        return cls(tomllib.loads(data_file("speakers.toml").read_text(encoding="utf-8")))

    def has(self, name: str, words: Sequence[str]) -> bool:
        """Whether any word or phrase of the list `name` stands in `words`."""
        joined = tuple(words)
        if not self._classes[name].isdisjoint(joined):
            return True
        return any(
            phrase == joined[i : i + len(phrase)] for phrase in self._phrases[name] for i in range(len(joined))
        )

    def splitter(self, verbs: frozenset[str]) -> ClauseSplitter:
        """A clause splitter that knows these verbs of saying and other finite `verbs`."""
        return ClauseSplitter(self._classes["verbs"], self._classes["unsure"], verbs)

    def statements(
        self,
        text: str,
        sentences: Sequence[Sentence],
        clauses: Sequence[Sequence[Clause]],
        mentions: Sequence[Mention],
        splitter: ClauseSplitter,
    ) -> list[Said]:
        """The statements of a document in order."""
        found: list[Said] = []
        last_named: tuple[str, str | None] | None = None
        for number, sentence in enumerate(sentences):
            for said in self._in_sentence(text, number, sentence, clauses[number], mentions, splitter):
                speaker, role = said.statement.speaker, said.statement.role
                if speaker.lower() in self._classes["pronouns"] | _FIRST_PERSON:
                    if last_named is None:
                        continue
                    speaker, role = last_named
                elif speaker[:1].isupper() or speaker[:4].lower() == "the ":
                    last_named = (speaker, role)
                statement = Statement(
                    speaker=speaker, role=role, start=said.statement.start, end=said.statement.end
                )
                found.append(said._replace(statement=statement))
        return found

    def _in_sentence(
        self,
        text: str,
        number: int,
        sentence: Sentence,
        clauses: Sequence[Clause],
        mentions: Sequence[Mention],
        splitter: ClauseSplitter,
    ) -> list[Said]:
        words = sentence.words
        found: list[Said] = []
        for index, clause in enumerate(clauses):
            verb = next(
                (at for at in range(clause.last - 1, clause.first - 1, -1) if splitter.is_saying(words, at)), None
            )
            if verb is not None:
                found += self._around_verb(text, number, sentence, clauses, index, verb)
            elif clause.last - 1 > clause.first and words[clause.last - 1] == ":":
                found += self._label(text, number, sentence, clause, mentions)
        for match in self._according.find(words):
            end = next((i for i in range(match.end, len(words)) if words[i] in {",", ".", ";", ":"}), len(words))
            content = (0, match.start) if match.start > 2 else (min(end + 1, len(words)), len(words))  # noqa: PLR2004
            found += self._said(text, number, sentence, (match.end, end), content, claiming=False)
        return sorted(found, key=lambda said: (said.first, said.last))

    def _around_verb(
        self, text: str, number: int, sentence: Sentence, clauses: Sequence[Clause], index: int, verb: int
    ) -> list[Said]:
        words, clause = sentence.words, clauses[index]
        claiming = words[verb] in self._classes["claiming"]
        begin = clause.first
        if all(words[i] in _TRAILING | AUXILIARIES | {","} for i in range(clause.first, verb)) and index:
            begin = clauses[index - 1].first
        elif clause.kind == "relative" and index and words[verb - 1] == ",":
            return self._said(text, number, sentence, (clauses[index - 1].first, clause.first), (verb + 1, self._content_end(clauses, index)), claiming=claiming)
        subject = (begin, verb)
        following = clauses[index + 1] if index + 1 < len(clauses) else None
        if clause.kind == "attribution" or following is None or following.governor != index:
            if verb + 1 < clause.last and clause.kind != "attribution" and words[verb + 1] not in {".", ",", ";"}:
                end = self._content_end(clauses, index)
                return self._said(text, number, sentence, subject, (verb + 1, end), claiming=claiming)
            if clause.kind == "attribution" or index:
                return self._said(text, number, sentence, subject, (0, clause.first), claiming=claiming)
            return []
        return self._said(
            text, number, sentence, subject, (verb + 1, self._content_end(clauses, index)), claiming=claiming
        )

    @staticmethod
    def _content_end(clauses: Sequence[Clause], index: int) -> int:
        """Content runs on until another clause of the sentence says something of its own."""
        for later in range(index + 2, len(clauses)):
            if clauses[later].kind == "content" and clauses[later].governor == later - 1 and later - 1 > index + 1:
                return clauses[later - 1].first
            if clauses[later].kind == "attribution":
                return clauses[later].first
        return clauses[-1].last

    def _label(
        self, text: str, number: int, sentence: Sentence, clause: Clause, mentions: Sequence[Mention]
    ) -> list[Said]:
        """``Kigali: "not a single soldier"``: a speaker before a colon, and not the place a bullet is about."""
        words = sentence.words[clause.first : clause.last - 1]
        if len(words) > _MAX_LABEL_WORDS:
            return []
        start, end = sentence.tokens[clause.first].start, sentence.tokens[clause.last - 1].start
        speaks = self.has("sources", words) or any(
            mention.kind == "metonym" and start <= mention.start < end for mention in mentions
        )
        if not speaks:
            return []
        return self._said(
            text, number, sentence, (clause.first, clause.last - 1), (clause.last, len(sentence.words)), claiming=False
        )

    def _said(
        self,
        text: str,
        number: int,
        sentence: Sentence,
        subject: tuple[int, int],
        content: tuple[int, int],
        *,
        claiming: bool,
    ) -> list[Said]:
        named = self._speaker(text, sentence, *subject)
        if named is None or content[1] <= content[0]:
            return []
        speaker, role, lower = named
        statement = Statement(
            speaker=speaker,
            role=role,
            start=sentence.tokens[content[0]].start,
            end=sentence.tokens[content[1] - 1].end,
        )
        return [Said(number, *content, statement, claiming or self.has("mouthpieces", lower))]

    def _speaker(
        self, text: str, sentence: Sentence, first: int, last: int
    ) -> tuple[str, str | None, Sequence[str]] | None:
        words = sentence.words
        while last > first and words[last - 1] in _TRAILING:
            last -= 1
        for at in range(last - 1, first - 1, -1):
            if words[at] in {",", ":", ";", '"', "”"} and at + 1 < last:
                first = at + 1
                break
        while first < last and (words[first] in _LEADING or words[first].isdigit() or words[first] == ")"):
            first += 1
        if not 0 < last - first <= _MAX_SPEAKER_WORDS:
            return None
        if words[first] in _NO_SPEAKER or "not" in words[first:last]:
            return None
        tokens = sentence.tokens[first:last]
        split = self._role_end(words[first:last])
        name = text[tokens[split].start : tokens[-1].end] if split < len(tokens) else ""
        if split and name[:1].isupper():
            return name, text[tokens[0].start : tokens[split - 1].end], words[first:last]
        return text[tokens[0].start : tokens[-1].end], None, words[first:last]

    def _role_end(self, words: Sequence[str]) -> int:
        """How many leading words are the role: up to the last role word that more words follow."""
        for at in range(len(words) - 1, 0, -1):
            if words[at - 1] in self._classes["roles"] and words[at] not in {"staff", "of", "for", "in", "and"}:
                return at
            if at >= 3 and tuple(words[at - 3 : at]) in self._phrases["roles"]:  # noqa: PLR2004
                return at
        return 0
