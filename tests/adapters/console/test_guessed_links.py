"""A guessed address is answered alike, byte by byte, whether what it names is somebody else's or is not there."""

import re
from collections.abc import Mapping

import pytest

from tests.support.consoles import THEATRE, Hospital

SIDS: Mapping[str, str] = {"unit": THEATRE, "person": "tom", "schedule": "theatre-pulse"}
NOBODYS: Mapping[str, str] = {"unit": "nowhere", "person": "nobody", "schedule": "nothing"}
OTHER_PARTS: Mapping[str, str] = {"role": "medical_lead", "week": "2026-W08", "part": "roles"}
_PART = re.compile(r"\{(\w+)(?::\w+)?\}")


@pytest.mark.parametrize("who", ["ivy", "leo", "spo", "cha", "aud", "mem"])
async def test_what_is_others_looks_like_what_is_not_there(hospital: Hospital, who: str) -> None:
    paths = [path for path in hospital.paths if SIDS.keys() & set(_PART.findall(path))]
    assert len(paths) > 10
    async with hospital.browser(who) as browser:
        browser.client.follow_redirects = False
        token = browser.hidden().get("form", "")
        assert token
        for path in paths:
            heard = []
            for named in (SIDS, NOBODYS):
                parts = {**OTHER_PARTS, **named}
                at = _PART.sub(lambda found, parts=parts: parts.get(found[1], "x"), path)  # type: ignore[misc]
                shown, done = await browser.get(at), await browser.post(at, {"form": token}, token=False)
                heard.append([(each.status_code, each.headers.get("location"), each.text) for each in (shown, done)])
            assert heard[0] == heard[1], path
