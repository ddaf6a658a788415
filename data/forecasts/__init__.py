"""What will come in, with an interval; every forecast is stored when it is made and scored when the day is over."""
