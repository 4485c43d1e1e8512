/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "base/util.h"
#include "report/canvas.h"
#include "report/coverage.h"

#define WIDEST 100

static const char *state_name(unsigned int state)
{
	return state == TCP_STATES ? "any" : tcp_state_name(state);
}

static bool was_seen(const struct move_count *count)
{
	return count->observed || count->inferred;
}

static char *times(const struct move_count *count)
{
	if (count->observed && count->inferred)
		return xasprintf("%" PRIu64 " seen, %" PRIu64 " inferred", count->observed,
				 count->inferred);
	if (count->inferred)
		return xasprintf("%" PRIu64 " inferred", count->inferred);
	if (count->observed)
		return xasprintf("%" PRIu64 " seen", count->observed);
	return xasprintf("NOT SEEN");
}

/* Words in lines of at most WIDEST columns, each line indented. */
static void print_words(FILE *out, int indent, char *const *words, size_t n)
{
	int column = 0;

	for (size_t i = 0; i < n; i++) {
		int width = text_columns(words[i]);
		bool fits = column && column + 1 + width <= WIDEST;

		if (column && !fits)
			fputc('\n', out);
		column = fits ? column + 1 : indent;
		fprintf(out, "%*s%s", fits ? 1 : indent, "", words[i]);
		column += width;
	}
	if (n)
		fputc('\n', out);
}

static void print_move(FILE *out, const struct tcp_move *move, const struct move_count *count,
		       struct style style)
{
	enum paint paint = was_seen(count) ? PAINT_GOOD : PAINT_DROPPED;
	char *seen = move->forbidden && !was_seen(count) ? xasprintf("impossible on Linux")
							 : times(count);

	if (move->forbidden)
		paint = was_seen(count) ? PAINT_DROPPED : PAINT_DIM;
	fprintf(out, "%2u  %-12s -> %-12s  ", move->number, state_name(move->from),
		state_name(move->to));
	fprintf(out, "%s%s%s\n", style.colour ? paint_begin(paint) : "", seen,
		style.colour ? paint_end(paint) : "");
	fprintf(out, "    %s\n", move->how);
	if (move->forbidden)
		fprintf(out, "    %s\n", move->forbidden);
	print_words(out, 8, count->scenarios, count->n_scenarios);
	free(seen);
}

static void print_others(FILE *out, const struct coverage *coverage)
{
	if (!coverage->n_others)
		return;
	fputs("\nTransitions that RFC 9293 does not have:\n\n", out);
	for (size_t i = 0; i < coverage->n_others; i++) {
		const struct other_move *other = &coverage->others[i];
		char *seen = times(&other->count);

		fprintf(out, "    %-12s -> %-12s  %s  (cause: %s)\n", state_name(other->from),
			state_name(other->to), seen, cause_word(other->cause));
		print_words(out, 8, other->count.scenarios, other->count.n_scenarios);
		free(seen);
	}
}

void coverage_print(FILE *out, const struct coverage *coverage, struct style style)
{
	unsigned int possible = 0, observed = 0, inferred = 0;

	fputs("Moves of RFC 9293: 1 to 20 by its Figure 5, 21 by the figure's Note 2, 22 to 35 by "
	      "its text\n\n",
	      out);
	for (size_t i = 0; i < TCP_MOVES; i++) {
		const struct move_count *count = &coverage->moves[i];

		print_move(out, &tcp_moves[i], count, style);
		possible += !tcp_moves[i].forbidden;
		observed += !tcp_moves[i].forbidden && count->observed;
		inferred += !tcp_moves[i].forbidden && !count->observed && count->inferred;
	}
	print_others(out, coverage);
	fprintf(out,
		"\n%zu run%s: of the %u moves that Linux can make, %u %s seen, %u %s inferred, %u "
		"%s "
		"missing\n",
		coverage->runs, coverage->runs == 1 ? "" : "s", possible, observed,
		observed == 1 ? "was" : "were", inferred, inferred == 1 ? "was" : "were",
		possible - observed - inferred, possible - observed - inferred == 1 ? "is" : "are");
}
