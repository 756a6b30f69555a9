### A second language, of a few texts only: what it lacks comes from the British English.

chat-send = Abschicken
chat-not_saved = Noch nicht gespeichert. Bitte noch einmal tippen.
chat-answer_in_direct_message = Die Antwort steht in Ihren Direktnachrichten.
chat-menu-help = Was Rounds ist
