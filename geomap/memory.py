"""The garbage collector, where it costs more than it finds."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = 250_000
"""New objects between two searches for garbage; a table's row makes some fifty."""


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for garbage in cycles within this block.

    Tables and pages are built of millions of values that refer to each other one way only; to look through
    them again and again takes a third of the time. The records are kept from the collector for good. What
    was made within the block counts as old afterwards: it is looked through when all is, not at once.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():  # what the caller froze stays so
                gc.freeze()
                gc.unfreeze()  # into the oldest generation
            gc.enable()


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Garbage in cycles is looked for once in a quarter of a million new objects within this block.

    For work without end, batch after batch, where memory must stay bounded: the usual search after every
    700 objects looks through the rows of a batch again and again and finds nothing.
    """
    usual = gc.get_threshold()
    gc.set_threshold(_SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
