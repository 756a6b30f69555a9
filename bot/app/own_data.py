"""What people may do with their own data, wired once for their own page and for their chat."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.channels.web import WEB
from bot.adapters.console.me import HERE
from bot.adapters.tombstones import FileTombstones
from bot.app.links import page_link
from bot.app.world import World
from bot.domain.identifiers import PersonId
from bot.domain.organisation.people import Channel
from bot.flows.administration.sign_in import SignIn
from bot.flows.epochs.living_answers import LivingAnswers
from bot.flows.epochs.seal_messages import SealMessages
from bot.flows.inbox.process import Greet
from bot.flows.own_page.forget_own import ForgetOwn
from bot.flows.own_page.own_batch import OpenOwnBatch
from bot.flows.own_page.own_in_chat import OwnInChat
from bot.flows.own_page.send_own_file import SendOwnFile
from bot.flows.own_page.write_own_file import WriteOwnFile
from bot.flows.raising.keep_notes import KeepNotes
from bot.ports import Messenger, UnitOfWork, WorkQueue


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDataFlows:
    write_file: WriteOwnFile
    send_file: SendOwnFile
    forget: ForgetOwn
    in_chat: OwnInChat


def own_data_of(
    world: World,
    *,
    batch: OpenOwnBatch,
    answers: LivingAnswers,
    notes: KeepNotes,
    seal: SealMessages,
    sign_in: SignIn,
    messengers: Mapping[Channel, Messenger],
    queue: WorkQueue,
    greet: Greet,
) -> OwnDataFlows:
    storage, clock = world.storage, world.clock
    write = WriteOwnFile(storage=storage, clock=clock, batch=batch, answers=answers)
    send = SendOwnFile(storage=storage, write=write, messengers=messengers, seal=seal, clock=clock, queue=queue)
    forget = ForgetOwn(
        storage=storage,
        clock=clock,
        tombstones=FileTombstones(world.keys_folder, entropy=world.entropy),
        answers=answers,
        destroy_notes=notes.destroy_of,
        awaits_file=send.is_awaited,
    )

    async def link(work: UnitOfWork, person: PersonId, /) -> str:
        return await page_link(world, sign_in, work, person, there=HERE)

    in_chat = OwnInChat(
        pages=WEB,
        deletable={channel.id for channel in CHANNELS if channel.can_delete},
        link=link,
        is_secret=world.administrators_by_link,
        send=send,
        forget=forget,
        tell=greet,
    )
    return OwnDataFlows(write_file=write, send_file=send, forget=forget, in_chat=in_chat)
