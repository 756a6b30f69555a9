"""The console of one process, wired once."""

from dataclasses import dataclass
from functools import partial
from importlib.metadata import version

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.console.calendar import CalendarPages
from bot.adapters.console.certificates import CertificatePages
from bot.adapters.console.console import Console
from bot.adapters.console.doors import Doors, Pages
from bot.adapters.console.editing import EditPages
from bot.adapters.console.guardians import GuardianPages
from bot.adapters.console.health import HealthPage, ReadSpread
from bot.adapters.console.invitations import InvitationPages
from bot.adapters.console.leads import LeadPages
from bot.adapters.console.log import LogPage
from bot.adapters.console.me import OwnPages
from bot.adapters.console.overview import OverviewPage
from bot.adapters.console.own_calendar import OwnCalendarPages
from bot.adapters.console.pausing import PausePages
from bot.adapters.console.people import PeoplePages
from bot.adapters.console.posts import PostPages
from bot.adapters.console.provider import Provider
from bot.adapters.console.questions import QuestionPages
from bot.adapters.console.raising import RaisePages
from bot.adapters.console.rota import RotaPages
from bot.adapters.console.schedules import SchedulePages
from bot.adapters.console.single_sign_on import BACK
from bot.adapters.console.splitting import SplitPages
from bot.adapters.console.teams import TeamPages
from bot.adapters.console.units import UnitPages
from bot.adapters.console.upload import UploadPages
from bot.adapters.recurrence import CronRecurrence
from bot.app.world import World
from bot.flows.administration.edits import EditProgramme
from bot.flows.administration.find_people import FindPeople
from bot.flows.administration.invite import InvitePerson
from bot.flows.administration.inviting.invite_many import InviteMany
from bot.flows.administration.inviting.read_invitations import ReadInvitations
from bot.flows.administration.overview import ReadOverview
from bot.flows.administration.read_log import ReadLog
from bot.flows.administration.read_teams import ReadTeams
from bot.flows.administration.revise_programme import ReviseProgramme
from bot.flows.administration.rota.upload_rota import UploadRota
from bot.flows.administration.schedule_calendar import ReadCalendar
from bot.flows.administration.send_trial import SendTrial
from bot.flows.administration.sign_in import SignIn
from bot.flows.administration.undo_revision import FindRevision
from bot.flows.administration.upload.saving import SaveUploads
from bot.flows.administration.upload.upload_people import UploadPeople
from bot.flows.asking.explain_unasked import ExplainUnasked
from bot.flows.digests.read_unit import ReadUnit
from bot.flows.follow_up.digest_now import digest_now
from bot.flows.inbox.choose_locale import ChooseLocale
from bot.flows.nudging.answer_nudge import ChooseNudgeDay
from bot.flows.operations.check_readiness import CheckReadiness
from bot.flows.operations.pause_everything import PauseEverything, ResumeEverything
from bot.flows.operations.read_health import ReadHealth
from bot.flows.own_page.change_own import ChangeOwn
from bot.flows.own_page.forget_own import ForgetOwn
from bot.flows.own_page.read_own import ReadOwn
from bot.flows.own_page.write_own_file import WriteOwnFile
from bot.flows.proof.read_certificate import ReadCertificate
from bot.flows.raising.raise_on_page import RaiseOnPage
from bot.flows.rota.own_calendars import OwnCalendars
from config.bank_holidays import Nation, bank_holidays
from config.edits import FileRules
from config.spreadsheets import csv_text
from config.upload_files import LARGEST as LARGEST_UPLOAD


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFlows:
    """What people do on their own page."""

    read: ReadOwn
    change: ChangeOwn
    write_file: WriteOwnFile
    forget: ForgetOwn
    calendars: OwnCalendars
    nudge_day: ChooseNudgeDay
    raising: RaiseOnPage


def console_of(
    world: World,
    *,
    sign_in: SignIn,
    locale_of: ChooseLocale,
    check: CheckReadiness,
    read_health: ReadHealth,
    read_spread: ReadSpread,
    revise: ReviseProgramme,
    rules: FileRules,
    recurrence: CronRecurrence,
    upload: UploadPeople,
    me: OwnFlows,
    saving: SaveUploads,
    rota: UploadRota,
) -> Console:
    storage, clock = world.storage, world.clock
    edit_pages = EditPages(
        edit=EditProgramme(storage=storage, rules=rules, revise=revise, recurrence=recurrence, clock=clock)
    )
    doors = Doors(
        sign_in=sign_in,
        locale_of=locale_of,
        timer=world.timer,
        entropy=world.entropy,
        is_secure=world.contact.startswith("https:"),
        provider=_provider(world),
    )
    calendar = ReadCalendar(storage=storage, clock=clock, recurrence=recurrence)
    read_unit = ReadUnit(storage=storage, clock=clock, digest_now=digest_now)
    pages: list[Pages] = [
        OwnPages(
            read=me.read,
            change=me.change,
            write_file=me.write_file,
            forget=me.forget,
            nudge_day=me.nudge_day,
            pages=edit_pages,
            clock=clock,
            cookie=doors.cookie,
            channels={channel.id: channel.title for channel in CHANNELS},
        ),
        OwnCalendarPages(calendars=me.calendars, clock=clock),
        RaisePages(raising=me.raising, entropy=world.entropy),
        PausePages(
            pause=PauseEverything(storage=storage, clock=clock, entropy=world.entropy),
            resume=ResumeEverything(storage=storage, clock=clock, entropy=world.entropy),
        ),
        SchedulePages(
            pages=edit_pages,
            rules=rules,
            calendar=calendar,
            send_trial=SendTrial(storage=storage, clock=clock, recurrence=recurrence),
            clock=clock,
        ),
        CalendarPages(
            pages=edit_pages,
            rules=rules,
            calendar=calendar,
            clock=clock,
            holidays={nation.value: partial(bank_holidays, nation) for nation in Nation},
        ),
        TeamPages(pages=edit_pages, rules=rules, read=ReadTeams(storage=storage)),
        PostPages(pages=edit_pages, rules=rules, read=ReadTeams(storage=storage)),
        GuardianPages(pages=edit_pages, rules=rules, find=FindPeople(storage=storage, clock=clock)),
        LeadPages(pages=edit_pages, find=FindPeople(storage=storage, clock=clock)),
        SplitPages(pages=edit_pages, find=FindPeople(storage=storage, clock=clock)),
        QuestionPages(pages=edit_pages, rules=rules, clock=clock),
        PeoplePages(
            pages=edit_pages,
            find=FindPeople(storage=storage, clock=clock),
            invite=InvitePerson(
                storage=storage,
                clock=clock,
                entropy=world.entropy,
                link=world.join_link,
                channels_off=world.channels_off,
            ),
            explain=ExplainUnasked(storage=storage, recurrence=recurrence, clock=clock),
            clock=clock,
            channels={channel.id: channel.title for channel in CHANNELS},
            channels_off=world.channels_off,
        ),
        InvitationPages(
            read=ReadInvitations(storage=storage, clock=clock),
            invite=InviteMany(
                storage=storage,
                clock=clock,
                entropy=world.entropy,
                link=world.join_link,
                channels_off=world.channels_off,
            ),
            find=FindPeople(storage=storage, clock=clock),
            clock=clock,
            channels={channel.id: channel.title for channel in CHANNELS},
            write_csv=csv_text,
        ),
        UploadPages(
            upload=upload,
            saving=saving,
            clock=world.real_clock,
            is_alone=world.queue is None,
            told_within=world.told_within,
            at_most=LARGEST_UPLOAD,
            channels={channel.id: channel.title for channel in CHANNELS},
            write_csv=csv_text,
        ),
        RotaPages(upload=rota, pages=edit_pages, at_most=LARGEST_UPLOAD),
        LogPage(
            read=ReadLog(storage=storage, clock=clock, entropy=world.entropy),
            find=FindRevision(storage=storage),
            pages=edit_pages,
            clock=clock,
            write_csv=csv_text,
        ),
        HealthPage(read=read_health, spread=read_spread, channels={channel.id: channel.title for channel in CHANNELS}),
        UnitPages(read=read_unit),
        CertificatePages(read=ReadCertificate(storage=storage, read=read_unit)),
        OverviewPage(
            read=ReadOverview(storage=storage, clock=clock, check=check, recurrence=recurrence),
            version=version("rounds"),
        ),
    ]
    return Console(doors=doors, pages=pages)


def _provider(world: World) -> Provider | None:
    """The hospital's own sign-in."""
    if world.account is None:
        return None
    back = f"{world.contact.rstrip('/')}{BACK}"
    return Provider(world.account, comes_back_to=back, clock=world.real_clock)
