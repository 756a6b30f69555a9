### The words of this topic: likeness. What stands around messages that are drawn as another channel shows them.

likeness-locked = On a locked phone: { $words }
likeness-your_words = Your words
likeness-send = Send
