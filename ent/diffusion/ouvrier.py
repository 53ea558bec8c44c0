"""The worker that runs deferred tasks inside the server process: `make demo` and small schools start nothing else."""

import threading

from django_tasks_db.management.commands.db_worker import Worker

INTERVALLE = 0.5  # seconds between two looks at the queue


def demarrer() -> threading.Thread:
    """Start the worker in a daemon thread. Many schools run `manage.py db_worker --queue-name '*'` instead."""
    ouvrier = Worker(
        queue_names=["*"],
        interval=INTERVALLE,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="serveur",
        excluded_queue_names=[],
    )
    fil = threading.Thread(target=ouvrier.run, name="ouvrier", daemon=True)
    fil.start()
    return fil
