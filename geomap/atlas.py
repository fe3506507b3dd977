"""The Atlas: all reports of a run, as GeoDataFrames, as a map and as files."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from geomap import features
from geomap.appending import joined, older_reports
from geomap.drawing import Documents, Tally, WorldView, strings
from geomap.drawing.tally import tally_rows
from geomap.errors import InputError, LayerError
from geomap.files import replacing
from geomap.layering import Layer, load_layers
from geomap.layering.columns import records_of
from geomap.layering.select import Choice, choose
from geomap.memory import rarely_collected, uncollected
from geomap.pipeline import Outcome, Toolkit, reports, rounder, saying_rounded
from geomap.places import Gazetteer
from geomap.places.online import credits_of
from geomap.records import Note, Place, Report
from geomap.stories import link as link_reports
from geomap.tablerows import Several, TableRows, gathered, texts_of
from geomap.tables import Profile
from geomap.writing.about import rounding_in_words

if TYPE_CHECKING:
    import folium
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from geomap.drawing.scene import Scene


class Atlas:
    """Reports of one or many documents; ``problems`` says what could not be read, ``notes`` what to know.

    ``found`` holds the reports as they came, tables as rows of columns (:class:`geomap.tablerows.TableRows`).
    ``events``, ``figures``, ``movements`` and ``places`` are GeoDataFrames in WGS 84 with the columns of
    :mod:`geomap.features`; a row without a place has no geometry.
    """

    def __init__(
        self,
        found: Iterable[Report | TableRows],
        gazetteer: Gazetteer,
        *,
        problems: Sequence[InputError] = (),
        notes: Sequence[Note] = (),
        rounded: float | None = None,
        linked: bool = False,
    ) -> None:
        """Gathers reports; their areas have the outlines of `gazetteer`.

        Args:
            found: The reports; rows of tables are kept as such.
            gazetteer: Knows the outlines of areas.
            problems: What could not be read.
            notes: What to know.
            rounded: Degrees to which coordinates are rounded; exact if not given.
            linked: Whether reports of one event are linked, as they then are with those of a file added to.
        """
        self._linked = linked
        self.rounded = rounded
        self._rounder = rounder(rounded) if rounded else None
        whole = found if isinstance(found, TableRows | Several) else gathered(found)
        self.found = self._rounder.all(whole) if self._rounder else whole
        self.problems = tuple(problems)
        self.notes = tuple(notes)
        self._gazetteer = gazetteer
        self._tally: tuple[list[Layer], Tally] | None = None  # of the layers asked for last

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        """The records of each document; those of tables' rows are made when first asked for."""
        with uncollected():
            return tuple(self.found)

    @cached_property
    def tables(self) -> features.Tables:
        """The flat tables that frames, files and layers are made of."""
        return saying_rounded(features.tables(self.found, self._shape), self.rounded)

    @cached_property
    def events(self) -> "GeoDataFrame":
        """One row an event."""
        return self._frame("event")

    @cached_property
    def figures(self) -> "GeoDataFrame":
        """One row a reported number."""
        return self._frame("figure")

    @cached_property
    def movements(self) -> "GeoDataFrame":
        """One row an origin and destination of an event; geometry is the line between them."""
        return self._frame("movement")

    @cached_property
    def places(self) -> "GeoDataFrame":
        """One row a place that is named in the texts."""
        return self._frame("place")

    def map(
        self,
        layers: Sequence[str | Layer] | None = None,
        *,
        title: str | None = None,
        worldview: WorldView = "un",
        tiles: str | None = None,
        online: bool = False,
        language: str = "en",
    ) -> "folium.Map":
        """A Folium map of the Atlas; add your own Folium objects, then ``save`` it.

        Args:
            layers: Ids of shipped layers or Layer objects; all shipped ones if not given.
            title: The page's heading; the title of the document if there is but one and none is given.
            worldview: Boundaries as the United Nations see them, or as they are held.
            tiles: Online tiles over the basemap, by a name of xyzservices; the page then asks their host.
            online: Whether Folium objects that you add may load what they need; the page's policy then admits
                exactly their hosts.
            language: Of the page's own words: a shipped one (``en``), or the path of a table of words.

        Raises:
            LayerError: No shipped layer has that id.
            OptionError: No tiles have that name, or they want a key; the page has no words in that language.
        """
        from geomap.drawing import as_map

        return as_map(self._scene(layers, title, worldview, tiles, language), online=online)

    def save(
        self,
        path: str | Path,
        *,
        append: bool = False,
        overwrite: bool = False,
        layers: Sequence[str | Layer] | None = None,
        hxl: bool = False,
        simplestyle: bool = False,
        command: str | None = None,
    ) -> Note | None:
        """Write the records; the suffix says the format (:data:`geomap.writing.FORMATS`).

        A file that geomap wrote is replaced, another one only with `overwrite`.

        Args:
            path: Where to.
            append: Keep what a file of an earlier run holds; documents that are in both are taken anew.
            overwrite: Replace also a file that geomap did not write.
            layers: Whose looks GeoPackage, KML and simplestyle carry; all shipped ones if not given.
            hxl: A row of HXL hashtags under the headings of a CSV.
            simplestyle: Colours for geojson.io, uMap and GitHub in GeoJSON.
            command: What the file names as the command that made it.

        Returns:
            What the format could not hold.

        Raises:
            LayerError: No shipped layer has that id.
            OutputError: The suffix is of no format, the file cannot be written, or is another's.
        """
        from geomap import writing

        path = Path(path)
        form = writing.check(path)
        options = writing.Options(
            credits=(*writing.CREDITS, *self._credits),
            command=command,
            rounded=self.rounded,
            layers=self._layers(layers),
            hxl=hxl,
            simplestyle=simplestyle,
        )
        if not append or not writing.check_appendable(path):
            writing.check_target(path, overwrite=overwrite)
            return writing.write(path, self.tables, self.found, options)
        if form.carries:
            joint = joined(older_reports(path), self.reports, path)
            both = link_reports(joint) if self._linked else joint
            return Atlas(both, self._gazetteer, rounded=self.rounded).save(
                path, layers=layers, hxl=hxl, simplestyle=simplestyle, command=command
            )
        writing.append(path, self.tables, self.found, options)
        return None

    def save_acled(self, path: str | Path, *, overwrite: bool = False) -> Note:
        """Write the events as a CSV that follows ACLED's columns and coding rules: one row an event.

        Args:
            path: A .csv.
            overwrite: Replace also a file that geomap did not write.

        Returns:
            How many events there are, and what ACLED would not record and why.

        Raises:
            OutputError: The path is no .csv, the file cannot be written, or is another's.
        """
        from geomap.writing import check_target
        from geomap.writing.acled import check_acled, write_acled

        check_acled(Path(path))
        check_target(Path(path), overwrite=overwrite)
        return write_acled(Path(path), self.reports)

    def save_map(
        self,
        path: str | Path,
        layers: Sequence[str | Layer] | None = None,
        *,
        title: str | None = None,
        worldview: WorldView = "un",
        tiles: str | None = None,
        language: str = "en",
    ) -> None:
        """Write the map as one HTML file; an older file stays whole if that fails.

        Raises:
            LayerError: No shipped layer has that id.
            OptionError: No tiles have that name, or they want a key; the page has no words in that language.
            OutputError: The file cannot be written.
        """
        from geomap.drawing import plain

        with uncollected():
            page = plain(self._scene(layers, title, worldview, tiles, language))
            with replacing(Path(path)) as new, new.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(page)

    def _scene(
        self,
        layers: Sequence[str | Layer] | None,
        title: str | None,
        worldview: WorldView,
        tiles: str | None,
        language: str,
    ) -> "Scene":
        from geomap.drawing import build as draw

        chosen = self._layers(layers)
        rows = choose(records_of(self.tables), chosen)
        documents = Documents.behind(self.found)
        return draw(
            self.tables,
            documents,
            chosen,
            title=title or _title(documents, language),
            worldview=worldview,
            chosen=rows,
            tally=self._counted(chosen, rows),
            credits_=(*self._credits, *([rounding_in_words(self.rounded)] if self.rounded else [])),
            tiles=tiles,
            language=language,
        )

    def tally(self, layers: Sequence[str | Layer] | None = None) -> Tally:
        """What `layers` draw, what they do not, and why."""
        chosen = self._layers(layers)
        if self._tally and self._tally[0] == chosen:
            return self._tally[1]
        return self._counted(chosen, choose(records_of(self.tables), chosen))

    def _counted(self, layers: list[Layer], rows: Choice) -> Tally:
        names = [mention for report in texts_of(self.found) for mention in report.mentions]
        placed = sum(mention.place is not None for mention in names)
        counts = tally_rows(*rows, layers, names=len(names), placed=placed)
        self._tally = (layers, counts)
        return counts

    def summary(self, layers: Sequence[str | Layer] | None = None) -> str:
        """What was found and drawn, in one sentence."""
        return self.tally(layers).sentence

    def _shape(self, place: Place) -> "BaseGeometry | None":
        outline = self._gazetteer.shape(place)
        return self._rounder.shape(outline) if self._rounder else outline

    @cached_property
    def _credits(self) -> tuple[str, ...]:
        """Services that placed a name, which their licences want named."""
        mentions = (mention for report in texts_of(self.found) for mention in report.mentions)
        return credits_of(mention.place for mention in mentions if mention.place is not None)

    def _layers(self, layers: Sequence[str | Layer] | None) -> list[Layer]:
        known = load_layers()
        if layers is None:
            return list(known.values())
        chosen = []
        for layer in layers:
            if isinstance(layer, Layer):
                chosen.append(layer)
            elif layer in known:
                chosen.append(known[layer])
            else:
                raise LayerError(f"no layer {layer!r}; there are: {', '.join(known)}")
        return chosen

    def _frame(self, name: features.TableName) -> "GeoDataFrame":
        import numpy as np
        from geopandas import GeoDataFrame

        table = self.tables[name]
        shapes = np.array(list(table.geometry), dtype=object)
        columns = {name: list(values) for name, values in table.columns.items()}
        return GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")


def build(
    sources: str | Path | Sequence[str | Path],
    *,
    workers: int = 1,
    published: date | None = None,
    publisher: str | None = None,
    stdin: BinaryIO | None = None,
    toolkit: Toolkit | None = None,
    profile: Profile | None = None,
    link: bool = True,
    rounded: float | None = None,
    watch: Callable[[Iterable[Outcome]], Iterator[Outcome]] = iter,
) -> Atlas:
    """Read `sources`, find what they report and gather it in an Atlas.

    A source that cannot be read is found in ``Atlas.problems``; the others go on.

    Args:
        sources: Files, folders or ``-`` for standard input; one or several.
        workers: Processes that read documents side by side.
        published: Day of publication of texts that do not name theirs.
        publisher: Publisher of texts that do not name theirs.
        stdin: Read for ``-`` in place of the standard input.
        toolkit: What to work with; the shipped one if not given.
        profile: What the columns of tables mean (:func:`geomap.tables.choose`); recognised if not given.
        link: Whether to link reports of one event in several documents (:mod:`geomap.stories`); all are kept.
        rounded: Degrees to which coordinates are rounded, where exact ones could put people at risk.
        watch: Wraps the stream of outcomes, to show progress.

    Raises:
        DataError: A data file of the installation is missing or damaged.
    """
    listed = [sources] if isinstance(sources, str | Path) else list(sources)
    tools = toolkit or Toolkit.shipped()
    found: list[Report | TableRows] = []
    problems: list[InputError] = []
    notes: list[Note] = []
    stream = reports(
        listed,
        tools,
        workers=workers,
        published=published,
        publisher=publisher,
        profile=profile,
        stdin=stdin,
    )
    with rarely_collected():
        for outcome in watch(stream):
            if isinstance(outcome, Report | TableRows):
                found.append(outcome)
            elif isinstance(outcome, Note):
                notes.append(outcome)
            else:
                problems.append(outcome)
    whole = gathered(found)
    if link:
        whole = _linked(whole)
    return Atlas(whole, tools.gazetteer, problems=problems, notes=notes, rounded=rounded, linked=link)


def _linked(found: Sequence[Report]) -> Sequence[Report]:
    """`found` with reports of one event linked; as it is, tables' rows as such, if nothing is."""
    if isinstance(found, TableRows):
        return found  # which are different events
    linked = link_reports(found)
    either = chain(linked, texts_of(found))
    return linked if any(event.duplicates for report in either for event in report.events) else found


def _title(documents: Documents, language: str) -> str:
    titles = set(documents.title)
    only = titles.pop() if len(titles) == 1 else None
    return only or strings(language).word("page", "default_title")
