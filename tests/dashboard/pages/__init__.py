"""Pages of the desk, one test file each."""
