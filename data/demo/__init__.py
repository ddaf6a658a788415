"""The synthetic city and its live traffic; always marked DEMO."""
