"""How django-allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter


class AdaptateurCompte(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        """Accounts come from the school's directory, by an activation code; nobody signs up alone."""
        return False
