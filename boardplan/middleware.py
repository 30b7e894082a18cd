"""Health before everything else, and the policy that all pages of signed-in people share."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.defaults import page_not_found

from .errors import Conflict, RuleBroken

# Where whole documents are sent to, which may be larger than what any form holds.
FILES_COME_TO = "/import/"
ROOM_FOR_THE_FORM = 200_000


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


class BodyLimitMiddleware:
    """Refuses a request larger than MAX_REQUEST_BYTES before any of it is read.

    Django's own limit leaves files out, and they would be written to the disk for anybody, signed
    in or not, because the check against forged requests reads the form first.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if request.path_info.endswith(FILES_COME_TO):
            limit = max(limit, settings.MAX_IMPORT_BYTES + ROOM_FOR_THE_FORM)
        if length.isdecimal() and int(length) > limit:
            context = {"limit": limit // 1_000_000}
            return render(request, "413.html", context, status=413)
        return self.get_response(request)


class LinkMiddleware:
    """For views marked access.by_link, whose address holds a secret.

    Whatever they answer, errors included, names no referrer and stays out of indexes and caches.
    Browsers then write "Origin: null" with a form, which Django's check against forged requests
    takes for another site; here the header is read as our own. Nothing is given away: who forges
    a request would have to know the secret, and the token of the form is compared with its cookie
    as everywhere.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(request, "by_link", False):
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(self, request, view, args, kwargs):
        request.by_link = getattr(view, "by_link", False)
        if request.by_link and request.META.get("HTTP_ORIGIN") == "null":
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"


class SignInMiddleware(LoginRequiredMiddleware):
    """Sign-in by default, as Django's own; but it asks for nobody's session where none is needed,
    so that a page for everybody is the same for everybody and may be kept by proxies; and whoever
    wrote something while their session ended gets their words back.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        if request.htmx:
            # The sign-in page must not land inside the page that asked.
            here = request.htmx.current_url_abs_path or "/"
            if request.method == "GET":
                return HttpResponse(headers={"HX-Redirect": _sign_in(here)})
            return HttpResponse(status=401, headers=_challenge() | {"X-Sign-In": _sign_in("/")})
        words = _words_of(request) if request.method == "POST" else []
        if not words:
            return super().handle_no_permission(request, view_func)
        context = {"words": words, "sign_in": _sign_in(_came_from(request))}
        response = render(request, "401.html", context, status=401)
        for name, value in _challenge().items():
            response[name] = value
        return response


def _sign_in(then: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': then})}"


def _challenge() -> dict[str, str]:
    """HTTP wants it with every 401; browsers ask nothing for a scheme they do not know."""
    return {"WWW-Authenticate": "Form", "Cache-Control": "private, no-store"}


def _words_of(request) -> list[str]:
    """What a person wrote in a form, in its order: of all values only sentences have spaces.
    Passwords are never among them."""
    return [
        value.strip()
        for name, values in request.POST.lists()
        for value in values
        if "password" not in name and any(letter.isspace() for letter in value.strip())
    ]


def _came_from(request) -> str:
    """The path of the page with the form, "/" where the browser does not say."""
    page = request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
        return "/"
    found = urlsplit(page)
    return f"{found.path}?{found.query}" if found.query else found.path


class RefusalMiddleware:
    """A rule broken or a row moved on, where the view has no form to show it in.

    That is mostly two people at the same moment: the plan is closed, the section taken out,
    while the other one's page is still open. Nothing was written.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404 and request.resolver_match is None:
            # The demo runs with DEBUG, and who mistypes an address in it meets the page that a
            # real board shows, not Django's list of all addresses.
            return page_not_found(request, Http404())
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, RuleBroken | Conflict):
            response = render(request, "409.html", {"reason": str(exception)}, status=409)
            if request.htmx:  # the page must not land in the row that asked
                response["HX-Retarget"] = "body"
            return response
        if isinstance(exception, Http404) and settings.DEBUG:
            return page_not_found(request, exception)
        return None


class PagePolicyMiddleware:
    """Pages of signed-in people are never kept by browsers or proxies on shared machines."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # In this order: what says itself how long it may be kept does not ask for the session.
        if "Cache-Control" not in response and request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response
