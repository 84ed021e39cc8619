"""The programs as people use them, whole: processes, files, sockets, databases."""
