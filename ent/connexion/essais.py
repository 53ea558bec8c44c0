"""Tries at the door: how many wrong codes and wrong secrets are let, and how long one waits after them.

Each count says where it lives. Those of a row outlast a restart and are seen by who prints papers; those of a while are the brakes
that all processes share (`ent.socle.frein`).
"""

from django.core.cache import cache

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
# A tablet of the class that makes this many mistakes in so many seconds rests, and no other.
DE_TABLETTE = ((30, 600), (60, 24 * 3600))
# Devices where no pupil of the class has come in, all together, in a day. While there is class, new tablets hold within it; at other
# hours it is somebody who holds the link and guesses: twelve tries of 1,320. Their teachers are told before.
ECHECS_D_INCONNUS, ECHECS_HORS_CLASSE, FENETRE_D_INCONNUS = 30, 12, 24 * 3600
ECHECS_A_DIRE = 6
# A teacher who opens the wall to new tablets opens it for this long, and what was counted is forgotten.
OUVERTURE = 30 * 60


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


def attente_d_appareil(classe_id: int, appareil: str, *, pendant_la_classe: bool) -> int:
    """Seconds until the wall of a class opens again on this device (« » for one that the class does not know); 0 when it is open."""
    if appareil:
        return max(frein.attente(f"tablette:{appareil}", maximum=n, fenetre=fenetre) for n, fenetre in DE_TABLETTE)
    maximum = ECHECS_D_INCONNUS if pendant_la_classe else ECHECS_HORS_CLASSE
    return frein.attente(f"mur:{classe_id}", maximum=maximum, fenetre=FENETRE_D_INCONNUS)


def compter_un_secret_faux(classe_id: int, appareil: str) -> int:
    """How many the class has had, from devices that it does not know, since it was last opened to them; 0 for its own."""
    if appareil:
        for _nombre, fenetre in DE_TABLETTE:
            frein.compter(f"tablette:{appareil}", fenetre=fenetre)
        return 0
    frein.compter(f"mur:{classe_id}", fenetre=FENETRE_D_INCONNUS)
    return frein.comptes(f"mur:{classe_id}", fenetre=FENETRE_D_INCONNUS)


def ouvrir_aux_nouvelles(classe_id: int) -> None:
    frein.oublier(f"mur:{classe_id}", fenetre=FENETRE_D_INCONNUS)
    cache.set(f"mur-ouvert:{classe_id}", True, OUVERTURE)


def est_ouvert_aux_nouvelles(classe_id: int) -> bool:
    return bool(cache.get(f"mur-ouvert:{classe_id}"))
