"""Pages: views, forms, presenters, templates. They read the core and the store; nothing reads them."""
