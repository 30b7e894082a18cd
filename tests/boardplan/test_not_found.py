"""An address that leads nowhere shows our page, in the demo too."""

import pytest


@pytest.mark.parametrize("debug", [True, False])
def test_another_boards_page_is_not_found_in_our_words(cast, sign_in, settings, debug):
    settings.DEBUG = debug
    response = sign_in(cast.outsider).get(f"/{cast.board.slug}/")
    assert response.status_code == 404
    html = response.content.decode()
    assert "Page not found</h1>" in html
    assert cast.board.name not in html
    assert "URLconf" not in html


def test_nor_where_no_address_of_ours_is_alike(client, cast, settings):
    settings.DEBUG = True
    client.force_login(cast.manager)
    answer = client.get("/no/such/page/at/all/")
    assert answer.status_code == 404
    assert "URLconf" not in answer.text
    assert "Page not found" in answer.text
