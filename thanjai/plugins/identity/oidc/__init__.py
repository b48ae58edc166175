"""Signing in at another site by OpenID Connect: ThaID, the DGA's Digital ID, any other. One client for all.

What differs between sites is configuration (`thanjai.config.sign_in`): addresses, scopes, which claim holds what, and
the assurance that the site gives. allauth does the redirects, the state and PKCE; here is what it leaves out: the
nonce, the ID token's signature and hash, that both answers are about the same person, and the national number.
"""
