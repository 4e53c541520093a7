"""`pellucid serve`: the models behind a local address that plug-ins for LibreTranslate know how to ask.

`service` answers questions, `http` speaks HTTP to this machine alone. Nothing runs unless it is started.
"""
