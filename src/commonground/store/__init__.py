"""Stores: adapters of `room.ports.LogStore`. Only `compose` names a concrete one."""
