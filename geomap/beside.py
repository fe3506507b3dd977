"""Work in a process of its own beside this one: the next items are made while those before are used."""

import multiprocessing
import queue
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple, TypeVar

from geomap.errors import WorkerError
from geomap.memory import rarely_collected

T = TypeVar("T")

_AHEAD = 64
_PATIENCE = 1.0  # seconds between two looks at whether the other process is still there


class _End(NamedTuple):
    """Nothing more comes, because of an error or not."""

    error: Exception | None = None


def beside(make: Callable[..., Iterator[T]], *arguments: Any) -> Iterator[T]:
    """The items of ``make(*arguments)``, which is called in another process and runs some items ahead.

    Args:
        make: A function of a module. What it raises is raised here.
        arguments: Its arguments; like the items they must be fit for pickle.

    Raises:
        WorkerError: The other process was stopped.
    """
    # a copy of this process would lack the threads of its libraries
    anew = multiprocessing.get_context("spawn")
    items: multiprocessing.Queue[Any] = anew.Queue(_AHEAD)
    process = anew.Process(target=_work, args=(items, make, arguments), daemon=True)
    process.start()
    try:
        while not isinstance(item := _next(items, process), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        process.terminate()
        process.join()
        items.close()


def _next(items: "multiprocessing.Queue[Any]", process: BaseProcess) -> Any:
    while True:
        alive = process.is_alive()
        try:
            return items.get(timeout=_PATIENCE)
        except queue.Empty:
            if not alive:
                raise WorkerError(
                    f"the process that reads was stopped (exit code {process.exitcode}); is memory short?"
                ) from None


def _work(items: "multiprocessing.Queue[Any]", make: Callable[..., Iterator[Any]], arguments: Any) -> None:
    try:
        with rarely_collected():
            for item in make(*arguments):
                _hand_over(items, item)
    except KeyboardInterrupt:
        items.cancel_join_thread()
    except Exception as error:  # noqa: BLE001 - it is raised where the items are wanted
        _hand_over(items, _End(error))
    else:
        _hand_over(items, _End())


def _hand_over(items: "multiprocessing.Queue[Any]", item: Any) -> None:
    while True:
        try:
            items.put(item, timeout=_PATIENCE)
        except queue.Full:
            parent = multiprocessing.parent_process()
            if parent is None or not parent.is_alive():  # nobody is left who wants it
                items.cancel_join_thread()
                raise SystemExit(1) from None
        else:
            return
