"""What takes in shifts, wired once: the hospital's lists and people's own calendars."""

from bot.adapters.calendars.apart import ReadApart
from bot.adapters.calendars.fetch import FetchCalendar, checked_link
from bot.adapters.keys import FileKeys
from bot.app.world import World
from bot.flows.administration.rota.import_rota import ImportRota
from bot.flows.administration.rota.upload_rota import UploadRota
from bot.flows.rota.own_calendars import CALENDAR_SUFFIX, OwnCalendars, SealLinks
from bot.ports import Sealer
from config.rota_files import read_shift_table


def own_calendars(world: World, sealer: Sealer) -> OwnCalendars:
    keys = FileKeys(world.keys_folder, entropy=world.entropy, suffix=CALENDAR_SUFFIX)
    return OwnCalendars(
        storage=world.storage,
        clock=world.clock,
        fetch=FetchCalendar(),
        read=ReadApart(),
        check_link=checked_link,
        links=SealLinks(keys=keys, sealer=sealer),
    )


def upload_rota(world: World, sealer: Sealer) -> UploadRota:
    return UploadRota(
        storage=world.storage,
        sealer=sealer,
        read=read_shift_table,
        load=ImportRota(storage=world.storage, clock=world.clock, entropy=world.entropy),
        real_clock=world.real_clock,
    )
