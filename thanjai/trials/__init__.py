"""Trying a definition before anybody depends on it: trials, shaking, and links for people who try and comment.

Nothing here touches a real case, money, paper, letter or log.
"""
