"""What the watchers' processes and the machine use, read once a second and published as counters."""
