"""How somebody comes from their chat to a page, wherever in Rounds they are told of it."""

from bot.adapters.console.doors import sign_in_link
from bot.adapters.console.single_sign_on import SIGN_IN
from bot.app.world import World
from bot.domain.identifiers import PersonId
from bot.flows.administration.sign_in import SignIn
from bot.ports import UnitOfWork


async def page_link(world: World, sign_in: SignIn, work: UnitOfWork, person: PersonId, *, there: str = "") -> str:
    """A new link that signs them in once; or, where people sign in with their account, the page's address: who is
    signed in already comes there at once. `there`: the path of the page, if it is not the first that they may open."""
    if not world.administrators_by_link:
        return f"{world.contact.rstrip('/')}{there or SIGN_IN}"
    return sign_in_link(world.contact, await sign_in.offer_in(work, person), there)
