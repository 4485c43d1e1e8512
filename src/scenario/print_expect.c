/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "scenario/print.h"
#include "tcp/flags.h"

static void print_limit(enum comparison cmp, uint32_t n, FILE *out)
{
	fprintf(out, " %s %" PRIu32, comparison_word(cmp), n);
}

static void print_tolerance(const struct expected_time *t, FILE *out)
{
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

static void print_expected_time(const struct expected_time *t, FILE *out)
{
	if (t->cmp != CMP_EQ)
		fprintf(out, " %s", comparison_word(t->cmp));
	print_time(" ", t->time, out);
	print_tolerance(t, out);
}

static void print_connection(const struct expectation *ex, FILE *out)
{
	if (ex->connection)
		fprintf(out, " connection %" PRIu32, ex->connection);
}

/* ---- states -------------------------------------------------------------------------------- */

static void print_end(const struct expectation *ex, enum end end, FILE *out)
{
	fputs(end_name(end), out);
	print_connection(ex, out);
}

static void print_way(const struct expectation *ex, FILE *out)
{
	print_end(ex, ex->path.end, out);
	fputs(ex->kind == EXPECT_PATH ? " path" : " passes", out);
	for (size_t i = 0; i < ex->path.n; i++)
		fprintf(out, " %s", tcp_state_name(ex->path.states[i]));
}

static void print_visit(const struct expectation *ex, FILE *out)
{
	print_end(ex, ex->visit.end, out);
	fprintf(out, " %s %s", ex->kind == EXPECT_NEVER ? "never" : "ends in",
		tcp_state_name(ex->visit.state));
}

static void print_in_state(const struct expectation *ex, FILE *out)
{
	print_end(ex, ex->in_state.end, out);
	fprintf(out, " in %s for", tcp_state_name(ex->in_state.state));
	print_expected_time(&ex->in_state.time, out);
}

static void print_reaches(const struct expectation *ex, FILE *out)
{
	print_end(ex, ex->in_state.end, out);
	fprintf(out, " reaches %s", tcp_state_name(ex->in_state.state));
	if (ex->in_state.time.cmp == CMP_LE) {
		print_time(" within ", ex->in_state.time.time, out);
	} else {
		fputs(" at", out);
		print_expected_time(&ex->in_state.time, out);
	}
}

/* ---- segments ------------------------------------------------------------------------------ */

static void print_which(const struct expectation *ex, const struct segment_choice *which, FILE *out)
{
	static const char *const transmissions[] = {
		[TRANSMISSION_ANY] = "",
		[TRANSMISSION_FIRST] = " first transmission",
		[TRANSMISSION_AGAIN] = " retransmissions",
	};

	fprintf(out, " %s", segment_name_word(which->name));
	if (which->from_given)
		fprintf(out, " from %s", end_name(which->from));
	print_connection(ex, out);
	if (which->nth > 1)
		fprintf(out, " nth %" PRIu32, which->nth);
	if (which->retransmission)
		fprintf(out, " retransmission %" PRIu32, which->retransmission);
	fprintf(out, "%s%s", transmissions[which->transmission], which->dropped ? " dropped" : "");
}

static void print_segments(const struct expectation *ex, FILE *out)
{
	fputs("segments", out);
	print_which(ex, &ex->segments.which, out);
	print_limit(ex->segments.cmp, ex->segments.n, out);
}

static void print_gaps(const struct expectation *ex, FILE *out)
{
	fputs("gaps of", out);
	print_which(ex, &ex->gaps.which, out);
	fputs(" =", out);
	for (size_t i = 0; i < ex->gaps.n; i++)
		print_time(" ", ex->gaps.gaps[i].time, out);
	print_tolerance(&ex->gaps.gaps[0], out);
}

static void print_flags(const struct expectation *ex, FILE *out)
{
	fprintf(out, " %s", comparison_word(ex->field.cmp));
	for (unsigned int bit = 0; bit < TCP_FLAGS; bit++)
		if (ex->field.n & 1U << bit)
			fprintf(out, " %s", tcp_flag_word(bit));
}

static void print_option(const struct expectation *ex, FILE *out)
{
	const char *name = option_name(ex->field.option);

	if (name)
		fprintf(out, " %s", name);
	else
		fprintf(out, " %u", ex->field.option);
	fputs(ex->field.n ? " present" : " absent", out);
}

static void print_field(const struct expectation *ex, FILE *out)
{
	fputs("segment", out);
	print_which(ex, &ex->field.which, out);
	fprintf(out, " %s", segment_field_word(ex->field.field));
	if (ex->field.field == SEGMENT_FLAGS)
		print_flags(ex, out);
	else if (ex->field.field == SEGMENT_OPTION)
		print_option(ex, out);
	else
		print_limit(ex->field.cmp, ex->field.n, out);
}

/* ---- calls --------------------------------------------------------------------------------- */

static void print_call(const struct expectation *ex, FILE *out)
{
	if (ex->call.end_given)
		fprintf(out, "%s ", end_name(ex->call.end));
	fputs(step_word(ex->call.call), out);
	if (ex->call.nth)
		fprintf(out, " %" PRIu32, ex->call.nth);
	if (ex->call.on)
		fprintf(out, " on %s", ex->call.on_text);
	if (ex->kind == EXPECT_TOOK) {
		fputs(" took", out);
		print_expected_time(&ex->call.time, out);
	} else if (ex->kind == EXPECT_BYTES) {
		print_limit(ex->call.cmp, ex->call.n, out);
		fputs(" bytes", out);
	} else if (ex->call.status) {
		fprintf(out, " exit %u", ex->call.status);
	} else {
		fprintf(out, " %s", ex->call.error ? errno_name(ex->call.error) : "ok");
	}
}

static void print_data(const struct expectation *ex, FILE *out)
{
	fprintf(out, "data received by %s equals data sent by %s", end_name(ex->receiver),
		end_name(other_end(ex->receiver)));
	print_connection(ex, out);
}

/* ---- stock --------------------------------------------------------------------------------- */

static void print_at(const struct scenario *sc, const struct expectation *ex, FILE *out)
{
	if (ex->moment != MOMENT_END)
		fprintf(out, " at %s", sc->moments[ex->moment].name);
}

static void print_info(const struct expectation *ex, FILE *out)
{
	enum info_field field = ex->stock.field;

	fputs("info ", out);
	print_end(ex, ex->stock.end, out);
	fprintf(out, " %s", info_field_word(field));
	switch (info_field_unit(field)) {
	case INFO_COUNT:
		print_limit(ex->stock.cmp, ex->stock.n, out);
		break;
	case INFO_MICROSECONDS:
		fputs(ex->stock.time.cmp == CMP_EQ ? " =" : "", out);
		print_expected_time(&ex->stock.time, out);
		break;
	case INFO_TCP_STATE:
		fprintf(out, " %s %s", comparison_word(ex->stock.cmp), tcp_state_name(ex->stock.n));
		break;
	}
}

static void print_stock(const struct scenario *sc, const struct expectation *ex, FILE *out)
{
	if (ex->kind == EXPECT_INFO) {
		print_info(ex, out);
	} else if (ex->kind == EXPECT_COUNTER) {
		fprintf(out, "counter %s %s", end_name(ex->stock.end),
			sc->counters[ex->stock.counter]);
		print_limit(ex->stock.cmp, ex->stock.n, out);
	} else {
		fprintf(out, "sockets of %s in %s", end_name(ex->stock.end),
			tcp_state_name(ex->stock.state));
		print_limit(ex->stock.cmp, ex->stock.n, out);
	}
	print_at(sc, ex, out);
}

void print_expectation(const struct scenario *sc, const struct expectation *ex, FILE *out)
{
	switch (ex->kind) {
	case EXPECT_PATH:
	case EXPECT_PASSES:
		print_way(ex, out);
		break;
	case EXPECT_NEVER:
	case EXPECT_ENDS_IN:
		print_visit(ex, out);
		break;
	case EXPECT_IN_STATE:
		print_in_state(ex, out);
		break;
	case EXPECT_REACHES:
		print_reaches(ex, out);
		break;
	case EXPECT_SEGMENTS:
		print_segments(ex, out);
		break;
	case EXPECT_GAPS:
		print_gaps(ex, out);
		break;
	case EXPECT_FIELD:
		print_field(ex, out);
		break;
	case EXPECT_CALL:
	case EXPECT_TOOK:
	case EXPECT_BYTES:
		print_call(ex, out);
		break;
	case EXPECT_DATA:
		print_data(ex, out);
		break;
	case EXPECT_INFO:
	case EXPECT_COUNTER:
	case EXPECT_SOCKETS:
		print_stock(sc, ex, out);
		break;
	case EXPECT_FIRED:
		fprintf(out, "fault %s fired", sc->faults[ex->fired.fault].name);
		print_limit(ex->fired.cmp, ex->fired.n, out);
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
