"""Terms, words to keep, replace rules: what a person wants of every translation, whichever model makes it.

    glossary = read_glossary(path, "zh", "en")      # glossary.problems: lines that were left out, and why
    translator.steering = Steered(
        glossaries=(glossary,), prefer=False,       # those that are switched on
        kept=Kept(words=("Pellucid",), addresses=True),
        before=(Rule("colour", "color"),), after=(Rule(r"(\\d+) Uhr", r"\\1:00", is_regex=True),))
    [translation] = translator.translate(["我的猫喜欢鱼。"])     # None or Steered(): as if there were none
    for use in translation.terms: print(use.words())
    Rule("a+", "b", is_regex=True).matches(text)    # for a tester: start, end, replacement of each place

All that translates heeds it: lines, documents, the window. Whoever remembers translations (core.live) forgets
them when `steering.identity()` changes. A translator is not for two threads at once, so set `steering` in the
thread that translates. `Translation.read` is what the model read where that is not the source;
`core.alignment` gives characters of the source all the same.
"""
