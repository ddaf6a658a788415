"""People and vehicles: status, position, nearest fit."""
