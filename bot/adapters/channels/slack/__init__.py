"""The Slack channel: messages out over the Web API, events in over Socket Mode or signed HTTP."""
