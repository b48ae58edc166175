"""What people say of services and pages, what may be shown of it, and what agencies do about it.

`links`      the secret that opens the two questions about a case
`asking`     letters that ask, to whom not too often
`answering`  taking answers, once for a case
`pages`      answers about public pages
`following`  what offices do about low marks
`results`    answers added up, for everybody
"""
