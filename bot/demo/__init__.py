"""A hospital in miniature: the same flows as in earnest, with a clock that runs fast and staff who are made up."""
