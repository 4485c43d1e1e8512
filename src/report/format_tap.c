/* SPDX-License-Identifier: MIT */
/*
 * The Test Anything Protocol, version 14: a test for each scenario, whose subtests are its runs.
 * What is known of a run that is not ok follows as YAML; every text in it is a JSON string, which
 * YAML reads as what it is.
 *
 * To a reader of version 13 the subtests are lines without meaning, and the rest is the same.
 * Perl's harness, as far as it has come, refuses to read any later version: it gets to see that one.
 */
#include <inttypes.h>

#include "base/util.h"
#include "report/format.h"
#include "timeline/field.h"

struct tap {
	const struct scenario *sc; /* of the subtests that are open; NULL: none are */
	unsigned int tests;	   /* closed */
	unsigned int subtests;	   /* of @sc, so far */
	unsigned int not_ok;
	unsigned int skipped;
};

/* A description ends with its line or with " # …". */
static void put_description(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '#' || *text == '\\')
			fputc('\\', out);
		fputc((unsigned char)*text < ' ' ? '?' : *text, out);
	}
}

static void put_point(FILE *out, const char *indent, bool ok, unsigned int number, const char *what)
{
	fprintf(out, "%s%sok %u - ", indent, ok ? "" : "not ", number);
	put_description(out, what);
}

static void close_scenario(struct report *r)
{
	struct tap *tap = r->state;

	if (!tap->sc)
		return;
	fprintf(r->out, "    1..%u\n", tap->subtests);
	put_point(r->out, "", !tap->not_ok, ++tap->tests, tap->sc->source.name);
	if (tap->skipped == tap->subtests)
		fputs(" # SKIP none of its runs can be made on this machine", r->out);
	fputc('\n', r->out);
}

static void open_scenario(struct report *r, const struct scenario *sc)
{
	struct tap *tap = r->state;

	if (!tap->sc)
		fprintf(r->out, "TAP version %d\n", getenv("HARNESS_ACTIVE") ? 13 : 14);
	close_scenario(r);
	*tap = (struct tap){.sc = sc, .tests = tap->tests};
	fputs("# Subtest: ", r->out);
	put_description(r->out, sc->source.name);
	fputc('\n', r->out);
}

static void put_member(FILE *out, const char *indent, const char *name, const char *text)
{
	json_t *json;

	if (!text)
		return;
	json = text_json(text);
	fprintf(out, "%s%s: ", indent, name);
	json_dumpf(json, out, JSON_ENCODE_ANY);
	fputc('\n', out);
	json_decref(json);
}

static void put_finding(FILE *out, const struct scenario *sc, const struct finding *f)
{
	const char *indent = "          ";

	fprintf(out, "        - outcome: %s\n", outcome_word(f->kind));
	if (f->located) {
		put_member(out, indent, "file", sc->source.name);
		fprintf(out, "%sline: %u\n", indent, f->loc.line);
	}
	put_member(out, indent, "subject", f->subject);
	put_member(out, indent, "expected", f->expected);
	put_member(out, indent, "saw", f->saw);
	if (f->record)
		fprintf(out, "%srecord: %zu\n", indent, f->record);
}

static void put_diagnostic(FILE *out, const struct result *result)
{
	const char *indent = "      ";

	fprintf(out, "%s---\n%soutcome: %s\n", indent, indent, result_word(result_kind(result)));
	put_member(out, indent, "directory", result->directory);
	if (result->outcome) {
		fprintf(out, "%sfindings:\n", indent);
		for (size_t i = 0; i < result->outcome->n; i++)
			if (result->outcome->findings[i].kind != OUTCOME_PASS)
				put_finding(out, result->sc, &result->outcome->findings[i]);
	} else {
		char *reason = result_reason(result);

		put_member(out, indent, "reason", reason);
		free(reason);
	}
	fprintf(out, "%s...\n", indent);
}

static void put_run(struct report *r, const struct result *result)
{
	struct tap *tap = r->state;
	enum result_kind kind = result_kind(result);
	bool ok = kind == RESULT_PASS || kind == RESULT_SKIPPED;

	if (tap->sc != result->sc)
		open_scenario(r, result->sc);
	put_point(r->out, "    ", ok, ++tap->subtests, result->run);
	if (kind == RESULT_SKIPPED) {
		char *reason = result_reason(result);

		tap->skipped++;
		fputs(" # SKIP ", r->out);
		put_description(r->out, reason);
		free(reason);
	}
	fputc('\n', r->out);
	if (ok)
		return;
	tap->not_ok++;
	put_diagnostic(r->out, result);
}

static void end(struct report *r)
{
	const struct tap *tap = r->state;

	close_scenario(r);
	fprintf(r->out, "1..%u\n", tap->tests);
}

const struct format_ops format_tap = {
	.word = "tap",
	.for_programs = true,
	.state_size = sizeof(struct tap),
	.result = put_run,
	.end = end,
};
