"""Addresses of the pages on which a manager brings a plan in."""

from django.urls import path

from .views.imports import check, columns, finish, plan, shape, start

urlpatterns = [
    path("<slug:board>/import/", start.plan_import, name="plan_import"),
    path("<slug:board>/import/<int:pk>/", check.import_check, name="import_check"),
    path("<slug:board>/import/<int:pk>/settle/", check.import_settle, name="import_settle"),
    path("<slug:board>/import/<int:pk>/plan/", plan.import_table, name="import_table"),
    path("<slug:board>/import/<int:pk>/plan/<str:key>/", plan.import_part, name="import_part"),
    path(
        "<slug:board>/import/<int:pk>/plan/<str:key>/rows/", shape.import_shape, name="import_shape"
    ),
    path("<slug:board>/import/<int:pk>/columns/", columns.import_columns, name="import_columns"),
    path("<slug:board>/import/<int:pk>/compare/", plan.import_compare, name="import_compare"),
    path("<slug:board>/import/<int:pk>/about/", start.import_about, name="import_about"),
    path("<slug:board>/import/<int:pk>/confirm/", finish.import_confirm, name="import_confirm"),
    path("<slug:board>/import/<int:pk>/discard/", finish.import_discard, name="import_discard"),
    path("<slug:board>/import/<int:pk>/undo/", finish.import_undo, name="import_undo"),
]
