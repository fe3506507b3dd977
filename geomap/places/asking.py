"""Asking an online geocoder through geopy: one function whatever the service, one kind of failure."""

import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from geomap.errors import OptionError
from geomap.files import version
from geomap.places.services import Service, services

_MOST_ANSWERS = 10
_BIGGEST_BODY = 2_000_000
_CHUNK = 65536
_HOME = "https://pypi.org/project/geomap-toolkit"

Failure = Literal["busy", "refused", "unreachable", "unreadable"]


class ServiceFailure(Exception):  # noqa: N818 - not an error of the run: a name stays without a place
    """A service did not answer a question; ``retry_after`` are seconds that it asks to wait, if it does."""

    def __init__(self, kind: Failure, retry_after: float | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.retry_after = retry_after


class Box(NamedTuple):
    """Bounds in degrees."""

    west: float
    south: float
    east: float
    north: float


Ask = Callable[[str, Sequence[str], Box | None], Sequence[Any]]
"""Name, ISO codes of countries and their bounds to the raw answers; or else a ServiceFailure."""


def connect(name: str, url: str | None, key: str | None, contact: str | None, *, timeout: float) -> Ask:
    """A function that asks the service `name`.

    Args:
        name: A key of :func:`services`.
        url: Base address of another server than the public one.
        key: Key or user name.
        contact: An e-mail or web address for the user agent.
        timeout: Seconds that an answer may take.

    Raises:
        OptionError: The service is unknown, or needs an address, a key or a contact that is not there.
    """
    service = _checked(name, url, key, contact)
    parts = urlsplit(url or service.url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise OptionError(f"{url}: not an address of a geocoder; write it as https://example.org")
    common = {
        "user_agent": f"geomap/{version()} ({contact or _HOME})",
        "timeout": timeout,
        "adapter_factory": _bounded_adapter(),
        "scheme": parts.scheme,
        "domain": (parts.netloc + parts.path).rstrip("/"),
    }
    question = _questions(name, key, common)

    def ask(text: str, countries: Sequence[str], box: Box | None) -> Sequence[Any]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # geopy warns of strange coordinates before it refuses them
                found = question(text, countries, box)
        except Exception as error:
            raise _failure(error) from error
        return [location.raw for location in (found or ())[:_MOST_ANSWERS] if location is not None]

    return ask


def _checked(name: str, url: str | None, key: str | None, contact: str | None) -> Service:
    service = services().get(name)
    if service is None:
        raise OptionError(f"no geocoder {name!r}; there are: {', '.join(services())}")
    if not (url or service.url):
        raise OptionError(f"{service.title} has no public server; name one with --geocoder-url")
    if service.key_required and not key:
        raise OptionError(f"{service.title} needs a {service.key}; put it into GEOMAP_GEOCODER_KEY")
    if service.contact and not (url or contact):
        raise OptionError(
            f"{service.title} asks its users for a contact (e-mail or web address); "
            "put it into GEOMAP_GEOCODER_CONTACT or --geocoder-contact"
        )
    if contact and not (contact.isprintable() and contact.isascii()):
        raise OptionError("the contact for the geocoder must be a plain e-mail or web address")
    return service


def _questions(name: str, key: str | None, common: dict[str, Any]) -> Callable[..., Any]:
    from geopy import geocoders

    def corners(box: Box | None) -> list[tuple[float, float]] | None:
        return [(box.south, box.west), (box.north, box.east)] if box else None

    if name == "nominatim":
        nominatim = geocoders.Nominatim(**common)
        return lambda text, countries, _: nominatim.geocode(
            text,
            exactly_one=False,
            limit=_MOST_ANSWERS,
            language="en",
            addressdetails=True,
            country_codes=[code.lower() for code in countries],
        )
    if name == "photon":
        photon = geocoders.Photon(**common)
        return lambda text, _, box: photon.geocode(
            text, exactly_one=False, limit=_MOST_ANSWERS, language="en", bbox=corners(box)
        )
    if name == "geonames":
        geonames = geocoders.GeoNames(key or "geomap", **common)
        return lambda text, countries, _: geonames.geocode(text, exactly_one=False, country=list(countries))
    if name == "arcgis":
        arcgis = geocoders.ArcGIS(**common)
        return lambda text, _countries, _box: arcgis.geocode(
            text, exactly_one=False, out_fields=["PlaceName", "Type", "Addr_type"]
        )
    if name == "pelias":
        pelias = geocoders.Pelias(api_key=key, **common)
        return lambda text, countries, _: pelias.geocode(
            text, exactly_one=False, language="en", countries=list(countries)
        )
    opencage = geocoders.OpenCage(key or "", **common)
    return lambda text, countries, _: opencage.geocode(
        text,
        exactly_one=False,
        language="en",
        annotations=False,
        country=[code.lower() for code in countries],
    )


def _bounded_adapter() -> Callable[..., Any]:
    from geopy.adapters import URLLibAdapter
    from geopy.exc import GeocoderParseError, GeocoderTimedOut

    class BoundedAdapter(URLLibAdapter):  # type: ignore[misc]
        """geopy's own, but no answer may be huge or trickle in for ever."""

        def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
            self._until = time.monotonic() + 2 * timeout
            return str(super().get_text(url, timeout=timeout, headers=headers))

        def _decode_page(self, page: Any) -> str:
            body = b""
            while chunk := page.read1(_CHUNK) if hasattr(page, "read1") else page.read(_CHUNK):
                body += chunk
                if len(body) > _BIGGEST_BODY:
                    raise GeocoderParseError("too long an answer")
                if time.monotonic() > self._until:
                    raise GeocoderTimedOut("too slow an answer")
            try:
                return body.decode("utf-8")
            except UnicodeDecodeError as error:
                raise GeocoderParseError("not UTF-8") from error

    return BoundedAdapter


def _failure(error: Exception) -> ServiceFailure:
    from geopy import exc

    if isinstance(error, exc.GeocoderRateLimited):
        return ServiceFailure("busy", error.retry_after)
    if isinstance(
        error,
        exc.GeocoderAuthenticationFailure | exc.GeocoderInsufficientPrivileges | exc.GeocoderQuotaExceeded,
    ):
        return ServiceFailure("refused")
    if isinstance(error, exc.GeocoderQueryError | exc.GeocoderParseError):
        return ServiceFailure("unreadable")
    if isinstance(error, exc.GeocoderServiceError | OSError):
        return ServiceFailure("unreachable")
    return ServiceFailure("unreadable")  # an answer of another shape than the protocol's
