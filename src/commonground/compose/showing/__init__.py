"""Drone traffic of the demonstration: services with keys of their own, flights that they plan, and a simulated sky.

Everything that is exchanged is exchanged in earnest, over the standards' own messages and with signed tokens. What
flies is simulated, and says so wherever the standard has a field for it. A room of people has nothing of this.
"""
