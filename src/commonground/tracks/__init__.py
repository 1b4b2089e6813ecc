"""Positions of live flights, and what follows from them: pure functions, without a clock and without a socket."""
