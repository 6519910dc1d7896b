"""What an answer's status and words mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Malformed, NoSuchSymbol, OutOfRange, ProviderError, Unreachable
from bot.providers.yahoo.documents import Answer, ServerTrouble, require_document

NOT_FOUND = (
    b'{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found, symbol may be delisted"}}}'
)
NO_SUCH_RANGE = (
    b'{"chart":{"result":null,"error":{"code":"Bad Request","description":"Data doesn\'t exist for startDate = 1"}}}'
)
BAD_CRUMB = b'{"finance":{"result":null,"error":{"code":"Unauthorized","description":"Invalid Crumb"}}}'


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (404, NOT_FOUND, NoSuchSymbol),
        (200, NOT_FOUND, NoSuchSymbol),
        (
            404,
            b'{"quoteSummary":{"result":null,"error":{"code":"Not Found","description":"Quote not found"}}}',
            NoSuchSymbol,
        ),
        (400, NO_SUCH_RANGE, OutOfRange),
        (401, BAD_CRUMB, Unreachable),
        (403, b'{"message":"Forbidden"}', Unreachable),
        (404, b"{}", Unreachable),
        (404, b"<html>no such page</html>", Malformed),
        (200, b"<html>Will be right back</html>", Malformed),
        (200, b"", Malformed),
        (200, b"[]", Malformed),
        (200, b'{"chart":', Malformed),
        (502, b"<html>Bad Gateway</html>", ServerTrouble),
        (503, NOT_FOUND, ServerTrouble),
    ],
)
def test_each_answer_has_its_error(status: int, body: bytes, error: type[Exception]) -> None:
    """Only Yahoo's own words deny a symbol; a bare 404 does not."""
    with pytest.raises(error):
        require_document(Answer(status, body), "NVDA")


def test_a_good_answer_is_its_document() -> None:
    """Errors that are null are none."""
    assert {"chart": {"result": [], "error": None}} == require_document(
        Answer(200, b'{"chart":{"result":[],"error":null}}'), "NVDA"
    )


@given(st.integers(200, 599), st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_answer_raises_anything_else(status: int, body: bytes) -> None:
    """Whatever comes over the wire ends as a document or as an error of ours."""
    try:
        require_document(Answer(status, body), "NVDA")
    except (ProviderError, ServerTrouble):
        return
