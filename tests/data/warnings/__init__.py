"""Early warning: rules, hysteresis, surges, sensors, warnings, plans."""
