"""Stories: scripted data that nodes play by themselves, every step a real statement that is said and signed.

`script` is the format and the shipped files, `telling` one telling of a story, `verbs` what a step can do, `seen` what
must then be true, `playing` plays to running nodes in real time. Nothing is said that a person could not have said.
"""
