"""The words of this topic: enrol."""

from collections.abc import Mapping

EN_GB: Mapping[str, str] = {}
