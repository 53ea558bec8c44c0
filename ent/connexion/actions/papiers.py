"""Codes printed on paper: emitted, printed again as long as they serve, replaced when they no longer do."""

import datetime as dt
from collections.abc import Collection

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from ent.annuaire.journal import consigner
from ent.annuaire.models import Classe, Etablissement, Personne

from .. import collegiens, derivation, droits, essais, lectures
from ..models import CleDeDerivation, CodeActivation
from ..pdf import Papier


class PapierRefuse(Exception):
    """A paper that its author may not hand out, or that needs an explicit « nouveau papier »."""


@transaction.atomic
def rechiffrer_la_cle() -> None:
    """Seal the key of codes and secrets under the first of `ENT_CLE_CODES`: none of them changes, and the others of the ring may go."""
    scellee = derivation.trousseau().encrypt(derivation.cle()).decode()
    CleDeDerivation.objects.select_for_update().delete()
    CleDeDerivation.objects.create(scellee=scellee)
    consigner("connexion.rechiffrer_la_cle", cles=len(settings.ENT_CLES_CODES))


@transaction.atomic
def emettre_code(
    *, personne: Personne, etablissement: Etablissement, renouveler: bool = False, expire_le: dt.datetime | None = None
) -> str:
    """The code of an adult in a school: the same as long as it may serve, another one when asked or when it is spent. It serves the school
    year, unless said otherwise.
    """
    expire_le = expire_le or lectures.fin_de_validite()
    existant = CodeActivation.objects.select_for_update().filter(personne=personne, etablissement=etablissement).first()
    if existant is None:
        generation = 0
    elif (
        renouveler
        or existant.utilise_le
        or existant.expire_le <= timezone.now()
        or existant.echecs >= essais.ECHECS_MAX_DU_CODE
    ):
        generation = existant.generation + 1
    else:
        return derivation.code_activation(personne.uuid, etablissement.pk, existant.generation)
    while True:
        code = derivation.code_activation(personne.uuid, etablissement.pk, generation)
        try:
            with transaction.atomic():
                CodeActivation.objects.update_or_create(
                    personne=personne,
                    etablissement=etablissement,
                    defaults={
                        "generation": generation,
                        "empreinte": derivation.empreinte_code(code),
                        "expire_le": expire_le,
                        "utilise_le": None,
                        "echecs": 0,
                    },
                )
            return code
        except IntegrityError:  # somebody else's code, once in billions: take the next one
            generation += 1


def _papiers_d_adultes(
    *,
    destinataires: Collection[lectures.Destinataire],
    choisis: set[int],
    etablissement: Etablissement,
    auteur: Personne,
    nouveaux: bool,
) -> list[Papier]:
    papiers = []
    for destinataire in destinataires:
        if destinataire.personne.pk not in choisis:
            continue
        if refus := destinataire.refus(auteur, etablissement):
            raise PapierRefuse(refus)
        if destinataire.est_active and not nouveaux:
            raise PapierRefuse("activated")
        code = emettre_code(
            personne=destinataire.personne, etablissement=etablissement, renouveler=destinataire.est_active
        )
        papiers.append(Papier(personne=destinataire.personne, enfants=destinataire.enfants, code=code))
    return papiers


def _papiers_de_collegiens(classe: Classe, choisis: set[int], *, nouveaux: bool) -> list[Papier]:
    """Theirs, by which an identity is tied or an account opened."""
    papiers = []
    for collegien in collegiens.de_la_classe(classe):
        if collegien.eleve.pk not in choisis:
            continue
        if collegien.est_active and not nouveaux:
            raise PapierRefuse("activated")
        code = emettre_code(
            personne=collegien.eleve, etablissement=classe.etablissement, renouveler=collegien.est_active
        )
        papiers.append(Papier(personne=collegien.eleve, code=code, est_collegien=True))
    return papiers


def _exiger_quelqu_un(papiers: list[Papier]) -> None:
    if not papiers:
        raise PapierRefuse("vide")


@transaction.atomic
def preparer_papiers(
    *, classe: Classe, auteur: Personne, responsables: set[int], eleves: set[int], nouveaux: bool
) -> list[Papier]:
    """The slips of a class for the chosen people (ids). Ids that are not of the class are ignored.

    `nouveaux` states that activated responsables get a new paper: the code then lets them choose a new password.
    """
    papiers = _papiers_d_adultes(
        destinataires=lectures.responsables_de(classe),
        choisis=responsables,
        etablissement=classe.etablissement,
        auteur=auteur,
        nouveaux=nouveaux,
    )
    papiers_eleves = [Papier(personne=e.eleve, entree=e) for e in lectures.mur_de(classe) if e.eleve.pk in eleves]
    papiers_eleves += _papiers_de_collegiens(classe, eleves, nouveaux=nouveaux)
    _exiger_quelqu_un([*papiers, *papiers_eleves])
    consigner(
        "connexion.imprimer_papiers",
        auteur=auteur,
        etablissement=classe.etablissement,
        objet=f"classe {classe.pk}",
        responsables=len(papiers),
        eleves=len(papiers_eleves),
        nouveaux=sum(droits.est_activee(p.personne) for p in papiers),
    )
    return papiers + papiers_eleves


@transaction.atomic
def preparer_papiers_du_personnel(
    *, etablissement: Etablissement, auteur: Personne, personnes: set[int], nouveaux: bool
) -> list[Papier]:
    """The slips of those who work in a school, printed by its direction."""
    papiers = _papiers_d_adultes(
        destinataires=lectures.personnel_de(etablissement),
        choisis=personnes,
        etablissement=etablissement,
        auteur=auteur,
        nouveaux=nouveaux,
    )
    _exiger_quelqu_un(papiers)
    consigner(
        "connexion.imprimer_papiers_du_personnel",
        auteur=auteur,
        etablissement=etablissement,
        personnels=len(papiers),
        nouveaux=sum(droits.est_activee(p.personne) for p in papiers),
    )
    return papiers
