"""All addresses and the gallery, which the product has only with DEBUG."""

from django.urls import path

from boardplan.gallery import gallery
from boardplan.urls import urlpatterns as everything

urlpatterns = [path("_gallery/", gallery, name="gallery"), *everything]
