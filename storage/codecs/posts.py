"""How change-overs and the register of posts are kept inside the programme's body."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.domain.identifiers import UnitId
from bot.domain.iso_weeks import IsoWeek
from bot.domain.organisation.change_overs import (
    ChangeKind,
    ChangeOver,
    Month,
)
from bot.domain.organisation.people import Profession
from bot.domain.organisation.posts import (
    GovernanceSeat,
    LeadershipRole,
    RoleHeld,
    SeatKind,
)
from bot.domain.programme.programme import Programme


def plain_register(programme: Programme) -> dict[str, object]:
    """Plain values for the three lists; the readers below are the inverse."""
    return {
        "change_overs": [
            {
                "kind": change.kind.value,
                "units": change.units,
                "reason": change.reason,
                "month" if isinstance(change.when, Month) else "week": str(change.when),
            }
            for change in programme.change_overs
        ],
        "leadership_roles": [{"role": role.role.value, **_plain_post(role)} for role in programme.leadership_roles],
        "governance_seats": [
            {"title": seat.title, "kind": seat.kind.value, "votes": seat.votes, **_plain_post(seat)}
            for seat in programme.governance_seats
        ],
    }


def change_overs(body: Mapping[str, Any]) -> tuple[ChangeOver, ...]:
    """None in a programme that was saved before there were any."""
    return tuple(
        ChangeOver(
            kind=ChangeKind(plain["kind"]),
            units=tuple(UnitId(unit) for unit in plain["units"]),
            reason=plain["reason"],
            when=Month(plain["month"]) if "month" in plain else IsoWeek.parse(plain["week"]),
        )
        for plain in _listed(body, "change_overs")
    )


def leadership_roles(body: Mapping[str, Any]) -> tuple[RoleHeld, ...]:
    return tuple(
        RoleHeld(
            role=LeadershipRole(plain["role"]),
            unit=_unit(plain),
            profession=_profession(plain),
            since=_since(plain),
        )
        for plain in _listed(body, "leadership_roles")
    )


def governance_seats(body: Mapping[str, Any]) -> tuple[GovernanceSeat, ...]:
    return tuple(
        GovernanceSeat(
            title=plain["title"],
            kind=SeatKind(plain["kind"]),
            unit=_unit(plain),
            profession=_profession(plain),
            since=_since(plain),
            votes=plain["votes"],
        )
        for plain in _listed(body, "governance_seats")
    )


def _listed(body: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    entries: Sequence[Mapping[str, Any]] = body.get(name, ())
    return entries


def _plain_post(post: RoleHeld | GovernanceSeat) -> dict[str, str | None]:
    return {
        "unit": post.unit,
        "profession": post.profession and post.profession.value,
        "since": post.since.isoformat() if post.since else None,
    }


def _unit(plain: Mapping[str, Any]) -> UnitId | None:
    return None if plain["unit"] is None else UnitId(plain["unit"])


def _profession(plain: Mapping[str, Any]) -> Profession | None:
    return None if plain["profession"] is None else Profession(plain["profession"])


def _since(plain: Mapping[str, Any]) -> date | None:
    return None if plain["since"] is None else date.fromisoformat(plain["since"])
