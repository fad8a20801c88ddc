"""What the law lets a person ask for, and what is deleted when its time has come.

A copy of what is held, a correction, a deletion that two people stand behind; and retention, which deletes by age. A
deletion ends with a search for what it deleted, over database, vault, lake and cache; what the search found stands in
its proof.
"""
