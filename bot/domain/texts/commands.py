"""The words of this topic: commands."""

from collections.abc import Mapping

EN_GB: Mapping[str, str] = {}
