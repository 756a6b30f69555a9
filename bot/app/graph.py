"""Every flow of one process, wired once."""

from collections.abc import Collection
from functools import partial
from importlib.metadata import version

from bot.adapters.channels.registry import CHANNELS, longest_text, name_command
from bot.adapters.channels.web import WEB
from bot.adapters.channels.web.bell import Bell
from bot.adapters.channels.web.chat import ChatPages
from bot.adapters.channels.web.hub import Hub, chat_key
from bot.adapters.channels.web.push import ServerKey, WebPush
from bot.adapters.channels.web.server import WebServer
from bot.adapters.charts import paint_chart
from bot.adapters.console.certificates import certificate_address
from bot.adapters.console.posts import posts_path
from bot.adapters.key_files import LookAtKeyFiles
from bot.adapters.keys import INBOX_SUFFIX, FileKeys
from bot.adapters.metrics import Metrics
from bot.adapters.note_files import FileNotes
from bot.adapters.recurrence import CronRecurrence
from bot.adapters.sealer import AesSealer
from bot.app.channels import Accounts, Host
from bot.app.console import OwnFlows, console_of
from bot.app.links import page_link, page_path
from bot.app.own_data import own_data_of
from bot.app.proof import watch_log
from bot.app.revising import reviser
from bot.app.rotas import own_calendars, upload_rota
from bot.app.steps import steps_of
from bot.app.world import World
from bot.domain.detector.port import watch
from bot.domain.identifiers import PersonId, UnitId
from bot.flows.administration.find_people import FindAdministrators
from bot.flows.administration.in_chat.administer import AdministerInChat
from bot.flows.administration.in_chat.fill_in_form import FillInForm
from bot.flows.administration.in_chat.menu import ChatMenu
from bot.flows.administration.in_chat.prompt_words import PromptWords
from bot.flows.administration.in_chat.raise_alerts import RaiseAlerts
from bot.flows.administration.in_chat.steps import KeepDrafts
from bot.flows.administration.in_chat.tasks import ChatTasks
from bot.flows.administration.sign_in import SignIn
from bot.flows.administration.upload.saving import SaveUploads
from bot.flows.administration.upload.upload_people import UploadPeople
from bot.flows.answering.enrol import RedeemCode, RedeemOnPage
from bot.flows.answering.enrol_in_chat import EnrolInChat
from bot.flows.answering.file_answer import FileAnswer
from bot.flows.answering.hang_bell import HangBell
from bot.flows.answering.hold_words import HoldWords
from bot.flows.answering.offer_console import OfferConsole
from bot.flows.answering.place_words import PlaceWords
from bot.flows.answering.read_chat import ReadChat
from bot.flows.answering.route_update import RouteUpdate
from bot.flows.answering.seal_answer import SealAnswer
from bot.flows.answering.show_home import ShowHome
from bot.flows.answering.show_menu import ShowMenu
from bot.flows.answering.take_answer import TakeAnswer
from bot.flows.answering.wishes.change_consent import ChangeConsent
from bot.flows.answering.wishes.explain import Explain
from bot.flows.answering.wishes.grant_wish import GrantWish
from bot.flows.answering.wishes.show_own import ShowOwn
from bot.flows.asking.compose_pulse import ComposePulse
from bot.flows.asking.expire_pulses import ExpirePulses
from bot.flows.asking.plan_rounds import PlanRounds
from bot.flows.attention.spread_attention import SpreadAttention
from bot.flows.digests.draw_chart import DrawChart
from bot.flows.epochs.close_epoch import CloseEpoch
from bot.flows.epochs.inbox_keys import InboxKeys
from bot.flows.epochs.living_answers import LivingAnswers
from bot.flows.epochs.open_epoch import OpenEpoch
from bot.flows.epochs.seal_messages import SealMessages
from bot.flows.epochs.seal_text import SealText
from bot.flows.follow_up.act_on_digest import ActOnDigest
from bot.flows.follow_up.answer_help import AnswerHelp
from bot.flows.follow_up.ask_for_words import AskForWords
from bot.flows.follow_up.digest_now import ComposeDigest, digests_now, newest_digest
from bot.flows.follow_up.follow_action import FollowAction
from bot.flows.follow_up.take_words import TakeWords
from bot.flows.inbox.both_ways import BothWays
from bot.flows.inbox.choose_language import ChooseLanguage
from bot.flows.inbox.choose_locale import ChooseLocale
from bot.flows.inbox.greet_strangers import GreetStrangers
from bot.flows.inbox.name_colleagues import NameColleagues
from bot.flows.inbox.pace_answers import PaceAnswers
from bot.flows.inbox.process import ProcessInbox
from bot.flows.inbox.seal_updates import SealUpdates
from bot.flows.nudging.answer_nudge import AnswerNudge, ChooseNudgeDay
from bot.flows.operations.check_readiness import CheckReadiness
from bot.flows.operations.count_totals import CountTotals
from bot.flows.operations.read_health import ReadHealth
from bot.flows.own_page.change_own import ChangeOwn
from bot.flows.own_page.own_batch import OpenOwnBatch
from bot.flows.own_page.read_own import ReadOwn
from bot.flows.proof.tell_certificate import TellCertificate
from bot.flows.raising.give_letters import GiveLetters
from bot.flows.raising.keep_notes import KeepNotes, MayNameColleagues
from bot.flows.raising.raise_on_page import RaiseOnPage
from bot.flows.raising.raise_something import RaiseSomething
from bot.flows.retention.count_overdue import FIRST_AFTER, CountOverdue
from bot.flows.sending.audit import AuditDeliveries
from bot.flows.sending.compose import ComposeDeliveries
from bot.flows.sending.post_web import PostToWebChats
from bot.flows.sending.ring_bells import RingBells
from bot.flows.sending.take_over import TakeOver
from bot.flows.week_close.close_week import CloseWeek
from bot.ports import UnitOfWork, WorkQueue
from config.edits import FileRules
from config.uploads import UploadedTables
from storage.codecs.messages import decode_message, encode_message


class Graph:
    """The flows and what they are built of; nothing here runs by itself."""

    def __init__(self, world: World) -> None:
        self.world = world
        storage, clock, health = world.storage, world.clock, world.health
        keys = FileKeys(world.keys_folder, entropy=world.entropy)
        sealer = AesSealer(entropy=world.entropy)
        open_epoch = OpenEpoch(keys=keys, sealer=sealer)
        inbox_keys = InboxKeys(
            keys=FileKeys(world.keys_folder, entropy=world.entropy, suffix=INBOX_SUFFIX),
            sealer=sealer,
        )
        text = SealText(keys=inbox_keys, sealer=sealer)
        seal_messages = SealMessages(text=text, encode=encode_message, decode=decode_message)
        seal = SealUpdates(keys=inbox_keys, quarter_keys=keys, sealer=sealer)
        note_files = FileNotes(world.keys_folder, entropy=world.entropy, sealer=sealer)
        notes = KeepNotes(files=note_files, entropy=world.entropy)
        redeem = RedeemCode(name_command=name_command, part_from_notes=notes.part_from)
        self.hub, self.metrics = Hub(), Metrics(version=version("rounds"))
        pulses = ComposePulse(clock=clock, longest_text=longest_text, name_command=name_command)
        draw = DrawChart(paint=paint_chart)
        digests = ComposeDigest(clock=clock)
        compose = ComposeDeliveries(pulses=pulses, digests=digests, draw=draw, clock=clock, messages=seal_messages)
        for_pages = ComposeDeliveries(
            pulses=pulses, digests=digests, draw=draw, clock=clock, messages=seal_messages, is_for_pages=True
        )
        self.server_key = ServerKey(world.keys_folder, entropy=world.entropy)
        push = WebPush(key=self.server_key, contact=world.contact, clock=world.real_clock)
        self.bells = RingBells(storage=storage, ring=push, health=health)
        self.post_web = PostToWebChats(
            channel=WEB,
            storage=storage,
            compose=for_pages,
            seal=seal_messages,
            clock=clock,
            timer=world.timer,
            health=health,
            announce=self._announce,
            token=world.entropy.token,
            ring=self.bells,
        )
        self.accounts = Accounts(world, compose=compose.one)
        self.accounts.add_pages(WEB, wake=self.post_web.wake)
        self.queue: WorkQueue = world.queue or self.accounts
        self.take_over = TakeOver(storage=storage, dispatchers=self.accounts.dispatchers)
        self.audit = AuditDeliveries(
            storage=storage,
            clock=clock,
            timer=world.timer,
            health=health,
            channels=lambda: self.accounts.channels,
            ping=world.all_is_well,
        )
        self.sign_in = SignIn(
            storage=storage,
            clock=world.real_clock,
            entropy=world.entropy,
            administrators_by_link=world.administrators_by_link,
        )
        seal_answer, hold = SealAnswer(sealer=sealer, open_epoch=open_epoch), HoldWords(seal=text)
        ask = AskForWords(boxes={channel.id: channel.box for channel in CHANNELS})
        actions = FollowAction(ask=ask)
        help_above = AnswerHelp(ask=ask)
        words = TakeWords(ask=ask, actions=actions, help_above=help_above, seal=text)
        raising = RaiseSomething(notes=notes, entropy=world.entropy)
        certificate = TellCertificate(
            address=partial(certificate_address, world.pages_root) if world.pages_root else None
        )
        pace, explain, nudges = PaceAnswers(token=world.entropy.token), Explain(pages=certificate), AnswerNudge()
        living = LivingAnswers(open_epoch=open_epoch, sealer=sealer)
        own = ShowOwn(answers=living, channels={channel.id: channel.title for channel in CHANNELS})
        self.greet = GreetStrangers(messengers=self.accounts.messengers, clock=clock, timer=world.timer, pace=pace)
        own_batch = OpenOwnBatch(clock=clock, seal=seal_messages, longest_text=longest_text)
        own_data = own_data_of(
            world,
            batch=own_batch,
            answers=living,
            notes=notes,
            seal=seal_messages,
            sign_in=self.sign_in,
            messengers=self.accounts.messengers,
            queue=self.queue,
            greet=self.greet,
        )
        self.send_own_file = own_data.send_file
        recurrence = CronRecurrence()
        rules = FileRules(recurrence=recurrence, channels=CHANNELS)
        self.check = CheckReadiness(
            storage=storage,
            keys=keys,
            inbox_keys=inbox_keys,
            sealer=sealer,
            clock=clock,
            count_overdue=CountOverdue(clock=clock, real_clock=world.real_clock, first_after=FIRST_AFTER),
            look_at_keys=LookAtKeyFiles(world.keys_folder, serves=True),
            health=health,
        )
        revising = partial(reviser, clock=clock, entropy=world.entropy, recurrence=recurrence, keys=world.keys_folder)
        tasks = ChatTasks(
            rules=rules,
            revise=revising,
            recurrence=recurrence,
            clock=clock,
            entropy=world.entropy,
            link=world.link_at_hand,
            channels={channel.id: channel.title for channel in CHANNELS},
            channels_off=world.channels_off,
        )
        administer = AdministerInChat(
            tasks=tasks,
            menu=ChatMenu(check=self.check, recurrence=recurrence, clock=clock),
            drafts=KeepDrafts(seal=text),
            console=self._console_link,
            recurrence=recurrence,
            clock=clock,
            pages=WEB,
        )
        process = ProcessInbox(
            storage=storage,
            clock=clock,
            queue=self.queue,
            route=RouteUpdate(
                file_answer=FileAnswer(seal=seal_answer, hold=hold),
                grant_wish=GrantWish(
                    explain=explain,
                    own=own,
                    change_consent=ChangeConsent(),
                    choose_language=ChooseLanguage(),
                    rights=own_data.in_chat,
                ),
                act_on_digest=ActOnDigest(
                    ask=ask, actions=actions, words=words, help_above=help_above, certificate=certificate
                ),
                place_words=PlaceWords(
                    answer=TakeAnswer(seal=seal_answer, hold=hold),
                    lead_words=PromptWords(leads=words, forms=administer, notes=raising),
                    hold=hold,
                    name_command=name_command,
                    notes=raising,
                ),
                enrol=EnrolInChat(join=redeem, pace=pace),
                offer_console=OfferConsole(link=self._console_link, is_secret=world.administrators_by_link),
                administer=administer,
                nudges=nudges,
                raising=raising,
            ),
            greet=self.greet,
            seal=seal,
            seal_messages=seal_messages,
            longest_text=longest_text,
            health=health,
            hand=self.accounts.hand,
        )
        self.locale_of = ChooseLocale(storage=storage)
        self.inbox = BothWays(
            storage=storage,
            clock=clock,
            process=process,
            locale_of=self.locale_of,
            names_of=NameColleagues(storage=storage),
            seal=seal,
            longest_text=longest_text,
            may_name=MayNameColleagues(storage=storage, notes=notes, clock=clock),
            is_alone=world.queue is None,
        )
        self.home = ShowHome(storage=storage, clock=clock, newest_digest=newest_digest)
        self.host = Host(
            world=world,
            receive=self.inbox.receive,
            home=self.home,
            menu=ShowMenu(
                storage=storage, clock=clock, explain=explain, own=own, seal=seal_messages, longest_text=longest_text
            ),
            forms=FillInForm(storage=storage, tasks=tasks),
            administrators=FindAdministrators(storage=storage),
            locale_of=self.locale_of,
        )
        self.join = RedeemOnPage(
            storage=storage, clock=clock, name_command=name_command, part_from_notes=notes.part_from
        )
        self.count = CountTotals(storage=storage)
        self.read_chat = ReadChat(
            storage=storage, messages=seal_messages, clock=clock, digests_now=digests_now, notes=raising
        )
        self.chats = ChatPages(
            read=self.read_chat,
            receive=self.inbox.receive,
            locale_of=self.locale_of,
            hub=self.hub,
            entropy=world.entropy,
            timer=world.timer,
            bell=Bell(key=self.server_key, hang=HangBell(storage=storage)),
            offer_console=partial(page_path, world, self.sign_in),
            told_within=self.world.told_within,
        )
        self.revise = revising(storage)
        self.upload = UploadPeople(
            storage=storage,
            sealer=sealer,
            rules=UploadedTables(channels=CHANNELS),
            programme_rules=rules,
            revise=self.revise,
            clock=clock,
            real_clock=world.real_clock,
        )
        self.saving = SaveUploads(upload=self.upload, real_clock=world.real_clock)
        self.read_health = ReadHealth(
            storage=storage,
            check=self.check,
            count=self.count,
            figures=self.metrics,
            board=health,
            clock=clock,
            version=version("rounds"),
        )
        health.remember(world.real_clock)
        self.watch_log = watch_log(world)
        self.calendars = own_calendars(world, sealer)
        spread_attention = SpreadAttention(storage=storage)
        self.console = console_of(
            world,
            sign_in=self.sign_in,
            locale_of=self.locale_of,
            check=self.check,
            read_health=self.read_health,
            read_spread=spread_attention.read,
            revise=self.revise,
            rules=rules,
            recurrence=recurrence,
            upload=self.upload,
            me=OwnFlows(
                read=ReadOwn(storage=storage, clock=clock, batch=own_batch, answers=living),
                change=ChangeOwn(
                    storage=storage, batch=own_batch, change=ChangeConsent(), explain=explain, speak=ChooseLanguage()
                ),
                write_file=own_data.write_file,
                forget=own_data.forget,
                raising=RaiseOnPage(storage=storage, notes=notes, raising=raising, clock=clock),
                calendars=self.calendars,
                nudge_day=ChooseNudgeDay(storage=storage, nudges=nudges),
            ),
            saving=self.saving,
            rota=upload_rota(world, sealer),
        )
        self.steps = steps_of(
            world,
            file_inbox=self.inbox.work_off,
            plan=PlanRounds(storage=storage, recurrence=recurrence),
            close_week=CloseWeek(storage=storage, keys=keys, sealer=sealer, detector=watch, entropy=world.entropy),
            close_epoch=CloseEpoch(storage=storage, keys=keys, clock=clock, entropy=world.entropy),
            expire=ExpirePulses(storage=storage, seal=seal_messages),
            alert=RaiseAlerts(storage=storage, check=self.check),
            spread_attention=spread_attention,
            give=GiveLetters(storage=storage, notes=notes, receive=self.inbox.receive, entropy=world.entropy),
            inbox_keys=inbox_keys,
            forget_uploads=self.saving.forget,
            forget_sign_ins=self.sign_in.forget_old,
            forget_own=own_data.forget,
        )
        """What a tick does, in this order."""

    def web_server(self) -> WebServer:
        return WebServer(
            chats=self.chats,
            join=self.join,
            locale_of=self.locale_of,
            readiness=self.read_health.parts,
            metrics=self.metrics.registry,
            entropy=self.world.entropy,
            timer=self.world.timer,
            extra=[*self.console.routes(), *self.accounts.routes],
            shows_frames=self.world.shows_frames,
        )

    async def _console_link(self, work: UnitOfWork, person: PersonId, /, *, posts_of: UnitId | None = None) -> str:
        there = "" if posts_of is None else posts_path(posts_of)
        return await page_link(self.world, self.sign_in, work, person, there=there)

    async def _announce(self, people: Collection[PersonId]) -> None:
        await self.hub.announce(people)
        if self.world.tell_pages is not None:
            await self.world.tell_pages([chat_key(person) for person in people])
