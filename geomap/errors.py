"""Every error that geomap raises on purpose.

* GeomapError
  x InputError       a source cannot be read: names the file, the place in it and the mend
  x LayerError       a layer file breaks the grammar: names the file and the key
  x DataError        a shipped or user's data file (gazetteer, model, word list) is missing or damaged
  x OptionError      an option, or two together, cannot be followed: exit code 2
  x OutputError      a file cannot be written: names the path and why
  x WorkerError      a process of geomap's was stopped from outside
  x MissingExtra     an optional package is not installed: says what to install
"""


class GeomapError(Exception):
    """Base of all errors raised on purpose; its text is one line for the user."""


class InputError(GeomapError, ValueError):
    """A source (file, stdin, table row) cannot be read."""


class LayerError(GeomapError, ValueError):
    """A layer file does not follow the grammar."""


class DataError(GeomapError, RuntimeError):
    """A data file of geomap's own, or one the user added, is missing or damaged."""


class OptionError(GeomapError, ValueError):
    """What the caller chose cannot be done: a key is missing, a service is unknown."""


class OutputError(GeomapError, OSError):
    """A result cannot be written; what stood there before is untouched."""


class WorkerError(GeomapError, RuntimeError):
    """A process that worked beside this one was stopped from outside, as systems do that lack memory."""


class MissingExtra(GeomapError, ImportError):  # noqa: N818 - reads as what happened
    """An optional package is absent."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(
            f"{package} is not installed; run: pip install 'geomap-toolkit[{extra}]'", name=package
        )
