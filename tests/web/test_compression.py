"""Pages are sent compressed to those who can read it, and whole to all others."""

import gzip

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import RequestFactory

from samverk.web.compression import Compression

PAGE = ("<p>Kommunerna på Östgötaslätten</p>" * 200).encode()


def answered(response: HttpResponseBase, accept: str = "gzip, deflate, br") -> HttpResponseBase:
    def get_response(request: HttpRequest) -> HttpResponseBase:
        return response

    return Compression(get_response)(RequestFactory().get("/", headers={"Accept-Encoding": accept}))


def test_a_page_is_sent_compressed_and_is_the_same_when_unpacked() -> None:
    for _ in range(5):
        response = answered(HttpResponse(PAGE))
        assert isinstance(response, HttpResponse)

        assert gzip.decompress(response.content) == PAGE
        assert len(response.content) < len(PAGE) / 10
        assert response["Content-Encoding"] == "gzip"
        assert response["Content-Length"] == str(len(response.content))
        assert response["Vary"] == "Accept-Encoding"


def test_the_length_of_a_page_does_not_tell_what_is_on_it() -> None:
    lengths = {answered(HttpResponse(PAGE))["Content-Length"] for _ in range(50)}

    assert len(lengths) > 10


def test_who_cannot_unpack_gets_the_page_as_it_is() -> None:
    response = answered(HttpResponse(PAGE), accept="identity")
    assert isinstance(response, HttpResponse)

    assert response.content == PAGE
    assert not response.has_header("Content-Encoding")
    assert response["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(b"<p>"),
        HttpResponse(PAGE, content_type="image/svg+xml"),
        HttpResponse(PAGE, headers={"Content-Encoding": "br"}),
        StreamingHttpResponse([PAGE]),
    ],
)
def test_what_is_small_or_no_page_or_compressed_already_is_left_alone(response: HttpResponseBase) -> None:
    before = dict(response.items())

    assert dict(answered(response).items()) == before
