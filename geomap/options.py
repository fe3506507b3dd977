"""The options that commands share: what each takes and what its help says."""

import os
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from geomap.errors import OptionError

if TYPE_CHECKING:
    from geomap.places.online import OnlineOptions
    from geomap.tables import Profile


class Worldview(StrEnum):
    """Whose borders the basemap shows."""

    UN = "un"
    DE_FACTO = "de-facto"


class TaggerChoice(StrEnum):
    """Which finder of place names reads the texts."""

    FULL = "full"
    FAST = "fast"


Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCES...",
        help="Articles (.txt, .md, .jsonl), event tables (.csv, .xlsx, .parquet, .geojson, .gpkg), "
        "folders of them, or - for standard input.",
        show_default=False,
    ),
]
Language = Annotated[
    str,
    typer.Option(
        metavar="TAG|FILE",
        help="The page's own words: a shipped language (en) or a table of your own like strings.en.toml.",
    ),
]
Tiles = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Online tiles over the basemap, by their xyzservices name (OpenStreetMap.Mapnik); "
        "the page then asks their host, and nobody else.",
        show_default=False,
    ),
]
Workers = Annotated[int, typer.Option(min=1, help="Processes that read documents side by side.")]
Published = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], help="Date of publication, where a source does not say.", show_default=False
    ),
]
Publisher = Annotated[
    str | None, typer.Option(help="Publisher, where a source does not say.", show_default=False)
]
TableFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        help="What tables are: ucdp, acled, gdelt, or plain (by their headings); recognised if not given.",
        show_default=False,
    ),
]
TableMap = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="MEANING=HEADING...",
        help="Which column of tables means what: lat=Y lon=X date=when …, or a TOML profile.",
        show_default=False,
    ),
]
Tagger = Annotated[
    TaggerChoice, typer.Option(help="Finder of place names: full finds more, fast is for bulk work.")
]
Geocoder = Annotated[
    str | None,
    typer.Option(
        help="Ask nominatim, photon, geonames, arcgis, pelias or opencage for names not in the gazetteer; "
        "only the names are sent. A key or user name stands in GEOMAP_GEOCODER_KEY.",
        show_default=False,
    ),
]
GeocoderUrl = Annotated[
    str | None,
    typer.Option(help="Another server than the service's public one.", show_default=False),
]
GeocoderContact = Annotated[
    str | None,
    typer.Option(
        envvar="GEOMAP_GEOCODER_CONTACT",
        help="E-mail or web address that tells the service who asks.",
        show_default=False,
    ),
]


Link = Annotated[
    bool | None,
    typer.Option(
        "--link/--no-link",
        help="Link reports of one event across documents. The default, but for .jsonl, which is written "
        "document by document.",
        show_default=False,
    ),
]


Round = Annotated[
    float | None,
    typer.Option(
        "--round",
        min=0.0001,
        max=10,
        metavar="DEGREES",
        help="Round coordinates to so many degrees (0.1 is 11 km) everywhere, and say so.",
        show_default=False,
    ),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace also files that geomap did not write.")]
Append = Annotated[bool, typer.Option("--append", help="Add to what the file of an earlier run holds.")]
Hxl = Annotated[bool, typer.Option("--hxl", help="A row of HXL hashtags under the headings of a .csv.")]
Simplestyle = Annotated[
    bool,
    typer.Option("--simplestyle", help="Colours in GeoJSON, as geojson.io, uMap and GitHub show them."),
]


class OutputProfile(StrEnum):
    """Whose columns and coding rules a table follows."""

    ACLED = "acled"


Profiled = Annotated[
    OutputProfile | None,
    typer.Option(
        "--profile",
        help="Write a .csv by another project's columns and coding rules: acled.",
        show_default=False,
    ),
]


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What a command reads, and how: the shared options, understood."""

    sources: list[str]
    workers: int = 1
    published: date | None = None
    publisher: str | None = None
    online: "OnlineOptions | None" = None
    tagger: TaggerChoice = TaggerChoice.FULL
    profile: "Profile | None" = None
    rounded: float | None = None
    link: bool = True


def online_options(service: str | None, url: str | None, contact: str | None) -> "OnlineOptions | None":
    """What the three options about online geocoders say together; None if no service is asked for.

    Raises:
        OptionError: There is an address without a service.
    """
    if service is None:
        if url is not None:
            raise OptionError("--geocoder-url says where, --geocoder which service it is: give both")
        return None
    from geomap.places.online import OnlineOptions

    key = os.environ.get("GEOMAP_GEOCODER_KEY")
    return OnlineOptions(service=service, url=url, key=key, contact=contact)
