"""Words whose stop does not (or need not) end a sentence."""

from __future__ import annotations

# A name, a number or an explanation follows: their stop ends no sentence.
BEFORE = frozenset([
    "Adm", "Approx", "Capt", "Cmdr", "Col", "Dott", "Dr", "Dra", "Fr", "Ft", "Gen", "Gov", "Hon", "Hr",
    "Ing", "Lt", "MM", "Maj", "Messrs", "Mlle", "Mme", "Mr", "Mrs", "Ms", "Mt", "Mx", "Pres", "Prof",
    "Rep", "Rev", "Sen", "Sgt", "Sig", "Sra", "Srta", "St", "al", "approx", "bzw", "ca", "cf", "d.h",
    "e.g", "ed", "eds", "esp", "evtl", "ggf", "i.e", "incl", "inkl", "p.ej", "resp", "sog", "u.a", "vgl",
    "viz", "vs", "z.B", "zzgl", "г", "им", "т.д", "т.е", "ул"])

# A number follows, in figures or Roman: "No. 5", "Vol. II", but "No."
BEFORE_NUMBER = frozenset([
    "Abb", "Abs", "Art", "Bd", "Ch", "Eq", "Fig", "Figs", "No", "Nos", "Nr", "Nrn", "S", "Sec", "Tab",
    "Vol", "n°", "p", "pp", "№"])

# May end a sentence and may stand within one: a capital after it tells.
EITHER = frozenset([
    "A.D", "A.M", "Apr", "Assn", "Aug", "Ave", "B.A", "B.C", "Blvd", "Bros", "Co", "Corp", "Dec", "Dept",
    "Esq", "Est", "Feb", "Fri", "Inc", "Jan", "Jr", "Jul", "Jun", "Ltd", "M.A", "Mar", "Mon", "Nov",
    "Oct", "P.M", "Ph.D", "Rd", "Sat", "Sep", "Sept", "Sr", "Sun", "Thu", "Tue", "Univ", "Wed", "a.m",
    "bspw", "etc", "ft", "hr", "hrs", "lb", "lbs", "max", "min", "oz", "p.m", "sec", "std", "usf", "usw"])

# Before a capital these end a sentence only where one of STARTERS follows: "the U.S. Army", "the U.S. It is".
PLACES = frozenset(["D.C", "U.K", "U.N", "U.S", "U.S.A"])
STARTERS = frozenset([
    "A", "After", "An", "And", "As", "At", "But", "For", "From", "He", "Her", "His", "However", "I", "If",
    "In", "It", "Its", "My", "On", "Our", "She", "So", "That", "The", "Their", "Then", "There", "These",
    "They", "This", "Those", "We", "What", "When", "Who", "Why", "You", "Your"])

# A day or a year may follow: "Jan. 2020".
MONTHS = frozenset(["Apr", "Aug", "Dec", "Feb", "Jan", "Jul", "Jun", "Mar", "Nov", "Oct", "Sep", "Sept"])

# Written with a capital after an ordinal number: "am 3. Mai".
GERMAN_MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
                 "Oktober", "November", "Dezember")
