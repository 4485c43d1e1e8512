/* SPDX-License-Identifier: MIT */
#include "scenario/print.h"

static void print_path(const struct expectation *ex, FILE *out)
{
	fprintf(out, "%s path", end_name(ex->path.end));
	for (size_t i = 0; i < ex->path.n; i++)
		fprintf(out, " %s", tcp_state_name(ex->path.states[i]));
}

static void print_expected_time(const struct expected_time *t, FILE *out)
{
	if (t->cmp != CMP_EQ)
		fprintf(out, "%s ", comparison_word(t->cmp));
	print_time("", t->time, out);
	switch (t->tolerance) {
	case TOLERANCE_DEFAULT:
		break;
	case TOLERANCE_PERCENT:
		fprintf(out, " +- %u%%", t->percent);
		break;
	case TOLERANCE_TIME:
		print_time(" +- ", t->plus_minus, out);
		break;
	}
}

static void print_segments(const struct expectation *ex, FILE *out)
{
	fprintf(out, "segments %s", segment_name_word(ex->segments.name));
	if (ex->segments.from_given)
		fprintf(out, " from %s", end_name(ex->segments.from));
	fprintf(out, " %s %u", comparison_word(ex->segments.cmp), ex->segments.n);
}

static void print_call(const struct expectation *ex, FILE *out)
{
	if (ex->call.end_given)
		fprintf(out, "%s ", end_name(ex->call.end));
	fprintf(out, "%s %s", step_word(ex->call.call),
		ex->call.error ? errno_name(ex->call.error) : "ok");
}

void print_expectation(const struct scenario *sc, const struct expectation *ex, FILE *out)
{
	switch (ex->kind) {
	case EXPECT_PATH:
		print_path(ex, out);
		break;
	case EXPECT_IN_STATE:
		fprintf(out, "%s in %s for ", end_name(ex->in_state.end),
			tcp_state_name(ex->in_state.state));
		print_expected_time(&ex->in_state.time, out);
		break;
	case EXPECT_SEGMENTS:
		print_segments(ex, out);
		break;
	case EXPECT_CALL:
		print_call(ex, out);
		break;
	case EXPECT_FIRED:
		fprintf(out, "fault %s fired %s %u", sc->faults[ex->fired.fault].name,
			comparison_word(ex->fired.cmp), ex->fired.n);
		break;
	}
}

void print_where(const struct where *where, FILE *out)
{
	switch (where->kind) {
	case WHERE_ALWAYS:
		break;
	case WHERE_SYSCTL:
		fprintf(out, "\twhere sysctl %s %s {\n", where->sysctl,
			where->exists ? "exists" : "absent");
		break;
	case WHERE_KERNEL:
		fprintf(out, "\twhere kernel %s %u.%u {\n", comparison_word(where->cmp),
			where->kernel_major, where->kernel_minor);
		break;
	}
}

char *expectation_text(const struct scenario *sc, const struct expectation *ex)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	print_expectation(sc, ex, out);
	fclose(out);
	return text;
}
