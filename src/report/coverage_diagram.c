/* SPDX-License-Identifier: MIT */
/*
 * The state diagram of RFC 9293 Figure 5 as SVG, each of its moves with how often it was seen; what
 * only the text has stands in a list beside it, for most of it leads from anywhere to CLOSED.
 */
#include <inttypes.h>
#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "report/coverage.h"
#include "report/diagram.h"

static const char *const styles =
	"svg { font: 13px sans-serif; color: #1a1a1a; background: #fff }\n"
	"text { fill: currentColor }\n"
	".state rect { fill: #eef3fa; stroke: currentColor }\n"
	".state text, .count { text-anchor: middle; dominant-baseline: central }\n"
	".move path { fill: none; stroke: currentColor; stroke-width: 1.5 }\n"
	".count { font-size: 11px; paint-order: stroke; stroke: #fff; stroke-width: 4px }\n"
	".inferred path { stroke-dasharray: 6 3 }\n"
	".missing { color: #b00020 } .missing path { stroke-dasharray: 2 4 }\n"
	".impossible { color: #888 } .impossible path { stroke-dasharray: 2 4 }\n"
	"@media (prefers-color-scheme: dark) {\n"
	" svg { color: #e6e6e6; background: #16181c } .state rect { fill: #232a35 }\n"
	" .count { stroke: #16181c } .missing { color: #ff6b81 }\n"
	"}\n";

static const char *class_of(const struct tcp_move *move, const struct move_count *count)
{
	if (count->observed)
		return "seen";
	if (count->inferred)
		return "inferred";
	return move->forbidden ? "impossible" : "missing";
}

/* How often, for a label: never by colour or dashes alone. */
static char *count_text(const struct tcp_move *move, const struct move_count *count)
{
	if (count->observed)
		return xasprintf("(%u) %" PRIu64 "\u00d7", move->number, count->observed);
	if (count->inferred)
		return xasprintf(_("(%u) %" PRIu64 "\u00d7 inferred"), move->number,
				 count->inferred);
	return xasprintf("(%u) %s", move->number,
			 move->forbidden ? _("impossible") : _("not seen"));
}

static void print_state(FILE *out, unsigned int state)
{
	struct point at = diagram_state(state, 1);
	const char *name = tcp_state_name(state == END_OF_ALL ? TCPS_CLOSED : state);

	fprintf(out,
		"<g class=\"state\"><rect x=\"%g\" y=\"%g\" width=\"%d\" height=\"%d\" rx=\"6\"/>"
		"<text x=\"%g\" y=\"%g\">%s</text></g>\n",
		at.x - HALF_WIDTH, at.y - HALF_HEIGHT, 2 * HALF_WIDTH, 2 * HALF_HEIGHT, at.x, at.y,
		name);
}

static void print_move(FILE *out, const struct tcp_move *move, const struct move_count *count)
{
	struct arrow arrow = diagram_move(move, 1);
	struct point from = arrow.from, to = arrow.to;
	char *text = count_text(move, count);
	char *title = xasprintf(_("%s to %s: %s"), tcp_state_name(move->from),
				tcp_state_name(move->to), _(move->how));

	fprintf(out,
		"<g class=\"move %s\"><title>%s</title>"
		"<path d=\"M%.1f %.1fL%.1f %.1f\" marker-end=\"url(#head)\"/>"
		"<text class=\"count\" x=\"%.1f\" y=\"%.1f\">%s</text></g>\n",
		class_of(move, count), title, from.x, from.y, to.x, to.y, (from.x + to.x) / 2,
		(from.y + to.y) / 2, text);
	free(title);
	free(text);
}

/* The moves that the figure lacks. */
static void print_list(FILE *out, const struct coverage *coverage)
{
	double y = 40;

	for (size_t i = FIGURE_MOVES; i < TCP_MOVES; i++, y += 44) {
		const struct tcp_move *m = &tcp_moves[i];
		const char *from = m->from == TCP_STATES ? _("any") : tcp_state_name(m->from);
		char *text = count_text(m, &coverage->moves[i]);

		fprintf(out,
			"<g class=\"%s\"><text x=\"840\" y=\"%g\">%s \u00a0 %s \u2192 %s</text>"
			"<text x=\"864\" y=\"%g\" font-size=\"11\">%s</text></g>\n",
			class_of(m, &coverage->moves[i]), y, text, from, tcp_state_name(m->to),
			y + 16, _(m->how));
		free(text);
	}
}

void coverage_diagram(FILE *out, const struct coverage *coverage)
{
	fprintf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1440 730\" role=\"img\">\n"
		"<title>");
	fprintf(out,
		P_("Moves of RFC 9293's state machine in %zu run",
		   "Moves of RFC 9293's state machine in %zu runs", coverage->runs),
		coverage->runs);
	fprintf(out,
		"</title>\n"
		"<style>\n%s</style>\n"
		"<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" "
		"markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\">"
		"<path d=\"M0 0L8 4L0 8z\" fill=\"context-stroke\"/></marker></defs>\n",
		styles);
	for (size_t i = 0; i < FIGURE_MOVES; i++)
		print_move(out, &tcp_moves[i], &coverage->moves[i]);
	for (unsigned int s = 0; s <= END_OF_ALL; s++)
		print_state(out, s);
	print_list(out, coverage);
	fputs("</svg>\n", out);
}
