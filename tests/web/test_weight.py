"""A first visit is at most 120 KiB in 8 requests, the next page at most 15 KiB; files are kept by their fingerprint."""

import gzip
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from pytest_django import Settings
from whitenoise.middleware import WhiteNoiseMiddleware

from samverk.web import markup
from tests.web.reading import read

KIB = 1024
# What the pages to come may weigh: the frame must leave them this much of the next page's 15 KiB.
FRAME = 3 * KIB


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> Path:
    """The static files as an installation serves them."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def sent(file: Path) -> int:
    """Bytes on the wire: the compressed twin where there is one."""
    twin = file.with_name(f"{file.name}.gz")
    return (twin if twin.exists() else file).stat().st_size


def latest(folder: Path, pattern: str) -> Path:
    [file] = [file for file in folder.glob(pattern) if file.suffix != ".gz"]
    return file


@pytest.mark.django_db
@pytest.mark.urls("tests.web.addresses")
def test_a_first_visit_is_light(collected: Path, visitor: Client) -> None:
    html = visitor.get("/komponenter/").content
    # The page names its files with their fingerprint, or without where an earlier test has had it written so.
    plain = {re.sub(r"\.[0-9a-f]{12}$", "", Path(asset).stem) for asset in read(html.decode()).assets}
    names = plain | {"samverk-sans", "samverk-serif"}
    files = [latest(collected, f"**/{name}.????????????.*") for name in names]

    total = len(gzip.compress(html)) + sum(sent(file) for file in files)

    assert len(files) + 1 <= 8
    assert total <= 100 * KIB, "the pages to come need 20 KiB more than the sheet of parts"


@pytest.mark.django_db
def test_the_frame_leaves_room_for_the_page(member: Client) -> None:
    assert len(gzip.compress(member.get("/logga-ut/").content)) <= FRAME


def test_every_file_the_style_sheet_names_has_its_fingerprint(collected: Path) -> None:
    sheet = latest(collected, "samverk.????????????.css").read_text(encoding="utf-8")
    fonts = re.findall(r"url\(\"?(fonts/[^)\"]+)", sheet)

    assert len(fonts) == 2
    assert all(re.fullmatch(r"fonts/[\w-]+\.[0-9a-f]{12}\.woff2", font) for font in fonts)
    assert all((collected / font).is_file() for font in fonts)


def test_the_fingerprint_is_in_the_pages(collected: Path) -> None:
    markup.asset.cache_clear()
    try:
        head = render_to_string("shell/head.html")
    finally:
        markup.asset.cache_clear()

    assert re.search(r'href="/static/samverk\.[0-9a-f]{12}\.css"', head)
    assert re.search(r'href="/static/fonts/samverk-sans\.[0-9a-f]{12}\.woff2"', head)


@pytest.mark.django_db
def test_a_file_with_a_fingerprint_is_kept_for_good(collected: Path, settings: Settings) -> None:
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False

    def not_found(request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=404)

    serve = WhiteNoiseMiddleware(not_found, settings)
    sheet = latest(collected, "samverk.????????????.css")
    response = serve(RequestFactory().get(f"/static/{sheet.name}", headers={"Accept-Encoding": "gzip"}))
    response.close()

    assert response["Cache-Control"] == "max-age=315360000, public, immutable"
    assert response["Content-Encoding"] == "gzip"
