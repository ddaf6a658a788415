"""Dispatch proposals: made when somebody asks for them."""

from data.algorithms.algorithm import Algorithm

ALGORITHM = Algorithm(name="allocation", version="1", owner="dispatcher")
