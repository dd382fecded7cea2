"""The Celery application: tasks take ids, the job row is the truth, the broker only wakes a worker."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("puljeforslag")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
