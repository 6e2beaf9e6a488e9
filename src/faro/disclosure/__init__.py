"""Statistical disclosure control: which counts of one or many tables are hidden so that nobody computes a small one.

Whole counts, tied to each other by equations and inequalities (`system`), are attacked as a reader would, by linear
programming (`attack`), and hidden so that for each small count there are other tables, as true to everything that is
shown, in which it is any other small count (`protection`). It knows no database, no Airflow and no dbt.

Literature: M. Fischetti and J. J. Salazar, Solving the cell suppression problem on tabular data with linear constraints
(Management Science 47, 2001); J. P. Kelly, B. L. Golden and A. A. Assad, Cell suppression: disclosure protection for
sensitive tabular data (Networks 22, 1992); A. Hundepool and others, Statistical Disclosure Control (2012).
"""
