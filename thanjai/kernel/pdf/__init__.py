"""Papers as files: rendering to PDF/A-3 with the data inside, signing, and telling whose a file is.

Knows no business and no database: paths, keys, times and contents are arguments.

`content`    what a paper says: licence, receipt, application as sent, invoice, letter
`render`     Typst to tagged PDF (PDF/A-3a and PDF/UA-1), with data.json and data.xml embedded
`authority`  a self-made certificate authority, labelled TEST
`signing`    PAdES signatures, B-B, or B-T where a time-stamping authority is named
`lasting`    archive time stamps, B-LTA, with what the authorities say of certificates (`revocation`)
`schemas`    the published shapes of the embedded data
`verify`     whether a file is one of ours, byte for byte
`speed`      how many papers a second
"""
