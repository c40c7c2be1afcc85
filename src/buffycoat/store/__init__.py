"""Where it is kept: the charts, who may do what, and who did. The only writes are in `actions`."""
