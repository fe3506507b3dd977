"""The page as a picture, held against one that was looked at: wide and on a phone, light and dark.

Letters differ from machine to machine, so the browser is given one font of a package and no other. Pictures
are compared at half size with a tolerance, in the browser itself. After a change that was meant, look at the
page and renew them with GEOMAP_RENEW_GOLDEN=1.
"""

import base64
import os
from importlib.util import find_spec
from pathlib import Path

import example_reports as examples
import pytest
from waiting import patient_page, rested, still

GOLDEN = Path(__file__).parent.parent / "golden" / "pictures"
WIDTHS = {"wide": (1280, 800), "phone": (390, 844)}
# how far pixels may lie apart on average, of 255, and the share of them that may be plainly different
MEAN, PLAIN = 4.0, 0.03
HALVED = """
async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.width >> 1, image.height >> 1];
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL();
}
"""
APART = """
async (addresses) => {
  const pixels = await Promise.all(addresses.map(async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, canvas.width, canvas.height).data;
  }));
  if (pixels[0].length !== pixels[1].length) return [255, 1];
  let sum = 0;
  let plain = 0;
  for (let i = 0; i < pixels[0].length; i++) {
    const apart = Math.abs(pixels[0][i] - pixels[1][i]);
    sum += apart;
    if (apart > 64) plain++;
  }
  return [sum / pixels[0].length, plain / pixels[0].length];
}
"""


@pytest.fixture(scope="module")
def browser(launch, tmp_path_factory):
    """A Chromium that knows one font."""
    folder = Path(next(iter(find_spec("font_roboto").submodule_search_locations))) / "files"
    work = tmp_path_factory.mktemp("fonts")
    settings = work / "fonts.conf"
    settings.write_text(
        f"<fontconfig><dir>{folder}</dir><cachedir>{work}</cachedir></fontconfig>", encoding="utf-8"
    )
    return launch(FONTCONFIG_FILE=str(settings))


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    reports = examples.both()
    world = examples.map_of(reports, title="Two articles on one war")
    path = tmp_path_factory.mktemp("page") / "map.html"
    world.save(str(path))
    return path


def as_address(picture):
    return "data:image/png;base64," + base64.b64encode(picture).decode()


def taken(browser, file, size, scheme):
    """The page at half size, as a data address, and the page that can compare pictures."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-US", offline=True
    )
    page = patient_page(context)
    page.goto(file.as_uri())
    page.wait_for_selector("html.gm-ready", state="attached")
    rested(page)
    still(page)
    picture = page.screenshot(animations="disabled")
    page.goto("about:blank")
    return page.evaluate(HALVED, as_address(picture)), page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", WIDTHS)
def test_the_page_looks_as_it_did(browser, file, name, scheme):
    found, page = taken(browser, file, WIDTHS[name], scheme)
    path = GOLDEN / f"{name}-{scheme}.png"
    if os.environ.get("GEOMAP_RENEW_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(base64.b64decode(found.partition(",")[2]))
    mean, plain = page.evaluate(APART, [found, as_address(path.read_bytes())])
    page.context.close()

    assert mean <= MEAN
    assert plain <= PLAIN


def test_another_look_is_noticed(browser, file):
    found, page = taken(browser, file, WIDTHS["wide"], "light")
    mean, _ = page.evaluate(APART, [found, as_address((GOLDEN / "wide-dark.png").read_bytes())])
    page.context.close()

    assert mean > MEAN


def test_the_pictures_take_little_room():
    assert sum(path.stat().st_size for path in GOLDEN.glob("*.png")) < 1_000_000
