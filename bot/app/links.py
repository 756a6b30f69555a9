"""How somebody comes to a page of theirs, wherever in Rounds they are told of it."""

from bot.adapters.console.doors import sign_in_link
from bot.adapters.console.single_sign_on import SIGN_IN
from bot.app.world import World
from bot.domain.identifiers import PersonId
from bot.flows.administration.sign_in import SignIn
from bot.ports import UnitOfWork


async def page_link(world: World, sign_in: SignIn, work: UnitOfWork, person: PersonId, *, there: str = "") -> str:
    """From their chat. `there`: the path of the page, if it is not the first that they may open."""
    address = _of_accounts(world, world.contact, there)
    return sign_in_link(world.contact, await sign_in.offer_in(work, person), there) if address is None else address


async def page_path(world: World, sign_in: SignIn, person: PersonId) -> str | None:
    """From another page of ours; None where nobody on the list has this id."""
    path = _of_accounts(world, "", "")
    if path is not None:
        return path
    secret = await sign_in.offer(person)
    return None if secret is None else sign_in_link("", secret)


def _of_accounts(world: World, root: str, there: str) -> str | None:
    """Where people sign in with their account, the page's address: who is signed in already comes there at once. None
    where a new link signs them in once."""
    return None if world.administrators_by_link else f"{root.rstrip('/')}{there or SIGN_IN}"
