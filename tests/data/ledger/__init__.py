"""The ledger of grids."""
