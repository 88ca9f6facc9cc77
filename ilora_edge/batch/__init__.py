"""Batch scoring: every user of a database, into a database of our own, killable at any moment.

The reader (one process, this one) streams users, the workers rank, the writer commits chunks:

    histories -> UserTask -> worker process -> UserResult -> OutputDB, one transaction per chunk
"""
