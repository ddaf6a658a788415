"""Stock of materials: what depots, cases and units have, by a ledger of movements that is only added to."""
