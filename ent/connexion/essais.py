"""Tries at the door: how many wrong codes and wrong secrets are let, and how long one waits after them.

Each count says where it lives. Those of a row outlast a restart and are seen by who prints papers; those of a while are the brakes
that all processes share (`ent.socle.frein`).
"""

from ent.socle import frein

from . import derivation

# --- The activation code of a paper slip, with what proves that one is its owner ---
# Wrong proofs that a code bears before it is void (`CodeActivation.echecs`): the school prints another.
ECHECS_MAX_DU_CODE = 10
# Failures in a quarter of an hour: one address may be a whole school on the day papers are given; one code is one family.
ECHECS_PAR_IP, ECHECS_PAR_CODE, FENETRE = 30, 5, 15 * 60

# --- The secret of a pupil, on the wall of a class ---
# Seconds to wait after the n-th wrong try (`SecretEleve.echecs`); from ECHECS_MAX on, only a teacher opens again.
ATTENTES = {3: 30, 4: 120}
ATTENTE_LONGUE = 600
ECHECS_MAX = 10
# The whole wall closes when a class makes this many mistakes in ten minutes.
ECHECS_DE_CLASSE, FENETRE_DE_CLASSE = 30, 600


def attente_pour_un_code(ip: str, code: str) -> int:
    """Seconds to wait before a code may be tried from there; 0 when it may now."""
    du_code = f"code:{derivation.empreinte_code(code)}"
    return max(
        frein.attente(f"code-ip:{ip}", maximum=ECHECS_PAR_IP, fenetre=FENETRE),
        frein.attente(du_code, maximum=ECHECS_PAR_CODE, fenetre=FENETRE) if code else 0,
    )


def compter_un_code_faux(ip: str, code: str) -> None:
    frein.compter(f"code-ip:{ip}", fenetre=FENETRE)
    frein.compter(f"code:{derivation.empreinte_code(code)}", fenetre=FENETRE)


def attente_apres(echecs: int) -> int:
    """Seconds that a pupil waits after so many wrong secrets; 0 for the first ones."""
    return ATTENTES.get(echecs, ATTENTE_LONGUE if echecs > max(ATTENTES) else 0)


def attente_de_classe(classe_id: int) -> int:
    """Seconds until the wall of a class opens again; 0 when it is open."""
    return frein.attente(f"mur:{classe_id}", maximum=ECHECS_DE_CLASSE, fenetre=FENETRE_DE_CLASSE)


def compter_un_secret_faux(classe_id: int) -> None:
    frein.compter(f"mur:{classe_id}", fenetre=FENETRE_DE_CLASSE)
