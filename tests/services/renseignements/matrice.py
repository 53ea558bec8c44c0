"""Arguments of the addresses of children's records: what the mother gave, asked and wrote of the pupil of each school."""

import datetime as dt

from ent.annuaire.models import Personne
from ent.services.renseignements.actions import corrections, proches, sante
from ent.services.renseignements.champs_corriges import Champ, empreinte, valeurs_de
from ent.services.renseignements.models import Autorise, Contact, Correction, LecteurSante

UN_CONTACT = {"nom": "Rachida Belhadj", "lien": "grand-mère", "telephone": "06 11 22 33 44", "autre_telephone": ""}


def contact(o) -> Contact:
    return proches.donner_contact(etablissement=o.ecole, eleve=o.eleve, par=o.d.mere, champs=UN_CONTACT)


def autorise(o) -> Autorise:
    champs = {"nom": "Karim", "lien": "voisin", "telephone": "06 55 44 33 22", "debut": None, "fin": None}
    return proches.autoriser(etablissement=o.ecole, eleve=o.eleve, par=o.d.mere, champs=champs)


def correction(o) -> Correction:
    apres = {"telephone_portable": "06 99 88 77 66"}
    return corrections.demander_correction(
        etablissement=o.ecole, eleve=o.eleve, champ=Champ.PORTABLE, apres=apres, par=o.d.mere
    )


def _vue(o):
    lue = correction(o)
    return [lue.pk], {"vu": empreinte(valeurs_de(Personne.objects.get(pk=o.d.mere.pk), Champ.PORTABLE))}


def lecteur(o) -> LecteurSante:
    jour = dt.date(2026, 9, 1)
    return sante.nommer_lecteur(
        etablissement=o.ecole, personne=o.d.remplacant, debut=jour, fin=dt.date(2026, 9, 30), auteur=o.direction
    )


def _eleve(o) -> list:
    return [o.ecole.pk, o.eleve.uuid]


def _acceptee(o):
    (pk,), vue = _vue(o)
    corrections.accepter_correction(correction=Correction.objects.get(pk=pk), auteur=o.direction, **vue)
    return [pk], {}


ARGUMENTS = {
    "renseignements_enfant": lambda o: (_eleve(o), {}),
    "renseignements_papier": lambda o: (_eleve(o), {}),
    "renseignements_corriger": lambda o: ([*_eleve(o), "telephone_portable"], {"telephone_portable": "06 99 88 77 66"}),
    "renseignements_confirmer": lambda o: (_eleve(o), {}),
    "renseignements_correction_retirer": lambda o: ([correction(o).pk], {}),
    "renseignements_contact_donner": lambda o: (_eleve(o), UN_CONTACT),
    "renseignements_les_memes": lambda o: ([*_eleve(o), o.d.eleve_cm2.uuid], {}),
    "renseignements_contact": lambda o: ([contact(o).pk], UN_CONTACT),
    "renseignements_bouger": lambda o: ([contact(o).pk, "monter"], {}),
    "renseignements_autoriser": lambda o: (_eleve(o), {**UN_CONTACT, "debut": "", "fin": ""}),
    "renseignements_autorise": lambda o: ([autorise(o).pk], {**UN_CONTACT, "debut": "", "fin": ""}),
    "renseignements_retirer": lambda o: (["contact", contact(o).pk], {}),
    "renseignements_rendre": lambda o: (["autorise", autorise(o).pk], {}),
    "renseignements_sante": lambda o: (_eleve(o), {}),
    "renseignements_sante_ecrire": lambda o: (_eleve(o), {"allergies": "arachide"}),
    "renseignements_classe": lambda o: ([o.classe.pk], {}),
    "renseignements_sortie": lambda o: ([o.classe.pk], {}),
    "renseignements_papiers": lambda o: ([o.classe.pk], {}),
    "renseignements_eleve": lambda o: (_eleve(o), {}),
    "renseignements_ouvrir": lambda o: ([*_eleve(o), "sante"], {}),
    "renseignements_corrections": lambda o: ([o.ecole.pk], {}),
    "renseignements_accepter": _vue,
    "renseignements_reprendre": _acceptee,
    "renseignements_refuser": lambda o: ([correction(o).pk], {"mot": "Apportez un justificatif."}),
    "renseignements_lecteurs": lambda o: (
        [o.ecole.pk],
        {
            "personne": str((o.enseignante if o.ecole == o.d.elementaire else o.d.remplacant).uuid),
            "debut": "2026-11-24",
            "fin": "",
        },
    ),
    "renseignements_lecteur_arreter": lambda o: ([lecteur(o).pk], {}),
}
