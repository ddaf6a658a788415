"""The archive: moving old detail into files, reading it there, proving it."""
