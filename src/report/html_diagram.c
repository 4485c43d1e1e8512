/* SPDX-License-Identifier: MIT */
/* The state diagram of one end: the page's script lights up the state and the move just taken. */
#include "base/translate.h"
#include "base/util.h"
#include "report/diagram.h"
#include "report/html_parts.h"
#include "report/html_words.h"
#include "report/xml.h"

/* Two of them stand side by side, so they are narrow; and what is around all boxes then. */
#define SQUEEZE 0.7
#define VIEW	"189 12 522 706"

static void print_move(FILE *out, const struct tcp_move *move)
{
	struct arrow arrow = diagram_move(move, SQUEEZE);
	char *title = xasprintf(_("%s → %s: %s"), tcp_state_name(move->from),
				tcp_state_name(move->to), _(move->how));

	fprintf(out, "<g class=\"move\" data-move=\"%u\"><title>", move->number);
	xml_text(out, title);
	free(title);
	fprintf(out, "</title><path class=\"line\" d=\"M%.1f %.1fL%.1f %.1f\"/></g>\n",
		arrow.from.x, arrow.from.y, arrow.to.x, arrow.to.y);
}

static void print_state(FILE *out, unsigned int state)
{
	struct point at = diagram_state(state, SQUEEZE);
	const char *name = tcp_state_name(state == END_OF_ALL ? TCPS_CLOSED : state);

	fprintf(out,
		"<g class=\"state\" data-state=\"%s\"><rect x=\"%g\" y=\"%g\" width=\"%d\" "
		"height=\"%d\" rx=\"5\"/><text x=\"%g\" y=\"%g\">%s</text></g>\n",
		state == END_OF_ALL ? "END" : name, at.x - HALF_WIDTH, at.y - HALF_HEIGHT,
		2 * HALF_WIDTH, 2 * HALF_HEIGHT, at.x, at.y, name);
}

void html_diagram(FILE *out, enum end end)
{
	fprintf(out,
		"<figure class=\"diagram\" id=\"diagram-%s\"><figcaption>%s "
		"<output></output></figcaption>\n"
		"<svg viewBox=\"" VIEW "\" role=\"img\" aria-label=\"",
		end_name(end), html_word(end_name(end)));
	fprintf(out, _("%s: %s"), html_word(end_name(end)), html_word("state-diagram"));
	fputs("\">\n", out);
	for (size_t i = 0; i < FIGURE_MOVES; i++)
		print_move(out, &tcp_moves[i]);
	for (unsigned int s = 0; s <= END_OF_ALL; s++)
		print_state(out, s);
	fputs("<g class=\"other\"></g></svg></figure>\n", out);
}
