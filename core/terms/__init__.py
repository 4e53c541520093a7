"""Terms, words to keep, replace rules: what a person wants of every translation, whichever model makes it.

    glossary = read_glossary(path, "zh", "en")        # glossary.problems: lines that were left out, and why
    translator.steering = Steered(glossaries=(glossary,), prefer=False)    # None: as if there were none
    [translation] = translator.translate(["我的猫喜欢鱼。"])
    for use in translation.terms: print(use.words())

All that translates heeds it: lines, documents, the window. A translator is not for two threads at once, so
set `steering` in the thread that translates.
"""
