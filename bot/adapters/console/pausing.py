"""Pausing everything and going on, for all that a visitor administers or a part of it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.adapters.console.doors import PATHS, POST, PageRoute, Visitor, missing
from bot.adapters.console.editing import show_form
from bot.adapters.console.schedules import administered
from bot.domain.administration.programme_forms import WHOLE, pause_form
from bot.domain.administration.rights import ConsolePage
from bot.domain.errors import UnknownUnit
from bot.domain.identifiers import UnitId
from bot.domain.texts.sentences import worded
from bot.flows.operations.pause_everything import NotPossible, PauseEverything, ResumeEverything

HERE: Final = PATHS[ConsolePage.OVERVIEW]
PAUSE: Final = f"{HERE}/pause"
RESUME: Final = f"{HERE}/resume"


class PausePages:
    def __init__(self, *, pause: PauseEverything, resume: ResumeEverything) -> None:
        self._pause, self._resume = pause, resume

    def routes(self) -> Sequence[PageRoute]:
        return [
            PageRoute(PAUSE, ConsolePage.OVERVIEW, self.pause),
            PageRoute(RESUME, ConsolePage.OVERVIEW, self.resume, POST),
        ]

    async def pause(self, request: Request, visitor: Visitor) -> Response:
        locale = visitor.locale
        form = pause_form(administered(visitor))
        filled = form.blank()
        if request.method == "POST":
            filled = form.read(visitor.posted, locale)
            if not filled.faults:
                unit, until = str(filled.values["unit"]), filled.values["until"]
                try:
                    await self._pause(
                        None if unit == WHOLE else unit,
                        until=until if isinstance(until, date) else None,
                        reason=str(filled.values["reason"]),
                        author=visitor.author,
                        tell=bool(filled.values["tell"]),
                    )
                    return RedirectResponse(HERE, status_code=303)
                except NotPossible as error:
                    filled = replace(filled, faults={error.at: worded(error.said, locale)})
        return show_form(visitor, filled, action=PAUSE, back=HERE, here=HERE)

    async def resume(self, _request: Request, visitor: Visitor) -> Response:
        unit = None if visitor.value("unit") == WHOLE else UnitId(visitor.value("unit"))
        if not may_resume(visitor, unit):
            return missing(visitor)
        with suppress(NotPossible, UnknownUnit):  # somebody else has done it already
            await self._resume(unit, author=visitor.author)
        return RedirectResponse(HERE, status_code=303)


def may_resume(visitor: Visitor, unit: UnitId | None) -> bool:
    """Whether this visitor may end the pause of a unit; only whoever administers all that of the organisation, or of a
    unit that is retired."""
    return unit in visitor.units or visitor.opens_everything(ConsolePage.OVERVIEW)
