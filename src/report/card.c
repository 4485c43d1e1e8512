/* SPDX-License-Identifier: MIT */
#include "report/card.h"

#include "base/translate.h"
#include "base/util.h"
#include "report/text.h"

#define INDENT 2

/* A line of a card: what it is about, and what it says. */
struct line {
	const char *label; /* to be translated */
	const char *text;  /* already translated; NULL or empty: the card does not have the line */
};

static void print_lines(struct prose *p, const struct line *lines, size_t n)
{
	int room = 0;

	for (size_t i = 0; i < n; i++)
		room = MAX(room, text_columns(_(lines[i].label)));
	for (size_t i = 0; i < n; i++)
		if (lines[i].text && *lines[i].text)
			prose_item(p, INDENT, _(lines[i].label), room, lines[i].text);
}

static void print_card(struct prose *p, const char *title, const char *meaning,
		       const struct line *lines, size_t n)
{
	prose_heading(p, title);
	prose_paragraph(p, INDENT, meaning);
	fputc('\n', p->out);
	print_lines(p, lines, n);
}

void card_state(struct prose *p, enum tcp_state name)
{
	const struct reference_state *state = reference_state(name);
	const struct line lines[] = {
		{N_("Who"), _(state->who)},	      {N_("Way out"), _(state->leaves)},
		{N_("Many of them"), _(state->many)}, {N_("Knobs"), _(state->knobs)},
		{N_("See"), _(state->see)},
	};

	print_card(p, tcp_state_name(name), _(state->meaning), lines, ARRAY_SIZE(lines));
}

void card_segment(struct prose *p, enum segment_name name)
{
	const struct reference_segment *segment = reference_segment(name);
	const struct line lines[] = {
		{N_("Sender"), _(segment->sender)},
		{N_("Effect"), _(segment->effect)},
		{N_("If it is lost"), _(segment->lost)},
		{N_("In scenarios"), segment_name_word(name)},
		{N_("See"), _(segment->see)},
	};

	print_card(p, _(segment->title), _(segment->meaning), lines, ARRAY_SIZE(lines));
}

/* What it is where nobody has set it. The caller frees the text. */
static char *default_text(const struct reference_sysctl *sysctl)
{
	if (!sysctl->standard)
		return xasprintf("%s", _(sysctl->depends));
	if (!*sysctl->standard)
		return xasprintf("%s", _("none"));
	/* TRANSLATORS: "7200 (seconds)" */
	return xasprintf(C_("default", "%s (%s)"), sysctl->standard, _(sysctl->unit));
}

void card_sysctl(struct prose *p, const struct reference_sysctl *sysctl)
{
	bool has_unit = sysctl->standard && *sysctl->standard;
	char *standard = default_text(sysctl);
	char *since = xasprintf("Linux %s", _(sysctl->since));
	const struct line lines[] = {
		{N_("Default"), standard},
		{N_("Values"), has_unit ? NULL : _(sysctl->unit)},
		{N_("Notes"), sysctl->limits ? _(sysctl->limits) : NULL},
		{N_("Since"), since},
	};

	print_card(p, sysctl->name, _(sysctl->meaning), lines, ARRAY_SIZE(lines));
	free(standard);
	free(since);
}

/* ---- what there is ------------------------------------------------------------------------- */

void cards_states(struct prose *p)
{
	int room = 0;

	prose_heading(p, _("The states:"));
	for (enum tcp_state s = 0; s < TCP_STATES; s++)
		room = MAX(room, text_columns(tcp_state_name(s)));
	for (enum tcp_state s = 0; s < TCP_STATES; s++)
		prose_item(p, INDENT, tcp_state_name(s), room, _(reference_state(s)->meaning));
}

void cards_segments(struct prose *p)
{
	int room = 0;

	prose_heading(p, _("The segments:"));
	for (enum segment_name n = 0; n < SEGMENT_NAMES; n++)
		room = MAX(room, text_columns(segment_name_word(n)));
	for (enum segment_name n = 0; n < SEGMENT_NAMES; n++)
		prose_item(p, INDENT, segment_name_word(n), room, _(reference_segment(n)->meaning));
}

/* The names have no room beside their meanings. */
void cards_sysctls(struct prose *p)
{
	const struct reference_sysctl *sysctl;
	char *text;
	size_t len;
	FILE *out = xmemstream(&text, &len);

	for (size_t i = 0; (sysctl = reference_sysctl_at(i)); i++)
		fprintf(out, "%s%s", i ? " " : "", reference_sysctl_short(sysctl));
	fclose(out);
	prose_heading(p, _("The sysctls:"));
	prose_paragraph(p, INDENT, text);
	free(text);
}
