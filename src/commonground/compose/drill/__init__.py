"""Drills: a crew trains on a story in a room of its own beside the real one, in the same process.

`timing` computes the crew's times, `drilling` plays the other parties and watches the crew, `hosting` makes the room,
serves it, passes on what alarms in the real one, and keeps the record.
"""
