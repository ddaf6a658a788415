"""Rules of cases and their queries; every function takes a Visit first."""
