"""`rounds signin`: a link by which somebody signs in to the console; the way for the first administrator."""

from rich.console import Console

from bot.adapters.channels.web.channel import CHANNEL as WEB
from bot.adapters.clock import SystemEntropy
from bot.adapters.console.doors import sign_in_link
from bot.adapters.console.single_sign_on import SIGN_IN
from bot.cli.ending import CommandRefused
from bot.cli.schema import require_schema
from bot.cli.system_user import by_user
from bot.domain.administration.log import RevisionSource
from bot.domain.administration.sign_in import LINK_LIVES
from bot.domain.identifiers import PersonId
from bot.flows.administration.sign_in import LinksAreOff, SignIn
from bot.ports import Clock
from config.settings import Settings
from storage.database import Database


async def run_signin(
    person: str, settings: Settings, *, database: Database, clock: Clock, out: Console, err: Console
) -> None:
    """Print a new link, alone on `out`; the person's earlier one ends. The log says who made it, and for whom."""
    await require_schema(database)
    by_link, root = settings.console_signin == "link", settings.of(WEB).root
    sign_in = SignIn(storage=database, clock=clock, entropy=SystemEntropy(), administrators_by_link=by_link)
    try:
        secret = await sign_in.offer(PersonId(person), author=by_user(RevisionSource.SHELL))
    except LinksAreOff as error:
        what = f"{person} signs in at {root}{SIGN_IN} with an account of the hospital"
        mend = "to let them in by a link set ROUNDS_CONSOLE_SIGNIN=link and restart rounds run"
        raise CommandRefused(f"PERSON: {what}, because links are off for administrators; {mend}") from error
    if secret is None:
        raise CommandRefused(f'PERSON: nobody has the id "{person}"; see: rounds people')
    minutes = LINK_LIVES.seconds // 60
    out.print(sign_in_link(root, secret), highlight=False, markup=False, soft_wrap=True)
    note = f"It works once, for {minutes} minutes, and signs {person} in: hand it to nobody else."
    err.print(note, highlight=False, markup=False, soft_wrap=True)
