"""The messages of network remote identification (ASTM F3411-22a and F3411-19) as bytes and as what we work with: pure.

What a message says about a drone's operator has no field here: the parser passes over it, so that it becomes no object,
and reaches no memory, log, store, page or answer (section 8).
"""
