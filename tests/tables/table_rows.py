"""Made-up rows of the known formats and what reading them gives."""

import csv
import io
from pathlib import Path

from geomap.errors import InputError
from geomap.records import Note, Report
from geomap.tables import read_table
from geomap.tables.profiles import shipped

UCDP = {
    "id": "900001",
    "year": "2031",
    "type_of_violence": "1",
    "dyad_name": "Government of Sylvania - Forest Front",
    "side_a": "Government of Sylvania",
    "side_b": "Forest Front",
    "source_article": '"Daily Owl,2031-03-04,Bridge attacked"',
    "source_office": "Daily Owl",
    "source_date": "2031-03-04",
    "source_headline": "Bridge attacked",
    "source_original": "police",
    "where_prec": "2",
    "where_coordinates": "Oakbridge",
    "where_description": "close to the bridge",
    "adm_1": "Upper province",
    "latitude": "12.5",
    "longitude": "30.25",
    "geom_wkt": "POINT (30.25 12.5)",
    "country": "Sylvania",
    "date_prec": "2",
    "date_start": "2031-03-01 00:00:00.000",
    "date_end": "2031-03-04 00:00:00.000",
    "deaths_a": "1",
    "deaths_b": "2",
    "deaths_civilians": "0",
    "deaths_unknown": "0",
    "best": "3",
    "high": "5",
    "low": "2",
}
ACLED = {
    "event_id_cnty": "SYL12",
    "event_date": "2031-03-01",
    "year": "2031",
    "time_precision": "2",
    "disorder_type": "Political violence",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Air/drone strike",
    "actor1": "Military Forces of Sylvania",
    "assoc_actor_1": "Air Wing; Border Guard",
    "inter1": "State forces",
    "actor2": "Villagers (Sylvania)",
    "inter2": "Civilians",
    "iso": "804",
    "country": "Sylvania",
    "admin1": "Upper",
    "location": "Oakbridge",
    "latitude": "12.5",
    "longitude": "30.25",
    "geo_precision": "1",
    "source": "Daily Owl; Radio Pine",
    "notes": "Two bombs fell near Oakbridge.",
    "fatalities": "4",
}
GDELT = {
    "GLOBALEVENTID": "77",
    "SQLDATE": "20310301",
    "MonthYear": "203103",
    "Year": "2031",
    "Actor1Name": "SYLVANIA",
    "Actor1CountryCode": "AUT",
    "Actor1Type1Code": "MIL",
    "Actor2Name": "REBELS",
    "Actor2Type1Code": "REB",
    "IsRootEvent": "1",
    "EventCode": "0841",
    "EventBaseCode": "084",
    "EventRootCode": "08",
    "QuadClass": "2",
    "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Oakbridge, Upper, Sylvania",
    "ActionGeo_CountryCode": "AU",
    "ActionGeo_Lat": "12.5",
    "ActionGeo_Long": "30.25",
    "DATEADDED": "20310302094500",
    "SOURCEURL": "https://owl.example/1",
}


def table(format_, *rows, header=True, delimiter=","):
    """The text of a table in the layout of `format_`; each row's cells by heading, empty where not given."""
    headings = shipped()[format_].headings
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    if header:
        writer.writerow(headings)
    writer.writerows([row.get(heading, "") for heading in headings] for row in rows)
    return buffer.getvalue()


def read(path, content=None, **options):
    """Reports, problems and notes of the table at `path`, which messages call F."""
    if content is not None:
        Path(path).write_bytes(content if isinstance(content, bytes) else content.encode())
    found = list(read_table(Path(path), **options))
    return (
        [item for item in found if isinstance(item, Report)],
        [str(item).replace(str(path), "F") for item in found if isinstance(item, InputError)],
        [item.text.replace(str(path), "F") for item in found if isinstance(item, Note)],
    )
