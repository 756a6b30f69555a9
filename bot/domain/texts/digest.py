"""The words of this topic: digest."""

from collections.abc import Mapping

EN_GB: Mapping[str, str] = {}
