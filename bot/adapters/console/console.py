"""The console as routes of the web server."""

from collections.abc import Sequence
from pathlib import Path

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.adapters.console.calendar import CalendarPages
from bot.adapters.console.doors import PATHS, Doors, Show
from bot.adapters.console.health import DOWNLOAD, HealthPage
from bot.adapters.console.invitations import CHOOSE, LETTER, MAKE, POSTER, InvitationPages
from bot.adapters.console.leads import LeadPages
from bot.adapters.console.log import EXPORT, UNDO, LogPage
from bot.adapters.console.me import ANSWERS, ASKING, DETAILS, FILE, FORGET, UNTIL, OwnPages
from bot.adapters.console.overview import OverviewPage
from bot.adapters.console.pausing import PAUSE, RESUME, PausePages
from bot.adapters.console.people import NEW as NEW_PERSON
from bot.adapters.console.people import PeoplePages
from bot.adapters.console.posts import WHOLE as POSTS
from bot.adapters.console.posts import PostPages
from bot.adapters.console.questions import NEW as NEW_QUESTION
from bot.adapters.console.questions import QuestionPages
from bot.adapters.console.schedules import NEW as NEW_SCHEDULE
from bot.adapters.console.schedules import SchedulePages
from bot.adapters.console.splitting import SplitPages
from bot.adapters.console.teams import NEW as NEW_TEAM
from bot.adapters.console.teams import TeamPages
from bot.adapters.console.units import UnitPages
from bot.adapters.console.upload import CANCEL, CHANGES, COLUMNS, FAULTS, SAVED, SAVING, UPLOAD, UploadPages
from bot.adapters.likenesses.drawing import STATIC as LIKENESSES
from bot.domain.administration.rights import ConsolePage


class Console:
    def __init__(
        self,
        *,
        doors: Doors,
        overview: OverviewPage,
        pausing: PausePages,
        schedules: SchedulePages,
        calendar: CalendarPages,
        questions: QuestionPages,
        people: PeoplePages,
        invitations: InvitationPages,
        upload: UploadPages,
        upload_at_most: int,
        log: LogPage,
        health: HealthPage,
        units: UnitPages,
        teams: TeamPages,
        me: OwnPages,
        posts: PostPages,
        leads: LeadPages,
        split: SplitPages,
    ) -> None:
        """`upload_at_most`: bytes of a file that somebody uploads."""
        self._doors, self._overview, self._pausing = doors, overview, pausing
        self._schedules, self._questions, self._people = schedules, questions, people
        self._calendar, self._health = calendar, health
        self._upload, self._upload_at_most = upload, upload_at_most
        self._invitations, self._log, self._units, self._teams = invitations, log, units, teams
        self._me = me
        self._posts, self._leads, self._split = posts, leads, split

    def routes(self) -> Sequence[BaseRoute]:
        overview, schedules, people = ConsolePage.OVERVIEW, ConsolePage.SCHEDULES, ConsolePage.PEOPLE
        calendar = ConsolePage.CALENDAR
        units, questions, teams = ConsolePage.UNITS, ConsolePage.QUESTIONS, ConsolePage.TEAMS
        team, invitations = f"{PATHS[teams]}/{{unit}}", ConsolePage.INVITATIONS
        one, somebody = f"{PATHS[schedules]}/{{schedule}}", f"{PATHS[people]}/{{person}}"
        return [
            *self._doors.routes(),
            self._route(PATHS[overview], overview, self._overview.show, "GET"),
            self._route(PAUSE, overview, self._pausing.pause),
            self._route(RESUME, overview, self._pausing.resume, "POST"),
            self._route(PATHS[schedules], schedules, self._schedules.list, "GET"),
            self._route(NEW_SCHEDULE, schedules, self._schedules.new),
            self._route(one, schedules, self._schedules.change),
            self._route(f"{one}/stop", schedules, self._schedules.stop),
            self._route(f"{one}/test", schedules, self._schedules.test, "POST"),
            self._route(PATHS[calendar], calendar, self._calendar.show, "GET"),
            self._route(f"{PATHS[calendar]}/bank-holidays/{{nation}}", calendar, self._calendar.add_holidays),
            self._route(f"{PATHS[calendar]}/{{table}}", calendar, self._calendar.add),
            self._route(f"{PATHS[calendar]}/{{table}}/{{entry}}", calendar, self._calendar.take_out),
            self._route(PATHS[questions], questions, self._questions.list, "GET"),
            self._route(NEW_QUESTION, questions, self._questions.new),
            self._route(f"{PATHS[questions]}/{{question}}", questions, self._questions.show, "GET"),
            self._route(f"{PATHS[questions]}/{{question}}/change", questions, self._questions.change),
            self._route(f"{PATHS[questions]}/{{question}}/retire", questions, self._questions.retire),
            self._route(PATHS[people], people, self._people.list, "GET"),
            self._route(NEW_PERSON, people, self._people.add),
            Route(
                UPLOAD,
                self._doors.behind(people, self._upload.file, file_at_most=self._upload_at_most),
                methods=["GET", "POST"],
            ),
            self._route(COLUMNS, people, self._upload.columns),
            self._route(CHANGES, people, self._upload.changes),
            self._route(SAVING, people, self._upload.saving, "GET"),
            self._route(SAVED, people, self._upload.saved, "GET"),
            self._route(CANCEL, people, self._upload.cancel, "POST"),
            self._route(FAULTS, people, self._upload.faults, "GET"),
            self._route(somebody, people, self._people.person, "GET"),
            self._route(f"{somebody}/role", people, self._people.add_role),
            self._route(f"{somebody}/move", people, self._people.move),
            self._route(f"{somebody}/end", people, self._people.end),
            self._route(f"{somebody}/invite", people, self._people.invite, "POST"),
            self._route(PATHS[invitations], invitations, self._invitations.show, "GET"),
            self._route(MAKE, invitations, self._invitations.make, "POST"),
            self._route(CHOOSE, invitations, self._invitations.choose, "GET"),
            self._route(POSTER, invitations, self._invitations.poster, "GET"),
            self._route(LETTER, invitations, self._invitations.letter, "GET"),
            self._route(PATHS[ConsolePage.LOG], ConsolePage.LOG, self._log.show, "GET"),
            self._route(EXPORT, ConsolePage.LOG, self._log.export, "POST"),
            self._route(f"{UNDO}/{{revision}}", overview, self._log.undo),
            self._route(PATHS[ConsolePage.HEALTH], ConsolePage.HEALTH, self._health.show, "GET"),
            self._route(DOWNLOAD, ConsolePage.HEALTH, self._health.download, "GET"),
            self._route(PATHS[teams], teams, self._teams.list, "GET"),
            self._route(NEW_TEAM, teams, self._teams.new),
            self._route(team, teams, self._teams.change),
            self._route(f"{team}/merge", teams, self._teams.merge),
            self._route(f"{team}/split", teams, self._split.split),
            self._route(f"{team}/retire", teams, self._teams.retire),
            self._route(f"{team}/leads/{{role}}", teams, self._leads.fill),
            self._route(f"{team}/leads/{{role}}/{{person}}/end", teams, self._leads.end),
            *self._of_posts(POSTS),
            *self._of_posts(f"{team}/posts"),
            self._route(PATHS[units], units, self._units.list, "GET"),
            self._route(f"{PATHS[units]}/{{unit}}", units, self._units.show, "GET"),
            self._route(PATHS[ConsolePage.ME], ConsolePage.ME, self._me.show, "GET"),
            self._route(ASKING, ConsolePage.ME, self._me.asking, "POST"),
            self._route(UNTIL, ConsolePage.ME, self._me.pause_until),
            self._route(DETAILS, ConsolePage.ME, self._me.details),
            self._route(ANSWERS, ConsolePage.ME, self._me.answers, "POST"),
            self._route(FILE, ConsolePage.ME, self._me.file, "POST"),
            self._route(FORGET, ConsolePage.ME, self._me.forget),
            Mount("/static/likenesses", StaticFiles(directory=LIKENESSES)),
            Mount("/static/console", StaticFiles(directory=Path(__file__).parent / "static")),
        ]

    def _of_posts(self, path: str) -> Sequence[Route]:
        page = ConsolePage.TEAMS
        return [
            self._route(path, page, self._posts.list, "GET"),
            self._route(f"{path}/new/{{part}}", page, self._posts.new),
            self._route(f"{path}/{{post}}", page, self._posts.change),
            self._route(f"{path}/{{post}}/empty", page, self._posts.empty),
            self._route(f"{path}/{{post}}/end", page, self._posts.end),
        ]

    def _route(self, path: str, page: ConsolePage, show: Show, *methods: str) -> Route:
        return Route(path, self._doors.behind(page, show), methods=list(methods) or ["GET", "POST"])
