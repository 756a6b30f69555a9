"""What every reader is shown in every situation, on every channel: one table, its golden payloads, its pictures."""
