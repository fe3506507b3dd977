"""Stories: reports of one event in several documents, linked and told side by side.

`link` finds them; `groups` and `columns` read them off linked reports. `geomap.events.linking` is another
thing: it merges what one document tells twice.
"""

from geomap.stories.linking import link

__all__ = ["link"]
