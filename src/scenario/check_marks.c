/* SPDX-License-Identifier: MIT */
/* Marks: their names are unique, and those that expectations name exist. */
#include <string.h>

#include "base/util.h"
#include "scenario/check.h"

/* Among more names than this nobody is helped by the closest one. */
#define SUGGEST_MAX 100

/* By name, then by place. */
static int compare_moments(const void *a, const void *b)
{
	const struct stock_moment *x = *(const struct stock_moment *const *)a;
	const struct stock_moment *y = *(const struct stock_moment *const *)b;
	int name = strcmp(x->name, y->name);

	return name ? name : (x > y) - (x < y);
}

static void check_names(const struct stock_moment *const *sorted, size_t n, struct diags *diags)
{
	for (size_t i = 1; i < n; i++) {
		if (!strcmp(sorted[i]->name, sorted[i - 1]->name))
			diag_error(diags, sorted[i]->loc, "the mark of %s is called '%s', too",
				   source_line(diags->src, sorted[i - 1]->loc).text,
				   sorted[i]->name);
	}
}

static void report_unknown(const struct stock_moment *const *sorted, size_t n, struct diags *diags,
			   const char *word, struct srcloc loc)
{
	const char *names[SUGGEST_MAX], *meant;

	n = MIN(n, SUGGEST_MAX);
	for (size_t i = 0; i < n; i++)
		names[i] = sorted[i]->name;
	meant = did_you_mean(word, strlen(word), names, n);
	diag_error(diags, loc, "no mark is called '%.*s'%s%s%s", FAULT_NAME_MAX, word,
		   meant ? "; did you mean '" : "", meant ? meant : "", meant ? "'?" : "");
}

static const struct stock_moment *find(const struct stock_moment *const *sorted, size_t n,
				       const char *name)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(sorted[middle]->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < n && !strcmp(sorted[low]->name, name) ? sorted[low] : NULL;
}

void check_marks(struct scenario *sc, struct diags *diags, const struct parse_notes *notes)
{
	bool broken =
		notes->block_broken || notes->script_broken[CLIENT] || notes->script_broken[SERVER];
	const struct stock_moment **sorted = xalloc(sc->n_moments, sizeof(void *));
	size_t n = 0;

	for (size_t i = MOMENT_END + 1; i < sc->n_moments; i++)
		sorted[n++] = &sc->moments[i];
	qsort(sorted, n, sizeof(void *), compare_moments);
	check_names(sorted, n, diags);
	for (size_t i = 0; i < notes->n_moments; i++) {
		const struct moment_reference *ref = &notes->moments[i];
		char *name = xstrndup(sc->source.text + ref->name.offset, ref->name.len);
		const struct stock_moment *moment = find(sorted, n, name);

		if (moment)
			sc->expectations[ref->expectation].moment = moment - sc->moments;
		else if (!broken)
			report_unknown(sorted, n, diags, name, ref->name);
		free(name);
	}
	free(sorted);
}
