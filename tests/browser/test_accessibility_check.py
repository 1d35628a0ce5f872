"""The check for accessibility finds what it should: a check that cannot fail proves nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

PAGE = """<!doctype html><html lang="sv"><title>Prov</title><style>
p {{ color: #000; background: #fff }}
@media (prefers-color-scheme: dark) {{ p {{ color: {dark}; background: #000 }} }}
</style><main><h1>Prov</h1><p>Text</p>{rest}</main></html>"""


def test_a_good_page_passes(page: Page, accessible: Callable[[], None]) -> None:
    page.set_content(PAGE.format(dark="#fff", rest=""))

    accessible()


def test_a_picture_without_text_is_found(page: Page, accessible: Callable[[], None]) -> None:
    page.set_content(PAGE.format(dark="#fff", rest='<img src="data:,">'))

    with pytest.raises(AssertionError, match="image-alt"):
        accessible()


def test_too_little_contrast_in_the_dark_theme_alone_is_found(page: Page, accessible: Callable[[], None]) -> None:
    page.set_content(PAGE.format(dark="#333", rest=""))

    with pytest.raises(AssertionError, match=r"dark.*color-contrast"):
        accessible()


def test_a_target_too_small_for_a_finger_is_found(page: Page, accessible: Callable[[], None]) -> None:
    small = '<button style="width:9px;height:9px;padding:0" aria-label="a"></button>' * 2
    page.set_content(PAGE.format(dark="#fff", rest=small))

    with pytest.raises(AssertionError, match="target-size"):
        accessible()
