"""The commands around a running bot: run, migrate, health."""

import asyncio
import gc
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import httpx
from rich.console import Console

from bot.adapters.channels.registry import CHANNELS
from bot.adapters.channels.web.channel import CHANNEL as WEB
from bot.adapters.channels.web.serving import AddressTaken
from bot.adapters.clock import ShiftedClock, SteadyClock, SystemClock, SystemEntropy, SystemTimer
from bot.adapters.console.provider import ProviderAccount
from bot.adapters.deadman import Deadman
from bot.adapters.key_files import LookAtKeyFiles
from bot.adapters.keys import INBOX_SUFFIX, FileKeys
from bot.adapters.lock import AlreadyRunning, LockFile
from bot.adapters.sealer import AesSealer
from bot.app.loops import App
from bot.app.world import World
from bot.cancellation import PATIENCE, end, exit_stack
from bot.channel_port import JoinLink, NoLink
from bot.cli.ending import CommandFailed, CommandRefused, reason
from bot.cli.schema import require_schema, schema_fault, server_cautions
from bot.cli.tokens import heed_no_hangup, tokens_kept
from bot.domain.errors import RoundsError, StorageUnavailable
from bot.domain.health.parts import Part, PartKind
from bot.domain.health.troubles import Trouble, TroubleKind, monitored
from bot.domain.organisation.people import Channel
from bot.flows.epochs.inbox_keys import InboxKeys
from bot.flows.operations.check_readiness import DATABASE, CheckReadiness, Readiness
from bot.flows.operations.health import HealthBoard
from bot.flows.operations.hold_lock import HoldLock, Work
from bot.flows.operations.pause_everything import in_words
from bot.flows.retention.count_overdue import CountOverdue
from bot.flows.sending.dispatch import CALLS_END
from bot.ports import Clock, DatabaseLock, LockHolder, WorkQueue
from bot.schedule import tick_seconds
from bot.setting_fields import SettingsGroup
from config.settings import Settings
from storage.database import Database
from storage.sql.server_log import leave_out_all_parameters

RUN_LOCK = "rounds run"
"""What one `--role all` holds alone on PostgreSQL, or the parts of several share."""
PROCESSES = Part(kind=PartKind.PROCESSES)
STARTING = Trouble(kind=TroubleKind.STARTING)


def clock_of(settings: Settings) -> Clock:
    """The clock for people: real, or shifted by ROUNDS_CLOCK."""
    if settings.clock is None:
        return SystemClock()
    return ShiftedClock(start=settings.clock.start, speed=settings.clock.speed)


def lock_of(settings: Settings) -> LockFile | None:
    """What keeps a second bot from the same SQLite file; on PostgreSQL a lock does."""
    file = settings.database.sqlite_file
    return None if file is None else LockFile(Path(f"{file}.lock"))


async def run_part(settings: Settings, database: Database, *, part: str, console: Console) -> None:
    """Run one process: everything, or on PostgreSQL one part of several."""
    if part != "all" and settings.clock is not None:
        raise CommandRefused(f"environment: ROUNDS_CLOCK: a shifted clock does not go with --role {part}; unset it")
    if part != "all" and database.is_embedded:
        raise CommandRefused(
            f"environment: ROUNDS_DATABASE_URL: --role {part} needs PostgreSQL, so that processes can share the work;"
            " use --role all on SQLite"
        )
    await require_schema(database)
    await _say_cautions(settings, database, console)
    heed_no_hangup()
    try:
        if part == "all":
            await _run_alone(settings, database, console=console)
        else:
            await _run_among_others(settings, database, part=part, console=console)
    except (AlreadyRunning, AddressTaken) as error:
        raise CommandFailed(f"run: {error}") from error


async def _say_cautions(settings: Settings, database: Database, console: Console) -> None:
    """What is wrong with the files of keys, before anybody has to look for it (health says it, too), and what the
    server's log would keep."""
    async with database.reading() as work:
        end = await work.administration_log.end()
    of_keys = LookAtKeyFiles(settings.keys, serves=True).warned(None if end is None else end.signing_key)
    for line in [*(f"keys: {each}" for each in of_keys), *await server_cautions(database)]:
        console.print(f"warning: {line}", highlight=False, markup=False, soft_wrap=True)


async def _run_alone(settings: Settings, database: Database, *, console: Console) -> None:
    """Everything in one process until it is told to stop (SIGTERM, SIGINT)."""
    async with exit_stack() as stack:
        file_lock = lock_of(settings)
        if file_lock is not None:
            file_lock.take()
            stack.callback(file_lock.release)
        lock = await _take_lock(database, stack, part="all")
        groups = dict(settings.channels)
        app = App(_world(settings, database, groups))
        stack.push_async_callback(app.graph.inbox.receive.finish)
        await _open_channels(app, settings, stack, receives=True)
        web = settings.of(WEB)
        app.world.health.troubled(PROCESSES, STARTING)
        root = await stack.enter_async_context(app.serving(host=web.host, port=web.port))
        await _begin(app, stack, lock, lambda: app.running(tick_every=tick_seconds(_speed(settings))), part="all")
        await stack.enter_async_context(tokens_kept(app, settings, groups))
        console.print(f"Rounds is running; web on {root}. Stop it with Ctrl+C.", highlight=False)
        await asyncio.Event().wait()


async def _run_among_others(settings: Settings, database: Database, *, part: str, console: Console) -> None:
    """One of several processes on PostgreSQL: `web` takes in and files, `worker` ticks, plans, sends and closes."""
    from bot.adapters.queue.health_news import HealthNews
    from bot.adapters.queue.news import ChatNews
    from bot.adapters.queue.shared import SharedQueue
    from bot.adapters.queue.watch import WatchWorkers

    async with exit_stack() as stack:
        lock = await _take_lock(database, stack, part=part)
        queue = await stack.enter_async_context(
            SharedQueue(settings.database.url.get_secret_value(), prepare=leave_out_all_parameters)
        )
        news = ChatNews(queue, timer=SystemTimer())
        groups = dict(settings.channels)
        app = App(replace(_world(settings, database, groups, queue=queue), tell_pages=news.tell))
        stack.push_async_callback(app.graph.inbox.receive.finish)
        await _open_channels(app, settings, stack, receives=part == "web")
        health_news = HealthNews(
            queue, timer=app.world.timer, health=app.world.health, worker=app.world.entropy.token(8).hex()
        )
        if part == "web":
            app.graph.accounts.loops.append(health_news.listen)
            app.graph.accounts.loops.append(lambda: news.listen(app.graph.hub.ring))
            app.graph.accounts.loops.append(WatchWorkers(queue, timer=app.world.timer, health=app.world.health).run)
            web = settings.of(WEB)
            app.world.health.troubled(PROCESSES, STARTING)
            root = await stack.enter_async_context(app.serving(host=web.host, port=web.port))
            await _begin(app, stack, lock, app.receiving, part=part)
            console.print(f"Rounds is receiving; web on {root}. Stop it with Ctrl+C.", highlight=False)
            await stack.enter_async_context(tokens_kept(app, settings, groups))
        else:
            stack.push_async_callback(end, [asyncio.create_task(health_news.tell())])
            await _begin(app, stack, lock, lambda: app.sending(queue), part=part)
            await stack.enter_async_context(tokens_kept(app, settings, groups))
            console.print("Rounds is working. Stop it with Ctrl+C.", highlight=False)
        await asyncio.Event().wait()


async def _take_lock(database: Database, stack: AsyncExitStack, *, part: str) -> DatabaseLock:
    """The lock that keeps `--role all` alone with its database; raises AlreadyRunning when others are there."""
    lock = database.lock(RUN_LOCK, shared=part != "all")
    stack.push_async_callback(lock.leave)
    match await lock.take():
        case LockHolder.MINE:
            return lock
        case LockHolder.ONE_ALONE if part == "all":
            raise AlreadyRunning("another rounds run works alone on this database; stop it first")
        case LockHolder.ONE_ALONE:
            raise AlreadyRunning(
                f"a rounds run --role all works alone on this database; stop it first, then start --role {part}"
            )
        case LockHolder.SEVERAL:
            raise AlreadyRunning(
                "processes with --role web or worker share this database, and --role all has to be alone with it;"
                " stop them first, or start this one with --role worker"
            )


async def _begin(app: App, stack: AsyncExitStack, lock: DatabaseLock, work: Work, *, part: str) -> None:
    """Enter the work; from now on it goes on only while the lock is held. `stack` ends it."""
    taken_over = TroubleKind.TAKEN_OVER if part == "all" else TroubleKind.TAKEN_OVER_BY_ALL
    holding = HoldLock(
        lock=lock,
        work=work,
        timer=app.world.timer,
        health=app.world.health,
        part=PROCESSES,
        refused=Trouble(kind=taken_over),
    )
    task = asyncio.create_task(holding.run())
    stack.push_async_callback(end, [task], patience=CALLS_END + PATIENCE + 1)
    begun = asyncio.ensure_future(holding.begun.wait())
    try:
        await asyncio.wait({task, begun}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await end([begun])
    if task.done():
        await task
    _set_apart_what_is_loaded()


def _set_apart_what_is_loaded() -> None:
    """From now on a collection looks only at what came since: all the code once more would hold up the loop for 0.1 s
    in the middle of planning."""
    gc.collect()
    gc.freeze()


def _world(
    settings: Settings, database: Database, groups: Mapping[Channel, SettingsGroup], *, queue: WorkQueue | None = None
) -> World:
    """`groups`: the settings of the channels, which may get other tokens while the process runs."""
    watcher = Deadman(settings.deadman_url.get_secret_value()) if settings.deadman_url else None
    health = HealthBoard()
    return World(
        storage=database,
        keys_folder=settings.keys,
        clock=SteadyClock(health=health) if settings.clock is None else clock_of(settings),
        health=health,
        all_is_well=watcher,
        contact=settings.of(WEB).root,
        pages_root=settings.of(WEB).url or "",
        queue=queue,
        join_link=_JoinLinks(groups),
        account=_account(settings),
        administrators_by_link=settings.console_signin == "link",
        channels_off=frozenset(channel.id for channel in CHANNELS if channel.id not in settings.channels),
    )


def _account(settings: Settings) -> ProviderAccount | None:
    found = settings.oidc
    if found is None:
        return None
    return ProviderAccount(
        issuer=found.issuer,
        client_id=found.client_id,
        client_secret=found.client_secret.get_secret_value(),
        claim=found.claim,
    )


class _JoinLinks:
    """Each channel is asked once how its links are made, when somebody first needs one."""

    def __init__(self, groups: Mapping[Channel, SettingsGroup]) -> None:
        self._groups = groups
        self._known: dict[Channel, JoinLink] = {}

    async def __call__(self, channel: Channel, code: str) -> str:
        if channel not in self._groups:
            return ""
        if channel not in self._known:
            described = next(each for each in CHANNELS if each.id == channel)
            try:
                self._known[channel] = await described.join_link(self._groups[channel], SystemTimer())
            except NoLink:
                return ""  # asked again at the next invitation; health says what is wrong with the channel
        return self._known[channel](code)


async def _open_channels(app: App, settings: Settings, stack: AsyncExitStack, *, receives: bool) -> None:
    for channel in CHANNELS:
        if channel.id in settings.channels:
            await app.open_channel(channel, settings.of(channel), stack, receives=receives)


def _speed(settings: Settings) -> float:
    return settings.clock.speed if settings.clock else 1.0


async def run_migrate(database: Database, *, console: Console) -> None:
    """Bring the schema to head, and what it takes away from there out of the files, too."""
    before, head = await database.schema_revision(), database.head_revision()
    await database.migrate()
    if before not in (None, head):
        await _clean_files(database, console=console)
    if not database.is_embedded:
        await _migrate_queue(database)
    after = await database.schema_revision()
    console.print(f"schema at {after}" if before != after else f"schema already at {after}", highlight=False)


async def _clean_files(database: Database, *, console: Console) -> None:
    try:
        await database.forget_all_deleted()
    except StorageUnavailable as error:
        left = "what this version has taken away may be left in older pages of its files"
        console.print(f"database: {reason(error)}; {left}", highlight=False)


async def _migrate_queue(database: Database) -> None:
    """The work queue's own tables, for the parts of several machines."""
    from bot.adapters.queue.shared import apply_queue_schema

    await apply_queue_schema(database.url.render_as_string(hide_password=False))


async def run_health(settings: Settings, database: Database, *, console: Console) -> None:
    """One line for each part: ok, or why not; fails if any is not."""
    parts: dict[str, str] = {}
    found = Readiness(parts={})
    fault = await schema_fault(database)
    if fault is not None:
        parts[fault.part] = fault.why
    else:
        parts["schema"] = ""
        entropy = SystemEntropy()
        keys, sealer = FileKeys(settings.keys, entropy=entropy), AesSealer(entropy=entropy)
        check = CheckReadiness(
            storage=database,
            keys=keys,
            inbox_keys=InboxKeys(
                keys=FileKeys(settings.keys, entropy=entropy, suffix=INBOX_SUFFIX),
                sealer=sealer,
            ),
            sealer=sealer,
            clock=clock_of(settings),
            count_overdue=CountOverdue(clock=clock_of(settings), real_clock=SystemClock()),
            look_at_keys=LookAtKeyFiles(settings.keys),
        )
        try:
            found = await check()
            parts |= monitored(found.parts)
        except StorageUnavailable as error:
            parts["database"] = reason(error)
        except RoundsError as error:
            parts["database"] = str(error)
    parts |= await _running_parts(settings)
    for part, trouble in parts.items():
        for line in (trouble or "ok").split("\n"):
            console.print(f"{part}: {line}", highlight=False, markup=False, soft_wrap=True)
    for line in _out_of_reach(found):
        console.print(f"people: {line}", highlight=False, markup=False, soft_wrap=True)
    if fault is None and DATABASE in found.parts and not found.parts[DATABASE]:
        console.print(f"backup: {_last_backup(found)}", highlight=False, markup=False, soft_wrap=True)
    for halt in found.halts:
        console.print(f"paused: {in_words(halt)}", highlight=False, markup=False, soft_wrap=True)
    if any(parts.values()):
        raise CommandFailed


def _last_backup(found: Readiness) -> str:
    """No fault of a part: backups may also be made by other means, which Rounds knows nothing of."""
    if found.last_backup is None:
        return "none yet; run: rounds backup FILE"
    return f"last taken {found.last_backup.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _out_of_reach(found: Readiness) -> Iterator[str]:
    """How many cannot be written to for technical reasons. One account that was closed is no trouble of the bot's."""
    if found.given_up:
        who = "1 address refuses" if found.given_up == 1 else f"{found.given_up} addresses refuse"
        yield f"{who} messages; see: rounds people --unreachable"
    if found.without_chat:
        who = "1 person who had" if found.without_chat == 1 else f"{found.without_chat} people who had"
        yield f"{who} joined cannot be written to any more; see: rounds people --not-joined"


async def _running_parts(settings: Settings) -> dict[str, str]:
    """What the running bot says of itself at /readyz."""
    web = settings.of(WEB)
    url = f"http://{web.host}:{web.port}/readyz"
    try:
        async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
            said = (await client.get(url)).json()
    except (httpx.HTTPError, ValueError):
        return {"process": f"does not answer at {url}; start it with: rounds run"}
    if not isinstance(said, dict):
        return {"process": f"something else answers at {url}"}
    own = {str(part): "" if trouble == "ok" else str(trouble) for part, trouble in said.items()}
    return {"process": "", **own}
