"""Work queues: who is told that an account has something to send, in one process or in many."""
