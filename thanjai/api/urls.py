"""The addresses of the API, each behind its door."""

from __future__ import annotations

from django.urls import URLPattern, path
from ninja.operation import Operation

from thanjai.api.api import ROUTERS, api
from thanjai.api.description import describe
from thanjai.api.door import opened

_OPERATIONS = {
    operation.url_name: operation
    for router in ROUTERS
    for place in router.path_operations.values()
    for operation in place.operations
}


def _behind_its_door(route: URLPattern, operation: Operation) -> URLPattern:
    parameters = {
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    }
    limits = getattr(operation.view_func, "limits", ())
    view = opened(route.callback, methods=operation.methods, parameters=parameters, limits=limits)
    return path(str(route.pattern), view, name=route.name)


urlpatterns = [
    path("openapi.json", opened(describe, methods=["GET"], parameters=()), name="api_description"),
    *(
        _behind_its_door(route, _OPERATIONS[route.name])
        for route in api.urls[0]
        if isinstance(route, URLPattern) and route.name in _OPERATIONS
    ),
]
