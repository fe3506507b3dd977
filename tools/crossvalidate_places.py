"""Cross-validates finding and placing names by document; writes predictions as `geomap locate` does.

    python tools/crossvalidate_places.py lgl.jsonl trnews.jsonl gwn.jsonl --also geovirus.jsonl -o folder/

Texts are dealt to five folds by a hash of their ids; for each fold tagger and ranker are trained on the other
four (with all of --also, which is never tested), and the fold's texts are located with them. Writes
``<corpus>.jsonl`` a corpus and ``pooled.jsonl`` for all. Prints the scores of `place_scores.tallied` and how
far confidence can be relied on.

`--by-corpus` leaves out whole corpora in turn, in place of folds. For the encoder tagger give the ONNX file
of weights that were trained without one fold, and that fold (or the number of the corpus): `--encoder
held_out.onnx --fold 0` (`train_encoder.py --hold-out 0`, then `export_encoder.py`). `--strangers` hides the
publishers, as if none were known.
"""

import argparse
import json
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import train_ranker
import train_tagger
from place_scores import calibration_error, reliability, tallied
from toponym_corpora import Annotated, folds, read

from geomap.files import data_file
from geomap.places.cues import Cues
from geomap.places.encoder import EncoderTagger
from geomap.places.gazetteer import Gazetteer
from geomap.places.kinds import KindModel
from geomap.places.locator import Locator
from geomap.places.pieces import Piecer
from geomap.places.resolver import Ranker
from geomap.places.tagger import CrfTagger, Tagger
from geomap.places.vague import VaguePatterns

FOLDS = 5


def located(locator: Locator, text: Annotated) -> dict[str, Any]:
    """One row of predictions."""
    return {
        "doc": text.document.id,
        "toponyms": [
            {
                "start": m.start,
                "end": m.end,
                "kind": m.kind,
                "lat": m.place.lat if m.place else None,
                "lon": m.place.lon if m.place else None,
                "confidence": m.confidence,
                "place": m.place.id if m.place else None,
            }
            for m in locator.locate(text.document)
        ],
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--also", nargs="*", type=Path, default=[], help="more texts for training the tagger")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument(
        "--untrained", action="store_true", help="the hand-set ranker in place of the trained one"
    )
    parser.add_argument(
        "--taggers", type=Path, help="keep the folds' taggers here and use those that are there"
    )
    parser.add_argument("--by-corpus", action="store_true", help="leave out one corpus after the other")
    parser.add_argument("--fold", type=int, help="test this fold (or corpus) alone")
    parser.add_argument("--encoder", type=Path, help="also hear this net, which has not seen the --fold")
    parser.add_argument("--strangers", action="store_true", help="hide the publishers of the texts")
    options = parser.parse_args()
    if options.encoder and options.fold is None:
        parser.error("--encoder has seen all folds but one: say which with --fold")
    texts = [text for path in options.corpora for text in read(path)]
    if options.strangers:
        texts = [replace(t, document=msgspec.structs.replace(t.document, publisher=None)) for t in texts]
    corpora = list(dict.fromkeys(text.corpus for text in texts))
    fold_of = [corpora.index(t.corpus) for t in texts] if options.by_corpus else folds(texts, FOLDS)
    rows: dict[int, dict[str, Any]] = {}
    began = time.monotonic()
    with Gazetteer.shipped() as gazetteer, tempfile.TemporaryDirectory() as scratch:
        keep = options.taggers or Path(scratch)
        keep.mkdir(parents=True, exist_ok=True)
        training = train_tagger.TrainingSet(gazetteer)
        also = [text for path in options.also for text in read(path)]
        for fold in sorted(set(fold_of)) if options.fold is None else [options.fold]:
            train = [text for text, f in zip(texts, fold_of, strict=True) if f != fold]
            weights = keep / f"{fold}.crfsuite"
            if not weights.exists():
                every = [*train, *also]
                every += train_tagger.augmented(every, gazetteer)
                train_tagger.train((row for text in every for row in training.rows(text)), weights)
            placed = [text for text in [*train, *also] if not text.spans_only]
            ranker = None if options.untrained else Ranker(train_ranker.train(placed, gazetteer))
            cues = Cues.shipped()
            crf = CrfTagger(weights, training.names, cues)
            tagger: Tagger = crf
            if options.encoder:
                piecer = Piecer(data_file("tagger_pieces.json"))
                tagger = EncoderTagger(options.encoder, piecer, training.names, crf)
            locator = Locator(
                gazetteer,
                tagger,
                ranker,
                kinds=KindModel.shipped(),
                cues=cues,
                vague=VaguePatterns.shipped(),
            )
            for number, (text, f) in enumerate(zip(texts, fold_of, strict=True)):
                if f == fold:
                    rows[number] = located(locator, text)
            print(f"fold {fold}: {time.monotonic() - began:.0f} s", flush=True)
    report(texts, rows, options.output)


def report(texts: list[Annotated], rows: dict[int, dict[str, Any]], output: Path) -> None:
    """Writes the predictions and prints the table."""
    output.mkdir(parents=True, exist_ok=True)
    pairs = [(text, rows[number]) for number, text in enumerate(texts) if number in rows]
    groups = {
        corpus: [p for p in pairs if p[0].corpus == corpus]
        for corpus in dict.fromkeys(t.corpus for t in texts)
    }
    for corpus, members in groups.items():
        _write(output / f"{corpus}.jsonl", [row for _, row in members])
    _write(output / "pooled.jsonl", [{**row, "doc": f"{t.corpus}/{row['doc']}"} for t, row in pairs])
    for name, members in {**groups, "pooled": pairs}.items():
        if members:
            print(name.ljust(10), "  ".join(f"{key} {value:.3f}" for key, value in tallied(members).items()))
    curve = reliability(pairs)
    print(f"confidence: mean gap {calibration_error(curve):.3f}")
    for each in curve:
        print(f"  from {each.low:.1f}: {each.names:5} names, said {each.said:.2f}, right {each.right:.2f}")


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
