"""``ilora-edge bench``: a recommendation's cost beside what else one could run, on one machine.

Every variant is a process of its own, with its own memory; they take turns user by user, so that
whatever else the machine does meets all alike. See bench/README.md for what each variant is.
"""
