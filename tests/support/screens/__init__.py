"""Every message that Rounds can build, in one language, with Cyrillic letters for whatever people write themselves."""
