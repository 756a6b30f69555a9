"""The console: pages in the browser for those who run Rounds."""
