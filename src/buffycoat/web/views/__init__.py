"""One small view for each thing a person does. Reads come from store.charts, writes from store.actions."""
