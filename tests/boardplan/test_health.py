"""What a load balancer is told."""

import pytest
from django.db import OperationalError, connection


@pytest.mark.django_db
def test_it_is_well_while_the_database_answers_whatever_the_host(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/healthz", headers={"host": "10.0.0.7"})
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == "no-store"
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_it_is_not_without_the_database(client, monkeypatch):
    def gone():
        raise OperationalError("server closed the connection, password=hunter2")

    monkeypatch.setattr(connection, "cursor", gone)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.content == b"The database does not answer.\n"
