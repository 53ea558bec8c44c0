"""Image rights: what the school asks, what each holder of parental authority answers, what the child says."""

from .consentements import AccordEleve, Consentement, DemandeConsentement

__all__ = ["AccordEleve", "Consentement", "DemandeConsentement"]
