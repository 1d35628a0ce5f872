"""The page of the handbook that tells who may says what the matrix says."""

from scripts.rights import PAGE, page


def test_the_page_is_as_the_matrix() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it again: make docs"
