/* SPDX-License-Identifier: MIT */
#include "scenario/files.h"

#include <errno.h>
#include <string.h>

#include "base/util.h"

/* Larger files are no experiment with TCP that their beginning would not be. */
#define FILE_MAX (16 * 1024 * 1024)

static bool sends_file(const struct step *step)
{
	return step->kind == STEP_SEND && step->send.file && !step->again;
}

const struct step *scenario_next_file(const struct scenario *sc, const struct step *step)
{
	bool behind = !step;

	for_each_end(end) {
		for (size_t i = 0; i < sc->script[end].n; i++) {
			const struct step *at = &sc->script[end].steps[i];

			if (behind && sends_file(at))
				return at;
			behind |= at == step;
		}
	}
	return NULL;
}

/* Relative to the directory of the scenario's file. */
static char *own_path(const struct scenario *sc, const char *file)
{
	const char *slash = strrchr(sc->source.name, '/');

	if (!slash || file[0] == '/')
		return xasprintf("%s", file);
	return xasprintf("%.*s/%s", (int)(slash - sc->source.name), sc->source.name, file);
}

/* Return: NULL, or why the file can't be sent */
static const char *read_file(const char *path, char **text, uint64_t *bytes)
{
	FILE *in = fopen(path, "re");
	const char *why = NULL;
	size_t n;

	if (!in)
		return strerror(errno);
	*text = xalloc(FILE_MAX + 1, 1);
	n = fread(*text, 1, FILE_MAX + 1, in);
	if (ferror(in))
		why = strerror(errno);
	else if (n > FILE_MAX)
		why = "larger than 16 MiB";
	fclose(in);
	*text = xrealloc(*text, MAX(n, (size_t)1), 1);
	*bytes = n;
	return why;
}

/* Further turns of a repeat send the same. */
static void share(struct script *script, const struct step *first)
{
	for (struct step *step = script->steps + (first - script->steps) + 1;
	     step < script->steps + script->n; step++) {
		if (step->kind != STEP_SEND || !step->again ||
		    step->loc.offset != first->loc.offset)
			continue;
		step->send.text = first->send.text;
		step->send.bytes = first->send.bytes;
	}
}

/* Takes over @path. */
static void take_file(struct script *script, struct step *step, char *path, struct diags *diags)
{
	const char *why = read_file(path, &step->send.text, &step->send.bytes);

	if (why)
		diag_error(diags, step->send.file_name, "%s: %s", path, why);
	share(script, step);
	free(path);
}

bool scenario_take_files(struct scenario *sc, char *(*path_of)(size_t n), FILE *err)
{
	struct diags diags = {.src = &sc->source};
	size_t n = 0;
	bool good;

	for_each_end(end) {
		struct script *script = &sc->script[end];

		for (size_t i = 0; i < script->n; i++) {
			struct step *step = &script->steps[i];

			if (!sends_file(step))
				continue;
			n++;
			take_file(script, step,
				  path_of ? path_of(n) : own_path(sc, step->send.file), &diags);
		}
	}
	good = !diags.errors;
	diags_print(&diags, err);
	diags_free(&diags);
	return good;
}

bool scenario_read_files(struct scenario *sc, FILE *err)
{
	return scenario_take_files(sc, NULL, err);
}
