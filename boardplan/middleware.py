"""Health before everything else, and the policy that all pages of signed-in people share."""

from django.db import connection
from django.http import HttpResponse


class HealthMiddleware:
    """`GET /healthz`: 200 with the database reached, 503 without.

    It comes before host and HTTPS checks, because a load balancer asks by address.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info == "/healthz":
            return self.health(request)
        return self.get_response(request)

    def health(self, request):
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except Exception:  # whatever the driver raises, the answer is the same
            return HttpResponse("The database does not answer.\n", "text/plain", status=503)
        return HttpResponse("ok\n", "text/plain", headers={"Cache-Control": "no-store"})


class PagePolicyMiddleware:
    """Pages of signed-in people are never kept by browsers or proxies on shared machines."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response
