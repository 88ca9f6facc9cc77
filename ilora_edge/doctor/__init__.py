"""Which of llama.cpp's settings compute correctly on this CPU, and how that is found out.

Native code may crash, hang or be wrong on one machine alone. A miniature model of each base type
runs in a child process, its numbers are compared with numpy's, and the first setting that is right
is remembered.
"""
