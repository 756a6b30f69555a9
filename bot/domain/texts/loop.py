"""The words of this topic: loop."""

from collections.abc import Mapping

EN_GB: Mapping[str, str] = {}
