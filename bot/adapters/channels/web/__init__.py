"""The web chat: for staff who have neither Slack nor Telegram, and for the demo."""
