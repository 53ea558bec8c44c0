"""The clock of the server that browsers drive: a Tuesday of term at ten, going on from there, whatever the machine's day.

The machine's clock made the day of the run part of every test: at night or on a Wednesday, « today » has no class, and what
is given for the next class day is not read yet. The distance between the two clocks is measured once by the run, so that a
server started again, and the code run over its database, read the same hour.
"""

import os
import time

import time_machine

VARIABLE = "ENT_ECART_HORLOGE"


def regler() -> None:
    """Set the clock of this process."""
    time_machine.travel(time.time() + float(os.environ[VARIABLE]), tick=True).start()


# In pages, `Date` is moved alone: timers keep running, and the browser keeps its own clock for cookies and caches, which are
# given to it as durations.
DATE = """(() => {
  const [Vraie, ecart] = [Date, %d];
  const maintenant = () => Vraie.now() + ecart;
  globalThis.Date = new Proxy(Vraie, {
    construct: (d, valeurs, nouveau) => Reflect.construct(d, valeurs.length ? valeurs : [maintenant()], nouveau),
    apply: () => new Vraie(maintenant()).toString(),
    get: (d, cle) => (cle === "now" ? maintenant : Reflect.get(d, cle)),
  });
})()"""
