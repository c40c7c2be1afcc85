"""Documents that leave the practice: data in, an accessible PDF out (`pdf`), and what each one holds."""
