"""The chart of a frozen digest, drawn when its message is sent."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.domain.digests.chart import (
    ChartFigures,
    alt_text,
    usual_range,
)
from bot.domain.messaging.buttons import DigestRef
from bot.domain.messaging.documents import Picture
from bot.ports import UnitOfWork

Paint = Callable[[ChartFigures], Awaitable[bytes]]
"""Draws a PNG without holding up the event loop."""


class DrawChart:
    """The picture shows what its digest froze, all of it released, whenever it is drawn."""

    def __init__(self, *, paint: Paint) -> None:
        self._paint = paint

    async def __call__(self, work: UnitOfWork, digest: DigestRef, locale: str) -> Picture | None:
        """In the language of the message it belongs to; None when there is nothing to draw."""
        frozen = await work.weeks.digest(digest.unit, digest.week)
        chart = None if frozen is None else frozen.chart
        if chart is None:
            return None
        chart = replace(chart, locale=locale)
        return Picture(png=await self._paint(chart), alt=alt_text(chart, usual_range(chart)))
