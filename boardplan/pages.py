"""Pages that say the same to everybody."""

from django.shortcuts import render

from .access import public


@public
def help_page(request):
    return render(request, "pages/help.html")


@public
def accessibility(request):
    return render(request, "pages/accessibility.html")
