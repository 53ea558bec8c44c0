from django.urls import path, register_converter

from ent.portail.views.brouillons import brouillon

from .views import (
    agenda,
    ajout,
    donner,
    eleve,
    emploi,
    familles,
    impressions,
    organisation,
    projections,
    remises,
    reserve,
    seances,
    semaine,
    suivi,
    travaux,
    visas,
)


class ConvertisseurEcrit:
    """« travail » or « seance »: what may be done to both has one address."""

    regex = "travail|seance"

    def to_python(self, valeur: str) -> str:
        return valeur

    def to_url(self, nom: str) -> str:
        return nom


register_converter(ConvertisseurEcrit, "ecrit")

urlpatterns = [
    path("", semaine.cahier, name="cahier"),
    path("classe/<int:pk>/", semaine.classe, name="cahier_classe"),
    path("semaine/", semaine.toutes, name="cahier_semaine"),
    path("classe/<int:pk>/travail/", donner.classe, name="cahier_donner_classe"),
    path("groupe/<int:pk>/travail/", donner.groupe, name="cahier_donner_groupe"),
    path("classe/<int:pk>/charge/", donner.charge_classe, name="cahier_charge_classe"),
    path("groupe/<int:pk>/charge/", donner.charge_groupe, name="cahier_charge_groupe"),
    path("classe/<int:pk>/comprendre/", ajout.comprendre_classe, name="cahier_comprendre_classe"),
    path("groupe/<int:pk>/comprendre/", ajout.comprendre_groupe, name="cahier_comprendre_groupe"),
    path("classe/<int:pk>/ajouter/", ajout.ajouter_classe, name="cahier_ajouter_classe"),
    path("groupe/<int:pk>/ajouter/", ajout.ajouter_groupe, name="cahier_ajouter_groupe"),
    path("classe/<int:pk>/emploi-du-temps/", emploi.emploi, name="cahier_emploi"),
    path("emploi-du-temps/<int:pk>/annuler/", emploi.annuler, name="cahier_emploi_annuler"),
    path("classe/<int:pk>/projeter/", semaine.projeter, name="cahier_projeter"),
    path("groupe/<int:pk>/", semaine.groupe, name="cahier_groupe"),
    path("classe/<int:pk>/seance/", seances.ecrire_classe, name="cahier_seance_classe"),
    path("groupe/<int:pk>/seance/", seances.ecrire_groupe, name="cahier_seance_groupe"),
    path("seance/<int:pk>/", seances.seance, name="cahier_seance"),
    path("seance/<int:pk>/modifier/", seances.modifier, name="cahier_seance_modifier"),
    path("seance/<int:pk>/publier/", seances.publier, name="cahier_seance_publier"),
    path("seance/<int:pk>/retirer/", seances.retirer, name="cahier_seance_retirer"),
    path("seance/<int:pk>/remettre/", seances.remettre, name="cahier_seance_remettre"),
    path("travail/<int:pk>/", travaux.travail, name="cahier_travail"),
    path("travail/<int:pk>/lire/", travaux.lire, name="cahier_lire"),
    path("travail/<int:pk>/modifier/", donner.modifier, name="cahier_modifier"),
    path("travail/<int:pk>/publier/", travaux.publier, name="cahier_publier"),
    path("travail/<int:pk>/retirer/", travaux.retirer, name="cahier_retirer"),
    path("travail/<int:pk>/remettre/", travaux.remettre, name="cahier_remettre"),
    path("travail/<int:pk>/cocher/<uuid:eleve>/", travaux.cocher, name="cahier_cocher"),
    path("travail/<int:pk>/suivi/", suivi.suivi, name="cahier_suivi"),
    path("travail/<int:pk>/suivi/papiers/", suivi.papiers, name="cahier_suivi_papiers"),
    path("travail/<int:pk>/relancer/", suivi.relancer, name="cahier_relancer"),
    path("travail/<int:pk>/rendre/<uuid:eleve>/", remises.rendre, name="cahier_rendre"),
    path("travail/<int:pk>/remises/", remises.remises, name="cahier_remises"),
    path("eleve/semaine/", eleve.semaine, name="cahier_eleve_semaine"),
    path("eleve/semaine/<jour:lundi>/", eleve.semaine, name="cahier_eleve_semaine_du"),
    path("eleve/travail/<int:pk>/", eleve.travail, name="cahier_eleve_travail"),
    path("remise/<int:pk>/", remises.remise, name="cahier_remise"),
    path("remise/<int:pk>/reprendre/", remises.reprendre, name="cahier_reprendre"),
    path("retour/<int:pk>/retirer/", remises.retirer_retour, name="cahier_retirer_retour"),
    path("brouillon/<str:cle>/", brouillon, name="cahier_brouillon"),
    path("jour/", familles.jour, name="cahier_jour"),
    path("jour/<jour:date>/", familles.jour, name="cahier_jour_du"),
    path("quinzaine/", familles.quinzaine, name="cahier_quinzaine"),
    path("enfant/<uuid:eleve>/travail/<int:pk>/", familles.travail, name="cahier_enfant_travail"),
    path("enfant/<uuid:eleve>/travail/<int:pk>/traduire/", familles.traduire_travail, name="cahier_traduire_travail"),
    path("enfant/<uuid:eleve>/seance/<int:pk>/", familles.seance, name="cahier_enfant_seance"),
    path("enfant/<uuid:eleve>/seance/<int:pk>/traduire/", familles.traduire_seance, name="cahier_traduire_seance"),
    path("agenda/", agenda.agendas, name="cahier_agenda"),
    path("agenda/<int:pk>/revoquer/", agenda.revoquer, name="cahier_agenda_revoquer"),
    path("agenda/<uuid:cle>-<str:signee>.ics", agenda.lire, name="cahier_ics"),
    path("copie/", familles.copie, name="cahier_copie"),
    path("vus/", familles.vus, name="cahier_vus"),
    path("<ecrit:nature>/<int:pk>/projeter/", projections.projeter, name="cahier_projeter_contenu"),
    path("<ecrit:nature>/<int:pk>/dupliquer/", organisation.dupliquer, name="cahier_dupliquer"),
    path("<ecrit:nature>/<int:pk>/repeter/", organisation.repeter, name="cahier_repeter"),
    path("<ecrit:nature>/<int:pk>/serie/", organisation.serie, name="cahier_serie"),
    path("<ecrit:nature>/<int:pk>/partager/", reserve.partager, name="cahier_partager"),
    path("<ecrit:nature>/<int:pk>/reprendre/", reserve.reprendre, name="cahier_reserve_reprendre"),
    path("geste/<int:pk>/annuler/", organisation.annuler, name="cahier_geste_annuler"),
    path("classe/<int:pk>/decaler/", organisation.decaler_classe, name="cahier_decaler_classe"),
    path("groupe/<int:pk>/decaler/", organisation.decaler_groupe, name="cahier_decaler_groupe"),
    path("reserve/", reserve.reserve, name="cahier_reserve"),
    path("classe/<int:pk>/visa/", visas.visa, name="cahier_visa"),
    path("visa/<int:pk>/retirer/", visas.retirer, name="cahier_visa_retirer"),
    path("classe/<int:pk>/imprimer/", impressions.imprimer_classe, name="cahier_imprimer_classe"),
    path("groupe/<int:pk>/imprimer/", impressions.imprimer_groupe, name="cahier_imprimer_groupe"),
    path("classe/<int:pk>/etiquettes/", impressions.etiquettes_classe, name="cahier_etiquettes_classe"),
    path("groupe/<int:pk>/etiquettes/", impressions.etiquettes_groupe, name="cahier_etiquettes_groupe"),
    path("classe/<int:pk>/annee/", impressions.annee_classe, name="cahier_annee_classe"),
    path("groupe/<int:pk>/annee/", impressions.annee_groupe, name="cahier_annee_groupe"),
    path("classe/<int:pk>/annee/pdf/", impressions.annee_pdf_classe, name="cahier_annee_pdf_classe"),
    path("groupe/<int:pk>/annee/pdf/", impressions.annee_pdf_groupe, name="cahier_annee_pdf_groupe"),
    path("classe/<int:pk>/annee/zip/", impressions.annee_zip_classe, name="cahier_annee_zip_classe"),
    path("groupe/<int:pk>/annee/zip/", impressions.annee_zip_groupe, name="cahier_annee_zip_groupe"),
]
