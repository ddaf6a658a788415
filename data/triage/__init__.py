"""What free text says beyond one case: hot topics. Names and numbers of people are taken out before anything counts."""
