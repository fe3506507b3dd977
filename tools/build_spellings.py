"""Build geomap/data/spellings.sqlite: the skeletons of the gazetteer's names, for other spellings of them.

    PYTHONPATH=. python tools/build_spellings.py

Reads gazetteer.sqlite and spelling.toml of geomap/data; run it after either changed. The same inputs give the
same bytes. PROVENANCE.toml is brought up to date.
"""

import sqlite3
from pathlib import Path

from gazetteer import provenance

from geomap.files import data_file
from geomap.places.spelling import Skeletons, SpellingRules

_OUTPUT = Path(__file__).resolve().parent.parent / "geomap" / "data" / "spellings.sqlite"
_FEWEST = 2


def main() -> None:
    """Read, reduce, write."""
    rules = SpellingRules.shipped()
    skeletons = Skeletons(rules)
    gazetteer = sqlite3.connect(f"{data_file('gazetteer.sqlite').as_uri()}?mode=ro", uri=True)
    marks = ",".join("?" * len(rules.countries))
    query = (
        "SELECT DISTINCT folded FROM name JOIN place ON place.key = name.key "  # noqa: S608 - marks alone
        f"WHERE place.country IN ({marks}) AND name.match % 16 < 2 ORDER BY folded"
    )
    named = gazetteer.execute(query, rules.countries)
    rows = []
    for (folded,) in named:
        bones = skeletons.bones(skeletons.sound(folded))
        if len(bones) >= _FEWEST and len(folded) > _FEWEST + 1:
            rows.append((bones, folded))
    letters = "".join(sorted({letter for bones, _ in rows for letter in bones}))
    _OUTPUT.unlink(missing_ok=True)
    db = sqlite3.connect(_OUTPUT)
    db.execute("PRAGMA page_size = 4096")
    db.execute("CREATE TABLE alphabet (letters TEXT NOT NULL)")
    db.execute("INSERT INTO alphabet VALUES (?)", (letters,))
    db.execute(
        "CREATE TABLE spelling (skeleton TEXT, folded TEXT, PRIMARY KEY (skeleton, folded)) WITHOUT ROWID"
    )
    db.executemany("INSERT INTO spelling VALUES (?, ?)", sorted(rows))
    db.commit()
    db.execute("VACUUM")
    db.close()
    provenance.record(
        _OUTPUT.parent,
        _OUTPUT.name,
        ["gazetteer.sqlite and spelling.toml of this folder"],
        licence="names of GeoNames (CC BY 4.0); the rest MIT as geomap",
        build="PYTHONPATH=. python tools/build_spellings.py",
    )
    print(f"{len(rows)} names, {_OUTPUT.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
