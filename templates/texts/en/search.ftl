# Search for cases.
search-title = Find cases
search-label = Number, name, IIN, BIN, passport
search-do = Find
search-hint = A name may be written in Kazakh, Russian or Latin letters, its words in any order. The number of a case opens the case at once.
search-found = { $count ->
    [0] Nothing was found. Check the spelling or look by number.
    [one] { $count } case was found.
   *[other] { $count } cases were found.
}
search-more = Not all are shown: say more.
