"""What agencies show of their services beyond the pages themselves, made from the definition and the agency's figures.

`facts`     what is said of an agency and its service, by those who draw
`manuals`   the citizen manual in the form of info.go.th, as PDF and for word processors
`pictures`  summary, posters and pictures for LINE and for shared links
`finding`   what search engines are told
`hosts`     host names of agencies
`sheets`    a sheet to hand out, whatever it is
"""
