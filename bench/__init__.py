"""Figures of the room, each beside what it should be, and beside a peer where there is one. Never part of a test."""
