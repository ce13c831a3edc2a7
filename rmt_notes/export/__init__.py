"""Paper and files: pure functions from values of the record to bytes."""
