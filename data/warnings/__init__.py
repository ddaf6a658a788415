"""Early warning: rules with duration and hysteresis, surges against a weekly pattern, sensors, warnings, plans."""
