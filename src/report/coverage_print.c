/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "report/canvas.h"
#include "report/coverage.h"

#define WIDEST 100

static const char *state_name(unsigned int state)
{
	return state == TCP_STATES ? _("any") : tcp_state_name(state);
}

static bool was_seen(const struct move_count *count)
{
	return count->observed || count->inferred;
}

static char *times(const struct move_count *count)
{
	if (count->observed && count->inferred)
		return xasprintf(_("%" PRIu64 " seen, %" PRIu64 " inferred"), count->observed,
				 count->inferred);
	if (count->inferred)
		return xasprintf(_("%" PRIu64 " inferred"), count->inferred);
	if (count->observed)
		return xasprintf(_("%" PRIu64 " seen"), count->observed);
	return xasprintf("%s", _("NOT SEEN"));
}

/* Of a move that Linux forbids. */
static char *impossible(const struct move_count *count)
{
	if (!count->refused)
		return xasprintf("%s", _("impossible on Linux"));
	return xasprintf(_("impossible on Linux: %" PRIu64 " tried, refused"), count->refused);
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

static void print_states(FILE *out, unsigned int from, unsigned int to)
{
	fprintf(out, "%s%*s -> %s%*s  ", state_name(from), 12 - text_columns(state_name(from)), "",
		state_name(to), 12 - text_columns(state_name(to)), "");
}

static void print_move(FILE *out, const struct tcp_move *move, const struct move_count *count,
		       struct style style)
{
	enum paint paint = was_seen(count) ? PAINT_GOOD : PAINT_DROPPED;
	char *seen = move->forbidden && !was_seen(count) ? impossible(count) : times(count);

	if (move->forbidden)
		paint = was_seen(count) ? PAINT_DROPPED : PAINT_DIM;
	fprintf(out, "%2u  ", move->number);
	print_states(out, move->from, move->to);
	fprintf(out, "%s%s%s\n", style.colour ? paint_begin(paint) : "", seen,
		style.colour ? paint_end(paint) : "");
	fprintf(out, "    %s\n", _(move->how));
	if (move->forbidden)
		fprintf(out, "    %s\n", move->forbidden);
	print_words(out, 8, count->scenarios, count->n_scenarios);
	free(seen);
}

static void print_others(FILE *out, const struct coverage *coverage)
{
	if (!coverage->n_others)
		return;
	fputs(_("\nTransitions that RFC 9293 does not have:\n\n"), out);
	for (size_t i = 0; i < coverage->n_others; i++) {
		const struct other_move *other = &coverage->others[i];
		char *seen = times(&other->count);

		fputs("    ", out);
		print_states(out, other->from, other->to);
		fprintf(out, _("%s  (cause: %s)\n"), seen, _(cause_word(other->cause)));
		print_words(out, 8, other->count.scenarios, other->count.n_scenarios);
		free(seen);
	}
}

static void print_sum(FILE *out, size_t runs, unsigned int possible, unsigned int observed,
		      unsigned int inferred)
{
	unsigned int missing = possible - observed - inferred;

	fprintf(out, P_("\n%zu run: ", "\n%zu runs: ", runs), runs);
	fprintf(out, _("of the %u moves that Linux can make, "), possible);
	fprintf(out, P_("%u was seen, ", "%u were seen, ", observed), observed);
	fprintf(out, P_("%u was inferred, ", "%u were inferred, ", inferred), inferred);
	fprintf(out, P_("%u is missing\n", "%u are missing\n", missing), missing);
}

void coverage_print(FILE *out, const struct coverage *coverage, struct style style)
{
	unsigned int possible = 0, observed = 0, inferred = 0;

	fputs(_("Moves of RFC 9293: 1 to 20 by its Figure 5, 21 by the figure's Note 2, 22 to 35 "
		"by "
		"its text\n\n"),
	      out);
	for (size_t i = 0; i < TCP_MOVES; i++) {
		const struct move_count *count = &coverage->moves[i];

		print_move(out, &tcp_moves[i], count, style);
		possible += !tcp_moves[i].forbidden;
		observed += !tcp_moves[i].forbidden && count->observed;
		inferred += !tcp_moves[i].forbidden && !count->observed && count->inferred;
	}
	print_others(out, coverage);
	print_sum(out, coverage->runs, possible, observed, inferred);
}
