"""From numbers to pixels."""

import math

from geomap.layering.layers import Scale


def pixels(scale: Scale, value: float | None) -> float:
    """The size of `value` in pixels, to one decimal; the least size where there is no positive value."""
    least, most = scale.range
    if value is None or not math.isfinite(value) or value <= 0:
        return least
    if scale.scale == "sqrt":
        shaped = math.sqrt(value)
    else:
        shaped = value if scale.scale == "linear" else math.log10(value + 1)
    return round(min(most, max(least, scale.factor * shaped)), 1)
