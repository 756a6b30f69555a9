"""The words of this topic: pulse."""

from collections.abc import Mapping

EN_GB: Mapping[str, str] = {}
