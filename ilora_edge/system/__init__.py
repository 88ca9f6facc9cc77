"""What the operating system is asked: processes, threads, files of our own, native libraries."""
