"""What the server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buffycoat.config.settings")
application = get_wsgi_application()
_ = (
    get_resolver().url_patterns
)  # loads the pages and the clinical tables now, and not at somebody's first click
gc.collect()
gc.freeze()  # it stays for ever: looking through it again and again would stop a call for many milliseconds
