"""Country codes of tables to ISO 3166-1 alpha-2."""

import tomllib
from functools import lru_cache
from typing import Literal, NamedTuple

from geomap.files import data_file


class _Lists(NamedTuple):
    iso: dict[str, str]
    fips: dict[str, str]


def alpha2(code: str, scheme: Literal["iso", "fips"] = "iso") -> str | None:
    """The two letters of a country given by two or three letters or ISO's number; None if there is none.

    Two letters are FIPS 10-4's under the `scheme` "fips", as GDELT writes them.
    """
    text = code.strip().upper()
    lists = _lists()
    if text.isdigit():
        text = str(int(text)) if len(text) < 5 else ""
    if scheme == "fips" and len(text) == 2:
        return lists.fips.get(text)
    return lists.iso.get(text)


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    table = tomllib.loads(data_file("table_countries.toml").read_text(encoding="utf-8"))
    iso: dict[str, str] = dict(table["older"])
    fips: dict[str, str] = {}
    for alpha3, (code, other, number) in table["codes"].items():
        iso |= {alpha3: code, code: code, str(number): code}
        if other:
            fips[other] = code
    return _Lists(iso, fips)
