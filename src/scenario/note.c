/* SPDX-License-Identifier: MIT */
/* What a scenario tells its reader, who may have a language of theirs. */
#include "base/translate.h"
#include "scenario/scenario.h"

const char *scenario_title(const struct scenario *sc)
{
	for (size_t i = 0; i < sc->n_titles; i++)
		if (translate_speaks(sc->titles[i].language))
			return sc->titles[i].text;
	return sc->title;
}

static bool has_about(const struct scenario *sc)
{
	for (size_t i = 0; i < sc->n_about; i++)
		if (*sc->about[i].language && translate_speaks(sc->about[i].language))
			return true;
	return false;
}

const char *scenario_about(const struct scenario *sc, size_t line)
{
	const struct note *note = &sc->about[line];
	bool theirs = *note->language && translate_speaks(note->language);

	return has_about(sc) ? (theirs ? note->text : NULL) : (*note->language ? NULL : note->text);
}
