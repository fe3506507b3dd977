"""Who says so: statements with their speaker, role and quote."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from geomap.events.clauses import Clause, ClauseSplitter, Sentence
from geomap.events.grammar import words_of
from geomap.events.patterns import PatternIndex, compile_pattern
from geomap.events.signatures import Signature, behind, label, signature
from geomap.events.speaker_names import SpeakerNames
from geomap.files import data_file
from geomap.records import Mention, Statement

_MAX_LABEL_WORDS = 6
_MAX_LISTENER_WORDS = 6
_MAX_COUNTED_WORDS = 9
_PRONOUN_REACH = 3  # sentences back in which the one may be named whom "it said" means


class Said(NamedTuple):
    """A statement of sentence `sentence` and the words ``first`` to ``last`` that are its content."""

    sentence: int
    first: int
    last: int
    statement: Statement
    claiming: bool


class _Told(NamedTuple):
    """A sentence in which to look for speakers: its number, words, clauses and the names in it."""

    text: str
    number: int
    sentence: Sentence
    clauses: Sequence[Clause]
    mentions: Sequence[Mention]


class _Speaker(NamedTuple):
    """Who spoke in sentence `number`, as a pronoun may mean again."""

    number: int
    name: str
    role: str | None


class Speakers:
    """The shipped word lists of saying, compiled."""

    def __init__(self, source: Mapping[str, Sequence[str]]) -> None:
        self._names = SpeakerNames(source)
        self._classes = self._names.classes
        self._agencies = frozenset(source["agencies"])
        self._according = PatternIndex(compile_pattern(text, {}) for text in source["according"])

    @classmethod
    @lru_cache(maxsize=1)
    def shipped(cls) -> "Speakers":
        """The lists in geomap's own data folder."""
        return cls(tomllib.loads(data_file("speakers.toml").read_text(encoding="utf-8")))

    def has(self, name: str, words: Sequence[str]) -> bool:
        """Whether any word or phrase of the list `name` stands in `words`."""
        return self._names.has(name, words)

    def splitter(self, verbs: frozenset[str]) -> ClauseSplitter:
        """A clause splitter that knows these verbs of saying and other finite `verbs`."""
        people = self._classes["roles"] | self._classes["sources"]
        return ClauseSplitter(self._classes["verbs"], self._classes["unsure"], verbs, people)

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
        named: list[_Speaker] = []
        for number, sentence in enumerate(sentences):
            told = _Told(text, number, sentence, clauses[number], mentions)
            sourced = self._sourced(told, sentences)
            if sourced is not None:
                found += sourced
                continue
            for said in self._in_sentence(told, splitter):
                speaker, role = said.statement.speaker, said.statement.role
                if speaker.lower() in self._classes["pronouns"] | words_of("first_person"):
                    meant = self._meant(speaker.lower(), number, named)
                    if meant is None:
                        continue
                    speaker, role = meant.name, meant.role
                elif speaker[:1].isupper() or speaker[:4].lower() == "the ":
                    named.append(_Speaker(number, speaker, role))
                statement = Statement(
                    speaker=speaker, role=role, start=said.statement.start, end=said.statement.end
                )
                found.append(said._replace(statement=statement))
        return sorted(found, key=lambda said: (said.sentence, said.first, said.last))

    def signature(self, text: str, sentence: Sentence) -> Signature | None:
        """The name that closes a line: ``- OCHA``, ``: army``, ``(AFP)``."""
        return signature(text, sentence, self._vouches, self._agencies)

    def is_agency(self, sentence: Sentence, first: int, last: int) -> bool:
        """Whether words ``first`` to ``last`` are a news agency in brackets, which takes part in nothing."""
        words = sentence.words
        bracketed = first > 0 and words[first - 1] == "(" and words[last : last + 1] == (")",)
        return bracketed and " ".join(words[first:last]) in self._agencies

    def _vouches(self, words: Sequence[str]) -> bool:
        """Whether the words after a mark are somebody who says so, and no clause of their own."""
        marked = not words_of("auxiliaries").isdisjoint(words) or any(word[:1].isdigit() for word in words)
        return not marked and words[-1] in self._classes["sources"] | self._classes["roles"]

    def _meant(self, pronoun: str, number: int, named: Sequence[_Speaker]) -> _Speaker | None:
        """Who spoke last within a few sentences and fits `pronoun`: no body is "he", no person "it"."""
        for speaker in reversed(named):
            if number - speaker.number > _PRONOUN_REACH:
                return None
            words = speaker.name.lower().split()
            person = speaker.role is not None or not self._classes["roles"].isdisjoint(words)
            body = not person and not self._classes["bodies"].isdisjoint(words)
            if not (body if pronoun in {"he", "she", "i"} else person and pronoun == "it"):
                return speaker
        return None

    def _sourced(self, told: _Told, sentences: Sequence[Sentence]) -> list[Said] | None:
        """``Source: Kharkiv police``, ``(AFP)``: it tells what stands before it; None for other sentences."""
        words = told.sentence.words
        first = label(words, self._classes["labels"])
        signed = None if first else self.signature(told.text, told.sentence)
        if first:
            stops = (at for at in range(first, len(words)) if words[at] in {".", ";", ",", "|"})
            last, content = next(stops, len(words)), behind(sentences, told.number, self._classes["labels"])
        elif signed is not None and signed.cut == 0:
            first, last = signed.first, signed.last
            content = [
                at for at in behind(sentences, told.number, self._classes["labels"]) if at == told.number - 1
            ]
        else:
            return None
        speaker = self._names.read(told.text, told.sentence, first, last)
        if speaker is None or not content:
            return []
        name, role, lower = speaker
        start, end = sentences[content[0]].start, sentences[content[-1]].end
        statement = Statement(speaker=name, role=role, start=start, end=end)
        claiming = self.has("mouthpieces", lower)
        return [Said(at, 0, len(sentences[at].words), statement, claiming) for at in content]

    def _in_sentence(self, told: _Told, splitter: ClauseSplitter) -> list[Said]:
        words = told.sentence.words
        found: list[Said] = []
        signed = self.signature(told.text, told.sentence)
        if signed is not None:
            found += self._said(told, (signed.first, signed.last), (0, signed.cut), claiming=False)
        for index, clause in enumerate(told.clauses[:-1] if signed else told.clauses):
            verbs = [at for at in range(clause.first, clause.last) if splitter.is_saying(words, at)]
            end = splitter.inverts(words, verbs[0]) if verbs and verbs[0] == clause.first else 0
            if end:
                claiming = words[verbs[0]] in self._classes["claiming"]
                found += self._said(told, (verbs[0] + 1, end), (0, clause.first), claiming=claiming)
            elif verbs == [clause.first + 1] and words[clause.first] in words_of("conjunctions") and found:
                found += self._goes_on(told, index, verbs[0], found[-1])
            elif verbs == [clause.first + 1] and words[clause.first] in words_of("conjunctions") and index:
                before = told.clauses[index - 1]
                subject = (before.first, splitter.first_verb(words, before))
                content = (verbs[0] + 1, self._content_end(told.clauses, index))
                found += self._said(
                    told, subject, content, claiming=words[verbs[0]] in self._classes["claiming"]
                )
            elif verbs:
                found += self._around_verb(told, index, verbs[-1])
            elif (reckons := self._reckons(words, clause)) is not None:
                found += self._said(told, (clause.first, reckons), (reckons + 1, clause.last), claiming=False)
            elif clause.last - 1 > clause.first and words[clause.last - 1] == ":":
                found += self._label(told, clause)
        for match in self._according.find(words):
            stops = (i for i in range(match.end, len(words)) if words[i] in {",", ".", ";", ":"})
            end = next(stops, len(words))
            content = (0, match.start) if match.start > 2 else (min(end + 1, len(words)), len(words))
            found += self._said(told, (match.end, end), content, claiming=False)
        return sorted(found, key=lambda said: (said.first, said.last))

    def _goes_on(self, told: _Told, index: int, verb: int, before: Said) -> list[Said]:
        """``denied the raid and said …``: the same speaker says more."""
        first, last = verb + 1, self._content_end(told.clauses, index)
        while first < last and told.sentence.words[first] in {"that", ":", ","}:
            first += 1
        if first >= last:
            return []
        tokens = told.sentence.tokens
        statement = Statement(
            speaker=before.statement.speaker,
            role=before.statement.role,
            start=tokens[first].start,
            end=tokens[last - 1].end,
        )
        return [
            Said(told.number, first, last, statement, told.sentence.words[verb] in self._classes["claiming"])
        ]

    def _around_verb(self, told: _Told, index: int, verb: int) -> list[Said]:
        words, clauses, clause = told.sentence.words, told.clauses, told.clauses[index]
        claiming = words[verb] in self._classes["claiming"]
        after = (verb + 1, self._content_end(clauses, index))
        filler = words_of("after_speaker") | words_of("auxiliaries") | {","}
        begin = clause.first
        if index and all(word in filler for word in words[clause.first : verb]):
            begin = clauses[index - 1].first
        elif index and clause.kind == "relative" and words[verb - 1] == ",":
            return self._said(told, (clauses[index - 1].first, clause.first), after, claiming=claiming)
        governs = index + 1 < len(clauses) and clauses[index + 1].governor == index
        alone = clause.kind == "attribution" or self._tells_listener(words, clause, verb)
        if not alone and (governs or (verb + 1 < clause.last and words[verb + 1] not in {".", ",", ";"})):
            return self._said(told, (begin, verb), after, claiming=claiming)
        if alone or index:
            before = clause.first or self._speaker_start(words, verb)
            return self._said(told, (begin, verb), (0, before), claiming=claiming)
        return []

    def _tells_listener(self, words: Sequence[str], clause: Clause, verb: int) -> bool:
        """``…, he told reporters in Kyiv``: what was told stands before."""
        rest = list(
            takewhile(lambda word: word not in {",", "."}, words[verb + 1 : verb + _MAX_LISTENER_WORDS])
        )
        return (
            words[verb] in {"told", "tells"}
            and (clause.first or self._speaker_start(words, verb)) > 0
            and "that" not in rest
            and not self._classes["listeners"].isdisjoint(rest)
        )

    @staticmethod
    def _speaker_start(words: Sequence[str], verb: int) -> int:
        """Where the speaker begins who comes after a comma or closing quotation mark; 0 at the start."""
        return next((at + 1 for at in range(verb - 2, 0, -1) if words[at] in {",", '"', "”"}), 0)

    def _reckons(self, words: Sequence[str], clause: Clause) -> int | None:
        """Where the verb of ``puts the number of dead at 40`` stands."""
        for at in range(clause.first + 1, clause.last):
            counted = words[at + 1 : min(clause.last, at + 1 + _MAX_COUNTED_WORDS)]
            if words[at] in self._classes["reckoning"] and "at" in counted:
                return at
        return None

    @staticmethod
    def _content_end(clauses: Sequence[Clause], index: int) -> int:
        """Content runs on until another clause of the sentence says something of its own."""
        for later in range(index + 2, len(clauses)):
            if (
                clauses[later].kind == "content"
                and clauses[later].governor == later - 1
                and later - 1 > index + 1
            ):
                return clauses[later - 1].first
            if clauses[later].kind == "attribution":
                return clauses[later].first
        return clauses[-1].last

    def _label(self, told: _Told, clause: Clause) -> list[Said]:
        """``Kigali: "not a single soldier"``: a speaker before a colon, not the place a bullet is about."""
        sentence = told.sentence
        words = sentence.words[clause.first : clause.last - 1]
        if len(words) > _MAX_LABEL_WORDS:
            return []
        start, end = sentence.tokens[clause.first].start, sentence.tokens[clause.last - 1].start
        speaks = self.has("sources", words) or any(
            mention.kind == "metonym" and start <= mention.start < end for mention in told.mentions
        )
        if not speaks:
            return []
        content = (clause.last, len(sentence.words))
        return self._said(told, (clause.first, clause.last - 1), content, claiming=False)

    def _said(
        self, told: _Told, subject: tuple[int, int], content: tuple[int, int], *, claiming: bool
    ) -> list[Said]:
        named = self._names.read(told.text, told.sentence, *subject)
        if named is None or content[1] <= content[0]:
            return []
        speaker, role, lower = named
        tokens = told.sentence.tokens
        statement = Statement(
            speaker=speaker, role=role, start=tokens[content[0]].start, end=tokens[content[1] - 1].end
        )
        return [Said(told.number, *content, statement, claiming or self.has("mouthpieces", lower))]
