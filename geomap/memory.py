"""The garbage collector, where it costs more than it finds."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for garbage in cycles within this block.

    Tables and pages are built of millions of values that refer to each other one way only; to look through
    them again and again takes a third of the time. The records are kept from the collector for good.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
