"""Who may see, give and tick a travail; who may see and write a séance; who reads what a pupil hands in."""

from django.db.models import F, Q
from django.utils import timezone

from ent.annuaire.audience.droits import Colonnes, enseigne_a
from ent.annuaire.droits import RIEN, peut_repondre
from ent.socle.dates import aujourd_hui

SALLE = "cahier"  # as it may be confided (`enregistrer_salle_confiee`)

# --- Whom they are for ------------------------------------------------------------------------------------------------
TRAVAUX = Colonnes(niveau="niveau", quand="visible_le")
SEANCES = Colonnes(niveaux="niveaux", quand="visible_le")
REMISES = Colonnes(ecole="travail__etablissement", eleve="eleve")


def concerne(ecrit, suivi) -> bool:
    """A travail or a séance in hand is for this child."""
    return ecrit.audience.comprend(suivi)


def _lisible() -> Q:
    """Given, over quiet hours, not withdrawn. A draft has no `visible_le`: the comparison leaves it out."""
    return Q(retire_le=None, visible_le__lte=timezone.now())


# --- What one sees ----------------------------------------------------------------------------------------------------
def travaux_des_enfants_de(personne) -> Q:
    """Families and pupils see what was given to the child, once quiet hours are over and unless it was withdrawn; so does who was confided it."""
    return _lisible() & TRAVAUX.pour_ceux(personne.portee.suivis_de(SALLE))


def travaux_repris_de(personne) -> Q:
    """What their families and pupils could read, and that its teachers took back."""
    return Q(retire_le__gte=F("visible_le")) & TRAVAUX.pour_ceux(personne.portee.suivis_de(SALLE))


def seances_des_enfants_de(personne) -> Q:
    """Families and pupils see what was done by the child up to today: a plan of days to come is the teacher's own."""
    return _lisible() & Q(date__lte=aujourd_hui()) & SEANCES.pour_ceux(personne.portee.suivis_de(SALLE))


def travaux_hors_delegation(personne) -> Q:
    """`travaux_visibles_par`, but what is only read by an access that was confided."""
    return (_lisible() & TRAVAUX.pour_ceux(personne.portee.suivis)) | suivis_par(personne)


def seances_hors_delegation(personne) -> Q:
    siennes = _lisible() & Q(date__lte=aujourd_hui()) & SEANCES.pour_ceux(personne.portee.suivis)
    return siennes | suivis_par(personne)


def _d_un_collegue(personne, prefixe: str = "") -> Q:
    """In a division of a collège, what another teacher gave, in their subject."""
    divisions = personne.portee.divisions_tenues
    return Q(**{f"{prefixe}classe__in": divisions}) & ~Q(**{f"{prefixe}auteur": personne}) if divisions else RIEN


def modifiables_par(personne) -> Q:
    """The teachers of the class or group (co-teachers and remplaçants included) write, correct, withdraw or put back. In a division of a
    collège, each their own: others teach there something else.
    """
    tenues = TRAVAUX.tenues_par(personne)
    return tenues & ~_d_un_collegue(personne) if personne.portee.divisions_tenues else tenues


def suivis_par(personne) -> Q:
    """Teachers follow what is given in their classes and groups; a directeur that of the school, drafts excepted."""
    donne = ~Q(visible_le=None)
    de_l_ecole = Q(etablissement__in=personne.portee.etablissements_diriges) & donne
    des_collegues = (TRAVAUX.tenues_par(personne) & donne) if personne.portee.divisions_tenues else RIEN
    return Q(retire_le=None) & (modifiables_par(personne) | de_l_ecole | des_collegues)


def travaux_visibles_par(personne) -> Q:
    """What was given to one's children, and what one follows as staff."""
    return travaux_des_enfants_de(personne) | suivis_par(personne)


def seances_visibles_par(personne) -> Q:
    return seances_des_enfants_de(personne) | suivis_par(personne)


def reserve_de(personne) -> Q:
    """What a teacher may take up again: all they ever wrote, and what the teachers of their schools share.

    What others corrected since is read by who teaches there today, no more by the author who left.
    What names pupils is never lent: only its author takes it up, without the names.
    """
    portee = personne.portee
    ecoles = portee.etablissements_d_enseignement
    if not ecoles:
        return RIEN
    pretes = Q(partage_le__isnull=False, etablissement__in=ecoles, retire_le=None) & ~Q(
        classe__isnull=False, groupe__isnull=False
    )
    return (Q(auteur=personne) & (Q(corrige_par_autrui=False) | modifiables_par(personne))) | pretes


def remises_des_enfants_de(personne, prefixe: str = "") -> Q:
    """A pupil reads and takes back their own; those who answer for them, theirs, in the school that declared the tie."""
    return REMISES.sous(prefixe).aux_eleves(personne.portee.suivis)


def remises_a_dire_a(eleve, travaux, depuis) -> Q:
    """What their home says that they handed in: for these travaux, and since that moment for what is given to them still."""
    recentes = Q(travail__retire_le=None, remis_le__gte=depuis) & TRAVAUX.sous("travail__").pour_ceux(
        eleve.portee.suivis
    )
    voulues = Q(travail__in=travaux) | recentes if travaux else recentes
    return remises_des_enfants_de(eleve) & Q(eleve=eleve) & voulues


def remises_corrigees_par(personne) -> Q:
    """The teachers of the travail today read what was handed in for it, and answer; in a division of a collège, who gave it. The direction does not.
    Of a pupil who left the class, those who taught it then: who came after never had them.

    Those of a group read its pupils alone, while they are at the school: a travail given to a class, then to a group, does not
    bring them the class, nor their pupils of another group.
    """
    return Q(travail__retire_le=None) & _remises_de_mes_eleves(personne)


def _remises_de_mes_eleves(personne, prefixe: str = "") -> Q:
    portee = personne.portee
    eus = Q(portee.a_eu(eleve=f"{prefixe}eleve", classe=f"{prefixe}travail__classe"))
    de_la_classe = Q(**{f"{prefixe}travail__classe__in": portee.classes_tenues}) & eus
    if portee.divisions_tenues:
        de_la_classe &= ~_d_un_collegue(personne, f"{prefixe}travail__")
    if not portee.groupes_tenus:
        return de_la_classe
    de_mes_groupes = Q(
        **{
            f"{prefixe}travail__classe": None,
            f"{prefixe}travail__groupe__in": portee.groupes_tenus,
            f"{prefixe}eleve__in": portee.eleves_du_travail,
        }
    )
    y_est = portee.est_du_groupe(eleve=f"{prefixe}eleve", groupe=f"{prefixe}travail__groupe")
    return de_la_classe | (de_mes_groupes & Q(y_est))


def remises_visibles_par(personne) -> Q:
    return remises_des_enfants_de(personne) | remises_corrigees_par(personne)


def retours_ecrits_par(personne) -> Q:
    """A teacher takes back their own answer, while they teach there."""
    return Q(auteur=personne) & TRAVAUX.sous("remise__travail__").tenues_par(personne)


def retours_des_enfants_de(personne) -> Q:
    """The pupil and the family read what was answered, once quiet hours are over."""
    return remises_des_enfants_de(personne, "remise__") & Q(visible_le__lte=timezone.now())


def retours_visibles_par(personne) -> Q:
    """Who reads the try as a teacher reads every answer, besides the pupil and the family."""
    return retours_des_enfants_de(personne) | _remises_de_mes_eleves(personne, "remise__")


def visas_visibles_par(personne) -> Q:
    """The direction that sets them and the teachers of the class; families do not read visas."""
    portee = personne.portee
    return Q(classe__etablissement__in=portee.etablissements_diriges) | Q(classe__in=portee.classes_tenues)


def emplois_tenus_par(personne) -> Q:
    """The timetable of a class is its teachers' own."""
    return Q(classe__in=personne.portee.classes_tenues)


def emplois_ecrits_par(personne) -> Q:
    """Whoever wrote it may take it back, while they teach there."""
    return Q(auteur=personne) & emplois_tenus_par(personne)


# --- What one may do --------------------------------------------------------------------------------------------------
def peut_donner_travail(personne, *, classe=None, groupe=None) -> bool:
    """One gives work to, and writes the séances of, the classes and groups one teaches today."""
    return enseigne_a(personne, classe=classe, groupe=groupe)


def peut_modifier(personne, ecrit) -> bool:
    """`modifiables_par` on a travail or a séance in hand."""
    est_d_un_collegue = ecrit.classe_id in personne.portee.divisions_tenues and ecrit.auteur_id != personne.pk
    return ecrit.audience.est_tenue_par(personne) and not est_d_un_collegue


def peut_cocher(personne, travail, suivi) -> bool:
    """The pupil ticks their own work, a responsable their child's, who was confided that child's answers too; only what was given to the child."""
    return suivi in personne.portee.suivis_de(SALLE) and peut_repondre(suivi, SALLE) and concerne(travail, suivi)


def peut_remettre(personne, travail, suivi) -> bool:
    """Whoever may tick may hand in, where something is to be handed in. It is not confided: what a child hands in is read by their family."""
    return travail.est_a_rendre and suivi.delegation is None and peut_cocher(personne, travail, suivi)


def peut_viser(personne, classe) -> bool:
    """The directeur of the school sets a visa on a class's cahier."""
    return classe.etablissement_id in personne.portee.etablissements_diriges


def peut_retirer_visa(personne, visa) -> bool:
    """Who set a visa takes it back the same day, no later."""
    return visa.par_id == personne.pk and timezone.localdate(visa.appose_le) == timezone.localdate()


def peut_partager(personne, ecrit) -> bool:
    """Its author lends a travail or a séance to the school's teachers; never what names pupils."""
    return ecrit.auteur_id == personne.pk and not ecrit.est_nominatif
