"""What a message looks like on the channels, for pages that show it: the demo and the console."""
