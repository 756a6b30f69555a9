"""The words of this topic: web."""

from collections.abc import Mapping

EN_GB: Mapping[str, str] = {}
