"""How long finding and placing names takes: an article of 700 words, one core, after start.

    python tests/bench/locate_speed.py [--runs 15]

Prints processor time (the best of the runs, so that other work counts little), peak memory, and
the ratio to spaCy's small English pipeline (which finds names and places none) where that is installed. The
article is three of the shipped seeds, one after the other.
"""

import argparse
import resource
import time
from collections.abc import Callable

from geomap.files import shipped
from geomap.places import Locator
from geomap.reading import read
from geomap.records import Document

_SEEDS = ("lashio-falls-in-northern-shan.md", "north-korean-troops-in-kursk.md", "flight-from-zamzam-camp.md")
_WORDS = 700


def article() -> str:
    """Running text of 700 words."""
    folder = shipped("seeds")
    texts = [item.text for item in read([folder / name for name in _SEEDS]) if isinstance(item, Document)]
    words = "\n\n".join(texts).split(" ")
    return " ".join(words[:_WORDS])


def best(work: Callable[[], object], runs: int) -> float:
    """The least processor time of `runs` runs, in seconds, after one to warm up."""
    work()
    times = []
    for _ in range(runs):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    document = Document(id="article", text=article())
    print(f"{len(document.text.split())} words")
    seconds = {}
    for name in ("fast", "full"):
        locator = Locator.shipped(tagger=name)
        seconds[name] = best(lambda locator=locator: locator.locate(document), runs)
        found = len(locator.locate(document))
        print(f"--tagger {name}: {1000 * seconds[name]:.0f} ms, {found} names")
        locator.gazetteer.close()
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    try:
        import spacy

        pipeline = spacy.load("en_core_web_sm")
    except (ImportError, OSError):
        print("spaCy's small pipeline is not installed: no ratio")
        return
    spacy_seconds = best(lambda: pipeline(document.text), runs)
    print(f"spaCy en_core_web_sm: {1000 * spacy_seconds:.0f} ms")
    for name, mine in seconds.items():
        print(f"--tagger {name} takes {mine / spacy_seconds:.2f} of spaCy's time")


if __name__ == "__main__":
    main()
