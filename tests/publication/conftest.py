"""Without LibreOffice, unless a test asks for it: it takes seconds a document."""

from __future__ import annotations

import pytest

from jibiao.publication import office


@pytest.fixture(autouse=True)
def _without_libreoffice(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "writer" not in request.fixturenames:
        monkeypatch.setattr(office, "as_pdf", lambda document: None)
