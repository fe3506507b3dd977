"""A server on 127.0.0.1 that speaks the protocols of the online geocoders, well or badly as told."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PATHS = {
    "nominatim": "/search",
    "photon": "/api",
    "geonames": "/searchJSON",
    "arcgis": "/arcgis/rest/services/World/GeocodeServer/findAddressCandidates",
    "pelias": "/v1/search",
    "opencage": "/geocode/v1/json",
}


def answer(service, name, lat, lon, *, kind="village", code="ua"):
    """One place as `service` words it; `kind` is village, or a word of the service's own."""
    point = {"type": "Point", "coordinates": [lon, lat]}
    if service == "nominatim":
        place = {
            "name": name,
            "display_name": f"{name}, Somewhere",
            "lat": str(lat),
            "lon": str(lon),
            "osm_type": "node",
            "osm_id": 42,
            "addresstype": kind,
            "type": "administrative" if kind == "village" else kind,
            "address": {"country_code": code},
        }
        return [place]
    if service == "photon":
        properties = {
            "name": name,
            "osm_type": "N",
            "osm_id": 42,
            "osm_value": kind,
            "countrycode": code.upper(),
        }
        return {"features": [{"geometry": point, "properties": properties}]}
    if service == "geonames":
        word = "PPL" if kind == "village" else kind
        place = {"name": name, "lat": str(lat), "lng": str(lon), "geonameId": 42, "fcode": word}
        return {"geonames": [place | {"fcl": "P" if kind == "village" else "X", "countryCode": code.upper()}]}
    if service == "arcgis":
        word = "Village" if kind == "village" else kind
        attributes = {"PlaceName": name, "Type": word, "Addr_type": "Locality"}
        return {
            "candidates": [
                {
                    "address": f"{name}, Somewhere",
                    "location": {"x": lon, "y": lat},
                    "attributes": attributes if kind == "village" else attributes | {"Addr_type": kind},
                }
            ]
        }
    if service == "pelias":
        word = "locality" if kind == "village" else kind
        properties = {
            "name": name,
            "gid": "whosonfirst:locality:42",
            "layer": word,
            "country_code": code.upper(),
        }
        return {"features": [{"geometry": point, "properties": properties}]}
    return {
        "status": {"code": 200, "message": "OK"},
        "results": [
            {
                "formatted": f"{name}, Somewhere",
                "geometry": {"lat": lat, "lng": lon},
                "components": {"_type": kind, "country_code": code},
            }
        ],
    }


class GeocoderServer:
    """``replies`` are given in turn, the last again and again: (status, headers, body, seconds to wait)."""

    def __init__(self):
        self.replies = [(200, {}, b"[]", 0)]
        self.requests = []

    def say(self, *bodies, status=200, headers=None, wait=0):
        """Reply with `bodies` in turn: JSON values, or bytes as they are."""
        self.replies = [self._reply(body, status, headers, wait) for body in bodies]

    def then(self, body, status=200, headers=None, wait=0):
        self.replies.append(self._reply(body, status, headers, wait))

    @staticmethod
    def _reply(body, status, headers, wait):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return status, headers or {}, data, wait

    @contextmanager
    def running(self):
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                address = urlsplit(self.path)
                outer.requests.append((address.path, parse_qs(address.query), dict(self.headers)))
                status, headers, body, wait = (
                    outer.replies.pop(0) if len(outer.replies) > 1 else outer.replies[0]
                )
                time.sleep(wait)
                try:
                    self.send_response(status)
                    for key, value in headers.items():
                        self.send_header(key, value)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    for at in range(0, len(body), drip := 1 if "X-Drip" in headers else len(body) or 1):
                        self.wfile.write(body[at : at + drip])
                        time.sleep(0.05 if "X-Drip" in headers else 0)
                except OSError:
                    pass  # the client has gone, as it should when we are slow

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
