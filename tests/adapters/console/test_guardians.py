"""Help for staff and guardians through a real server: named, ended, and refused where nobody is on the list."""

import pytest

from bot.domain.identifiers import PersonId
from bot.domain.programme.programme import Guardian, StaffHelp
from tests.adapters.console.test_posts import ways
from tests.adapters.console.test_teams import save, state
from tests.support.consoles import ICU, Browser, Hospital

PAGE = "/admin/guardians"


@pytest.mark.drill
async def test_a_guardian_is_named_and_ended(hospital: Hospital, whole: Browser) -> None:
    await whole.get("/admin/teams")
    assert ways(whole, "Help and guardians") == PAGE
    await whole.get(PAGE)
    assert "Nobody is named yet" in whole.text
    await save(whole, f"{PAGE}/new", {"person": "aud", "units": "icu"})
    assert whole.page.url.path == PAGE
    programme, _ = await state(hospital)
    assert programme.guardians == (Guardian(person=PersonId("aud"), units=(ICU,)),)
    ends = ways(whole, "End Aud (aud) as guardian")
    await whole.get(ends)
    assert "guardian taken out: aud for icu" in whole.text
    await whole.post(ends, {**whole.hidden_all(), "step": "save"})
    assert (await state(hospital))[0].guardians == ()
    await whole.post(ends, {**whole.hidden_all(), "step": "save"})
    assert whole.page.url.path == PAGE, "a second press does no harm"


async def test_who_is_not_on_the_list_is_no_guardian(hospital: Hospital, whole: Browser) -> None:
    await whole.get(f"{PAGE}/new")
    await whole.post(f"{PAGE}/new", {**whole.hidden_all(), "person": "zzz", "units": "icu"})
    assert whole.page.status_code == 422
    assert "is nobody on the list" in whole.text
    assert (await state(hospital))[0].guardians == ()


async def test_help_for_staff_is_written_checked_and_taken_away(hospital: Hospital, whole: Browser) -> None:
    await whole.get(f"{PAGE}/help")
    await whole.post(f"{PAGE}/help", {**whole.hidden_all(), "text": "Staff support", "link": "javascript:alert(1)"})
    assert whole.page.status_code == 422
    assert "must begin with https://" in whole.text
    await save(whole, f"{PAGE}/help", {"text": "Staff support", "link": "https://staff.example.org"})
    assert (await state(hospital))[0].help == StaffHelp(text="Staff support", link="https://staff.example.org")
    await save(whole, f"{PAGE}/help", {"text": "", "link": ""})
    assert (await state(hospital))[0].help is None
