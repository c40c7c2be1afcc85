"""What the statistics say: each model named as its literature names it, its formula and source beside it."""
