"""The program's settings for tests: a folder of their own for data, a database of their own, nothing from .env."""

import atexit
import os
import secrets
import shutil
import tempfile

# Before the program's settings are read, since the environment wins over the file .env.
_data = tempfile.mkdtemp(prefix="puljeforslag-test-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["DATA_DIR"] = _data
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_data}/puljeforslag.sqlite3")
os.environ.update(
    SECRET_KEY="only-for-tests-" + "x" * 50,
    DEBUG="False",
    HTTPS="False",
    ALLOWED_HOSTS="127.0.0.1,localhost,testserver",
    EMAIL_URL=f"filemail:///{_data}/mail",
    BROKER_URL="filesystem://",
    LOG_LEVEL="WARNING",
    # Playwright keeps an event loop in the tests' thread.
    DJANGO_ALLOW_ASYNC_UNSAFE="true",
    STATIC_STORAGE="django.contrib.staticfiles.storage.StaticFilesStorage",
)

from config.settings import *  # noqa: E402, F403
from config.settings import DATA_DIR, DATABASES, STATIC_ROOT  # noqa: E402

STATIC_ROOT.mkdir()
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, so that threads and the browser meet real transactions.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["TEST"] = {"NAME": f"puljeforslag_test_{secrets.token_hex(4)}"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tasks run where they are sent from; tests of the worker start a real one (fixture `program_environment`).
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
