"""Every algorithm there is, one file each; what it does is in the room it is about."""
