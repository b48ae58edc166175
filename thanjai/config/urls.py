"""All addresses. Thai lies at the root, English under /en/; machines' doors have no language."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from thanjai.config import time_page
from thanjai.plugins.identity.oidc import views as oidc
from thanjai.web import errors, health, hooks, log, reporting, schemas, sitemaps, wallet, yardstick
from thanjai.web.citizen import appearance, site, widget

handler400 = errors.unreadable
handler403 = errors.forbidden
handler429 = errors.slow_down
handler404 = errors.not_found
handler500 = errors.broken

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("widget.js", widget.script, name="widget_script"),
    path("appearance/<slug:digest>.css", appearance.sheet, name="appearance_sheet"),
    path("appearance/<slug:digest>.png", appearance.logo, name="appearance_logo"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemaps/pages.xml", sitemaps.sitemap_pages, name="sitemap_pages"),
    path("sitemaps/services/<uuid:first>/<uuid:last>.xml", sitemaps.sitemap_services, name="sitemap_services"),
    path(".well-known/security.txt", reporting.security_txt, name="security_txt"),
    path(f"{settings.API_PATH[1:]}v1/", include("thanjai.api.urls")),
    path(".well-known/jwt-vc-issuer/wallet/<slug:slug>", wallet.issuer, name="wallet_issuer"),
    path("wallet/types/document", wallet.document_type, name="wallet_type"),
    path("wallet/status/<slug:slug>/<int:number>", wallet.status_list, name="wallet_status"),
    path("log/", log.log, name="log"),
    path("log/head", log.head, name="log_head"),
    path("log/heads/<int:number>", log.earlier_head, name="log_earlier_head"),
    path("log/entries/<int:first>/<int:last>", log.entries, name="log_entries"),
    path("log/inclusion/<slug:leaf>/<int:size>", log.inclusion, name="log_inclusion"),
    path("log/consistency/<int:old>/<int:size>", log.consistency, name="log_consistency"),
    path("schemas/papers/<int:version>/<slug:kind>.<slug:format>", schemas.paper_schema, name="paper_schema"),
    path("hooks/payments/<slug:provider>/", hooks.payment_notice, name="payment_notice"),
    path("oidc/<slug:provider_id>/back/", oidc.come_back, name="oidc_callback"),
    *i18n_patterns(
        path("sign-in/with/<slug:provider_id>/", oidc.leave, name="oidc_login"),
        path("manifest.webmanifest", site.web_manifest, name="web_manifest"),
        path("time/", time_page.time_page, name="time"),
        path("office/", include("thanjai.web.officer.urls")),
        path("oversight/", include("thanjai.web.overseer.urls")),
        path("", include("thanjai.web.signing_in.urls")),
        path("", include("thanjai.web.citizen.plans.urls")),
        path("", include("thanjai.web.citizen.urls")),
        prefix_default_language=False,
    ),
]
if settings.BENCH:
    urlpatterns.append(path("yardstick/<uuid:case>/", yardstick.one_row))
