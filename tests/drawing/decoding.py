"""Reads what `geomap.drawing.codec.encode` writes, as assets/codec.js does."""

Section = list[list[tuple[float, float]]]


def decode(blob: bytes, grid: int) -> list[Section]:
    at = 0

    def varint() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = blob[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def step() -> int:
        value = varint()
        return -((value + 1) // 2) if value & 1 else value // 2

    sections = []
    while at < len(blob):
        x = y = 0
        section = []
        for _ in range(varint()):
            path = []
            for _ in range(varint()):
                x += step()
                y += step()
                path.append((x / grid, y / grid))
            section.append(path)
        sections.append(section)
    return sections
