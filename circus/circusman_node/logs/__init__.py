"""The logs of the watchers, read where they lie: what a program printed, and the files that its service declares."""
