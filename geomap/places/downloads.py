"""Files from GeoNames' download server: resumed where they broke off, whole before they are used."""

import contextlib
import http.client
import re
import time
import tomllib
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from geomap.errors import InputError, OptionError, OutputError
from geomap.files import data_file, version

SERVER = "https://download.geonames.org/export/dump/"
"""Where GeoNames keeps its dumps."""

_CHUNK = 1 << 16
_TRIES = 4
_TIMEOUT = 30.0
_CODE = re.compile(r"[A-Za-z]{2}")
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")


def dump_name(word: str) -> str | None:
    """The server's file that a country code ("ua") or a dump's name ("cities500") means; else None."""
    with data_file("geonames_features.toml").open("rb") as file:
        whole = tomllib.load(file)["files"]["whole"]
    stem = word.removesuffix(".zip")
    if stem in whole:
        return f"{stem}.zip"
    return f"{word.upper()}.zip" if _CODE.fullmatch(word) else None


def download(
    name: str,
    folder: Path,
    *,
    server: str = SERVER,
    watch: Callable[[int, int], object] | None = None,
    sleep: Callable[[float], object] = time.sleep,
) -> Path:
    """Fetch the zip archive `name` into `folder`; an unfinished file there is continued.

    The size that the server names and the checksums inside the archive must hold.

    Args:
        name: File name on the server: "UA.zip".
        folder: Where to put it; ``<name>.part`` beside it is what broke off.
        server: Base address.
        watch: Told bytes there and bytes in all.
        sleep: Waits between tries.

    Raises:
        OptionError: `server` is no web address.
        InputError: The server does not have the file, cannot be reached, or sends a damaged one.
        OutputError: The folder cannot be written to.
    """
    if urlsplit(server).scheme not in ("http", "https"):
        raise OptionError(f"{server}: not a web address; write it as {SERVER}")
    url = f"{server.rstrip('/')}/{name}"
    part = folder / f"{name}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made: {error.strerror or error}") from error
    for attempt in range(_TRIES):
        try:
            _continue(url, part, watch)
            break
        except urllib.error.HTTPError as error:
            error.close()
            if error.code < 500 and error.code != 429:
                raise InputError(
                    f"{url}: the server says {error.code} {error.reason}; check the name"
                ) from error
            problem = f"the server says {error.code}"
        except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
            problem = str(getattr(error, "reason", "") or error) or type(error).__name__
        except OSError as error:
            raise OutputError(f"{part}: cannot be written: {error.strerror or error}") from error
        if attempt + 1 == _TRIES:
            raise InputError(f"{url}: {problem}; run again to go on from where it broke off")
        sleep(2.0**attempt)
    return _checked(part, folder / name, url)


def _continue(url: str, part: Path, watch: Callable[[int, int], object] | None) -> None:
    mark = part.with_suffix(".mark")  # what the server called the version that was begun
    begun = mark.read_text(encoding="utf-8") if part.exists() and mark.exists() else ""
    done = part.stat().st_size if begun else 0
    headers = {"User-Agent": f"geomap/{version()}", "Accept-Encoding": "identity"}
    if done:
        headers |= {"Range": f"bytes={done}-", "If-Range": begun}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - the scheme was checked
    try:
        answer = urllib.request.urlopen(request, timeout=_TIMEOUT)  # noqa: S310
    except urllib.error.HTTPError as error:
        if (
            error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE
        ):  # all of it was there, or another version
            _forget(part, mark)
            raise ConnectionError("what was begun does not fit any more") from error
        raise
    with answer:
        done, total = _extent(answer, done)
        if done == 0:
            _forget(part, mark)
        label = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
        if not label.startswith("W/"):  # a weak mark does not promise the same bytes
            mark.write_text(label, encoding="utf-8")
        with part.open("ab") as file:
            while chunk := answer.read(_CHUNK):
                file.write(chunk)
                done += len(chunk)
                if watch is not None:
                    watch(done, max(total, done))
    if done < total:
        raise ConnectionError(f"broke off after {done} of {total} bytes")


def _extent(answer: Any, done: int) -> tuple[int, int]:
    """Bytes that stand already, and bytes in all (0: not said)."""
    if answer.status == http.client.PARTIAL_CONTENT:
        found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        if found and int(found[1]) == done:
            return done, int(found[2])
        raise ConnectionError("sent another part than was asked for")
    length = answer.headers.get("Content-Length", "")
    return 0, int(length) if length.isdigit() else 0


def _checked(part: Path, target: Path, url: str) -> Path:
    problem = "no zip archive"
    with contextlib.suppress(zipfile.BadZipFile, EOFError, OSError), zipfile.ZipFile(part) as archive:
        damaged = archive.testzip()
        problem = f"{damaged} is damaged" if damaged else ""
    mark = part.with_suffix(".mark")
    if problem:
        _forget(part, mark)
        raise InputError(f"{url}: {problem}; run again to fetch it anew")
    part.replace(target)
    mark.unlink(missing_ok=True)
    return target


def _forget(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
