"""The store room: engines, guard, change log, migrations."""
