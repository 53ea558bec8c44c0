"""How pages are served in production, and how a server that is replaced leaves: nothing that arrived is dropped."""

import os
import select
import signal
from functools import partial

wsgi_app = "config.wsgi"
bind = os.environ.get("ENT_ECOUTE", "0.0.0.0:8000")
workers = int(os.environ.get("ENT_PROCESSUS", "2"))
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 60  # a page that is being made when the server is asked to stop has a minute to end
max_requests, max_requests_jitter = 10_000, 1_000
keepalive = 0  # a connection that the proxy keeps could be closed under a form that it is sending
worker_tmp_dir = "/dev/shm"  # noqa: S108 (gunicorn's own heartbeat: the root is not written)
control_socket_disable = True


def post_worker_init(worker) -> None:
    """Asked to stop, gunicorn leaves in the kernel the connections that nobody has accepted yet: they are reset, with the forms that
    they bring. Here they are taken first, then the door is closed at once, so that the proxy waits for the next server.
    """
    partir = worker.handle_exit

    def prendre_ce_qui_attend(sig, cadre) -> None:
        worker.set_accept_enabled(False)
        for prise in worker.sockets:
            while select.select([prise], [], [], 0)[0]:
                worker.accept(prise)
            prise.close()
        partir(sig, cadre)

    # In the loop of the worker, and not in the middle of what the signal interrupts.
    signal.signal(
        signal.SIGTERM, lambda sig, cadre: worker.method_queue.defer(partial(prendre_ce_qui_attend, sig, cadre))
    )
