# Writing and reading a message: the phrase book's own texts are in phrases.ftl.

## Writing.

co-way = How it is said
co-way-phrase = By a phrase
co-way-text = In free text
co-find = Find a phrase by words or group
co-group = Group
co-group-all = All groups
co-found = { $n ->
    [one] { $n } phrase
   *[other] { $n } phrases
  }
co-none = No phrase holds these words. Searched: all { $n } phrases, in three languages.
co-keys = Arrow keys choose, Enter takes
co-change = Another phrase
co-loading = Reading the phrase book…
co-failed = The phrase book was not read. Free text goes on.
co-again = Try again
co-may = may be left out
co-add = Add: { $name }
co-drop = Leave out: { $name }
co-preview = As it will be read
co-missing = Still missing: { $names }
co-now = Now
co-from = From
co-until = Until
co-lower = Lower
co-upper = Upper
co-radius = Not known by more than, m
co-unit = Unit
co-choose = Choose
co-entity = Id, such as A/N-7K4Q2M1P
co-whole = A whole number is expected.
co-words-lang = Language of the words
co-text = Free text
co-text-note = Free text waits for a translator at the other end. A phrase does not.
co-readback = A place in it is read back before “Understood”.
co-refused = This cannot be said

## Reading.

co-languages = Read it in
co-not-understood = A phrase of a newer book: ask in other words.
co-unlocated = Unlocated: words only, no point
co-original = Original, { $lang }
co-translations = Translations
co-untranslated = No translation yet
co-translate = Translate
co-translation = Translation into { $lang }
co-into = Into
co-made-by = Made by
co-send = Record
co-note-other = Goes to { $party } and stands beside the text. The text itself stays as it was said.
co-note-own = Amends your own text: everybody who was told gets it.
