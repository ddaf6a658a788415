"""Pictures of cases: brought in, made safe and small, kept once, shown to whom the case is shown."""
