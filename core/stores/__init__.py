"""What is kept about translations on this machine, each in one SQLite file: the memory and the history.

    memory = Memory.open(folder / "memory.sqlite")
    memory.confirm("我的猫", "My cat", "zh", "en")
    for match in memory.lookup("你的猫", "zh", "en"): print(match.score, match.target, match.differences)

    history = History.open(folder / "history.sqlite")
    history.add("我的猫", "My cat", "zh", "en", model="Tatoeba")     # nothing while history.is_on is False
    for entry in history.search("猫"): print(entry.source, entry.target)

Every call is short, and what it changed is on the disk when it returns. A connection is for one thread:
open another for another; several, in other programs too, may be open on one file.
"""
