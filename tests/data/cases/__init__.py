"""Cases: their workflow, their intake, their classes."""
