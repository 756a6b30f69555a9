"""Every channel has a folder that describes it and a line in the registry, and nothing of it collides with another."""

from collections import Counter
from pathlib import Path

import pytest

from bot.adapters import channels
from bot.adapters.channels.registry import CHANNELS, longest_text
from bot.channel_port import ChannelDescription
from bot.domain.organisation.people import Channel
from bot.setting_fields import SettingsGroup

FOLDERS = sorted(path.parent.name for path in Path(channels.__path__[0]).glob("*/channel.py"))
each_channel = pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.title)


def test_every_folder_is_registered() -> None:
    assert sorted(type(channel).__name__ for channel in CHANNELS) == ["ChannelDescription"] * len(FOLDERS)
    assert sorted(channel.settings.__module__.split(".")[-2] for channel in CHANNELS) == FOLDERS


def test_no_two_channels_share_an_id_or_a_variable() -> None:
    names = Counter(name for channel in CHANNELS for name in (channel.id, *channel.variables))
    assert [name for name, times in names.items() if times > 1] == []


@each_channel
def test_variables_lead_to_fields_of_the_settings(channel: ChannelDescription[SettingsGroup]) -> None:
    assert set(channel.variables.values()) == set(channel.settings.model_fields)
    assert set(channel.secrets) <= set(channel.variables)
    assert channel.switch == "" or channel.switch in channel.variables


@each_channel
def test_a_nonsense_address_is_refused_with_its_mend(channel: ChannelDescription[SettingsGroup]) -> None:
    assert "rounds enrol" in str(channel.address_fault("not an address"))


def test_each_channel_says_how_long_an_answer_may_be() -> None:
    assert {each.id: longest_text(each.id) for each in CHANNELS} == {"slack": 3000, "telegram": 4000, "web": 4000}
    assert longest_text(Channel("of another time")) == 4000
