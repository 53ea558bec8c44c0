"""Who reads a travail or a séance, who teaches it, whom it reaches: rights, predicates and recipients, held on drawn worlds to what a
person would say (`tests.annuaire.mondes`).
"""

from django.db import transaction

from cahier_de_textes import droits, evenements
from cahier_de_textes.models import Remise, Seance, Travail
from ent.annuaire import destinataires
from tests.annuaire.mondes import Cible, Monde, ecrire, essayer
from tests.conftest import MARDI_10H

LISIBLE = {"publie_le": MARDI_10H, "visible_le": MARDI_10H}


def _de_classe_ou_de_groupe(cible: Cible) -> bool:
    return not cible.eleve and (cible.classe is not None or cible.groupe is not None)


def un_travail(ici, cible: Cible) -> Travail:
    return Travail.objects.create(
        **ici.lieux(cible),
        **LISIBLE,
        niveau="".join(cible.niveaux),
        date_pour=MARDI_10H.date(),
        texte="Lire",
        auteur=ici.auteur,
    )


def une_seance(ici, cible: Cible) -> Seance:
    return Seance.objects.create(
        **ici.lieux(cible),
        **LISIBLE,
        niveaux=Seance.joindre_niveaux(list(cible.niveaux)),
        date=MARDI_10H.date(),
        titre="Lire",
        auteur=ici.auteur,
    )


def tenir_ensemble(ici, monde: Monde, ecrits: dict[Cible, Travail | Seance], vus: dict[bool, int]) -> None:
    modele = type(next(iter(ecrits.values())))
    enseignants = evenements.enseignants_de(list(ecrits.values()))
    for cle in ici.gens:
        qui = ici.relu(cle)
        lus = set(modele.objects.des_enfants_de(qui))
        tenus = set(modele.objects.modifiables_par(qui))
        for cible, ecrit in ecrits.items():
            lit, tient = monde.lit(cible, cle), monde.tient(cible, cle)
            vus[lit] += 1
            assert (ecrit in lus) is lit
            assert any(droits.concerne(ecrit, suivi) for suivi in qui.portee.suivis) is lit
            assert (ecrit in tenus) is tient
            assert droits.peut_modifier(qui, ecrit) is tient
            assert (qui.pk in enseignants[ecrit]) is tient
            assert (qui.pk in _atteints(ecrit)) is lit


def _atteints(ecrit: Travail | Seance) -> set[int]:
    eleves = destinataires.eleves(ecrit.audience).keys()
    atteints = eleves | {adulte for adulte, _enfant in evenements.responsables(ecrit, eleves)}
    if isinstance(ecrit, Seance):
        assert evenements.concernes_par_la_seance(ecrit) == atteints | evenements.enseignants(ecrit)
    else:
        assert evenements.eleves_concernes(ecrit).keys() == eleves
    return atteints


def test_a_travail_is_read_taught_and_told_as_a_person_would_say(d, mardi):
    def comparer(monde: Monde, vus: dict[bool, int]) -> None:
        ici = ecrire(d, monde)
        ecrits = {
            cible: un_travail(ici, cible)
            for cible in monde.cibles
            if _de_classe_ou_de_groupe(cible) and len(cible.niveaux) < 2
        }
        if ecrits:
            tenir_ensemble(ici, monde, ecrits, vus)
            _et_ensemble(ecrits)

    essayer(comparer)


def test_a_seance_is_read_taught_and_told_as_a_person_would_say(d, mardi):
    def comparer(monde: Monde, vus: dict[bool, int]) -> None:
        ici = ecrire(d, monde)
        ecrits = {cible: une_seance(ici, cible) for cible in monde.cibles if _de_classe_ou_de_groupe(cible)}
        if ecrits:
            tenir_ensemble(ici, monde, ecrits, vus)
            _et_ensemble(ecrits)

    essayer(comparer)


def _et_ensemble(ecrits: dict) -> None:
    """Read together, by school, the audiences are what each is alone."""
    for ecole in {cible.ecole for cible in ecrits}:
        siennes = {e.audience for cible, e in ecrits.items() if cible.ecole == ecole}
        assert destinataires.eleves_de(siennes) == {a: set(destinataires.eleves(a)) for a in siennes}


def test_what_a_pupil_handed_in_is_read_by_those_who_follow_them_there(d, mardi):
    def comparer(monde: Monde, vus: dict[bool, int]) -> None:
        ici = ecrire(d, monde)
        classes = {c.ecole: n for n, c in enumerate(monde.classes)}
        for ecole, classe in classes.items():
            travail = un_travail(ici, Cible(ecole, classe=classe))
            remises = {
                eleve: Remise.objects.create(travail=travail, eleve=ici.gens[eleve], par=ici.gens[eleve])
                for eleve in ("e0", "e1")
            }
            for cle in ici.gens:
                lues = set(Remise.objects.filter(droits.remises_des_enfants_de(ici.relu(cle))))
                for eleve, remise in remises.items():
                    lit = monde.lit(Cible(ecole, eleve=eleve), cle)
                    vus[lit] += 1
                    assert (remise in lues) is lit
                    if cle not in remises:
                        lecteurs = {adulte for adulte, _e in evenements.lecteurs_de_la_remise(remise)}
                        assert (ici.gens[cle].pk in lecteurs) is lit

    essayer(comparer)


def test_what_waits_or_is_withdrawn_reaches_nobody(d, mardi):
    with transaction.atomic():
        lieux = {"etablissement": d.elementaire, "classe": d.cp_ce1, "auteur": d.enseignante, "date_pour": mardi.date()}
        Travail.objects.create(**lieux, **LISIBLE, texte="Retiré", retire_le=mardi)
        Travail.objects.create(**lieux, texte="Brouillon")
        assert not Travail.objects.des_enfants_de(d.mere).filter(texte__in=["Retiré", "Brouillon"]).exists()


def test_a_thing_is_said_by_where_it_is_then_by_whom_of_it(d, mardi):
    lieu = {"etablissement": d.elementaire, "classe": d.cp_ce1}
    assert Travail(**lieu).a_qui == "CP-CE1"
    assert Travail(**lieu, niveau="CP").a_qui == "CP-CE1 · CP"
    assert Travail(**lieu, groupe=d.groupe_lecture).a_qui == "CP-CE1 · quelques élèves"
    assert Travail(etablissement=d.elementaire, groupe=d.groupe_lecture).a_qui == "Lecture à voix haute"
