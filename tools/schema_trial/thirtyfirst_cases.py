"""Ten more, of five kinds of things that no set of late was drawn for.

The rule, written down before the first search: for each of quizzes, stories, whiskies, campsites
and perfumes one search of public code for ``CREATE TABLE users <things> <uses> schema.sql``, and of
its answers the first two named repositories with a history of somebody's uses, whose whole schema
can be read and that no earlier set has. Where one search names no two, a second one in other words;
where that names no two either, what is lacking comes from flights, toys, festivals and tea, in this
order and in the same way.

Written down as in :mod:`first_cases`, before ``init`` was run on any of them.
"""
