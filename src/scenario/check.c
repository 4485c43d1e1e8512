/* SPDX-License-Identifier: MIT */
#include "scenario/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/util.h"

/* Among more names than this nobody is helped by the closest one. */
#define SUGGEST_MAX 100

static void check_blocks(const struct scenario *sc, struct diags *diags,
			 const struct parse_notes *notes)
{
	static const struct srcloc top = {.line = 1, .column = 1};
	const struct script *client = &sc->script[CLIENT];

	if (notes->block_broken)
		return;
	if (!sc->title)
		diag_error(diags, top, "there is no block 'scenario \"TITLE\" { … }'");
	if (!client->given)
		diag_error(diags, sc->title_loc.line ? sc->title_loc : top,
			   "there is no client block: the client drives, so nothing would happen");
	else if (!client->n && !notes->script_broken[CLIENT])
		diag_error(diags, client->loc, "the client has no step, so nothing would happen");
	if (!sc->n_expectations && !diags->errors)
		diag_warning(diags, sc->title_loc, "nothing is expected");
}

/* ---- sysctls ------------------------------------------------------------------------------- */

/* By end and name, then by place. */
static int compare_sysctls(const void *a, const void *b)
{
	const struct sysctl_setting *x = *(const struct sysctl_setting *const *)a;
	const struct sysctl_setting *y = *(const struct sysctl_setting *const *)b;
	int name = strcmp(x->name, y->name);

	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	return name ? name : (x > y) - (x < y);
}

static void check_sysctls(const struct scenario *sc, struct diags *diags)
{
	const struct sysctl_setting **sorted = xalloc(sc->n_sysctls, sizeof(void *));

	for (size_t i = 0; i < sc->n_sysctls; i++)
		sorted[i] = &sc->sysctls[i];
	qsort(sorted, sc->n_sysctls, sizeof(void *), compare_sysctls);
	for (size_t i = 1; i < sc->n_sysctls; i++) {
		if (sorted[i]->end == sorted[i - 1]->end &&
		    !strcmp(sorted[i]->name, sorted[i - 1]->name))
			diag_error(diags, sorted[i]->loc, "the %s's %s is set already, on %s",
				   end_name(sorted[i]->end), sorted[i]->name,
				   source_line(diags->src, sorted[i - 1]->loc).text);
	}
	free(sorted);
}

/* ---- names of faults ----------------------------------------------------------------------- */

/* By name, then by place. */
static int compare_faults(const void *a, const void *b)
{
	const struct fault *x = *(const struct fault *const *)a;
	const struct fault *y = *(const struct fault *const *)b;
	int name = strcmp(x->name, y->name);

	return name ? name : (x > y) - (x < y);
}

static void check_names(const struct fault *const *sorted, size_t n, struct diags *diags)
{
	for (size_t i = 1; i < n; i++) {
		if (sorted[i]->name[0] && !strcmp(sorted[i]->name, sorted[i - 1]->name))
			diag_error(diags, sorted[i]->name_loc,
				   "the fault of %s is called '%s', too",
				   source_line(diags->src, sorted[i - 1]->name_loc).text,
				   sorted[i]->name);
	}
}

static const struct fault *find_fault(const struct fault *const *sorted, size_t n, const char *word,
				      size_t len)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strncmp(sorted[middle]->name, word, len);

		if (!order && sorted[middle]->name[len])
			order = 1;
		if (!order)
			return sorted[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static void report_unknown_fault(const struct scenario *sc, struct diags *diags, struct srcloc loc)
{
	const char *word = sc->source.text + loc.offset, *names[SUGGEST_MAX], *meant;
	size_t n = MIN(sc->n_faults, SUGGEST_MAX);

	for (size_t i = 0; i < n; i++)
		names[i] = sc->faults[i].name;
	meant = did_you_mean(word, loc.len, names, n);
	diag_error(diags, loc, "no fault is called '%.*s'%s%s%s", (int)MIN(loc.len, FAULT_NAME_MAX),
		   word, meant ? "; did you mean '" : "", meant ? meant : "", meant ? "'?" : "");
}

/* The faults that the ends' scripts wait for. */
static void resolve_waits(struct scenario *sc, struct diags *diags, const struct parse_notes *notes,
			  const struct fault *const *sorted)
{
	for_each_end(end) {
		for (size_t i = 0; i < sc->script[end].n; i++) {
			struct wait_condition *wait = &sc->script[end].steps[i].wait;
			const struct fault *fault;

			if (sc->script[end].steps[i].kind != STEP_WAIT || wait->kind != WAIT_FAULT)
				continue;
			fault = find_fault(sorted, sc->n_faults,
					   sc->source.text + wait->fault_loc.offset,
					   wait->fault_loc.len);
			if (!fault && !notes->block_broken)
				report_unknown_fault(sc, diags, wait->fault_loc);
			if (!fault)
				continue;
			wait->fault = fault - sc->faults;
			wait->fault_name = fault->name;
		}
	}
}

static void check_faults(struct scenario *sc, struct diags *diags, const struct parse_notes *notes)
{
	const struct fault **sorted = xalloc(sc->n_faults, sizeof(void *));

	for (size_t i = 0; i < sc->n_faults; i++)
		sorted[i] = &sc->faults[i];
	qsort(sorted, sc->n_faults, sizeof(void *), compare_faults);
	check_names(sorted, sc->n_faults, diags);
	for (size_t i = 0; i < notes->n_references; i++) {
		const struct fault_reference *ref = &notes->references[i];
		const struct fault *fault = find_fault(
			sorted, sc->n_faults, sc->source.text + ref->name.offset, ref->name.len);

		if (fault)
			sc->expectations[ref->expectation].fired.fault = fault - sc->faults;
		else if (!notes->block_broken)
			report_unknown_fault(sc, diags, ref->name);
	}
	resolve_waits(sc, diags, notes, sorted);
	free(sorted);
}

/* ---- the wire ------------------------------------------------------------------------------ */

/* Whether a verb puts packets on the wire behind the middlebox, which has no say in them. */
static bool goes_past(enum verb verb)
{
	return verb == VERB_DUPLICATE || verb == VERB_INJECT || verb == VERB_REPLY ||
	       verb == VERB_REJECT;
}

static void check_wire(const struct scenario *sc, struct diags *diags)
{
	for (size_t i = 0; i < sc->n_faults; i++) {
		const struct fault *fault = &sc->faults[i];

		if (sc->wire == WIRE_PLAIN && fault->verb == VERB_FORGET)
			diag_error(diags, fault->loc,
				   "the wire knows nothing that it could forget; say 'wire "
				   "stateful' or 'wire nat' in the scenario block");
		if (sc->wire == WIRE_NAT && goes_past(fault->verb))
			diag_error(diags, fault->loc,
				   "'%s' sends past the wire's NAT, so that nobody would know the "
				   "addresses; say 'wire stateful' or leave it out",
				   verb_word(fault->verb));
	}
}

void check_scenario(struct scenario *sc, struct diags *diags, const struct parse_notes *notes)
{
	check_sysctls(sc, diags);
	check_faults(sc, diags, notes);
	check_marks(sc, diags, notes);
	check_scripts(sc, diags, notes);
	check_blocks(sc, diags, notes);
	if (!diags->errors)
		check_wire(sc, diags);
	if (diags->errors)
		return;
	check_matches(sc, diags);
	check_reach(sc, diags);
}
