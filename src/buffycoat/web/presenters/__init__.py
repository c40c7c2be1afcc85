"""What a page says about a chart: pure functions from charts, cards and days to words and marks."""
