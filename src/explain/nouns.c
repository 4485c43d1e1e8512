/* SPDX-License-Identifier: MIT */
#include "explain/nouns.h"

#include <assert.h>
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/translate.h"
#include "base/util.h"
#include "tcp/flags.h"

/* As much of a text as a sentence has room for. */
#define TEXT_SHOWN 60

static const char *const ends[] = {
	[CLIENT] = N_("the client"),
	[SERVER] = N_("the server"),
};
static_assert(ARRAY_SIZE(ends) == ENDS, "a noun for every end");

static const char *const ends_first[] = {
	[CLIENT] = N_("The client"),
	[SERVER] = N_("The server"),
};
static_assert(ARRAY_SIZE(ends_first) == ENDS, "a noun for every end");

const char *noun_end(enum end end)
{
	return _(ends[end]);
}

const char *noun_end_first(enum end end)
{
	return _(ends_first[end]);
}

const char *noun_connection(struct sentences *s, enum end end, uint32_t connection)
{
	return connection ? part(s, _("connection %u of %s"), connection, noun_end(end))
			  : noun_end(end);
}

const char *noun_connection_first(struct sentences *s, enum end end, uint32_t connection)
{
	return connection ? part(s, _("Connection %u of %s"), connection, noun_end(end))
			  : noun_end_first(end);
}

/* ---- segments ------------------------------------------------------------------------------ */

static const struct {
	const char *one;
	const char *many;
	const char *some;
} segments[] = {
	[SEG_SYN] = {N_("SYN"), N_("SYNs"), N_("a SYN")},
	[SEG_SYN_ACK] = {N_("SYN-ACK"), N_("SYN-ACKs"), N_("a SYN-ACK")},
	[SEG_RST] = {N_("RST"), N_("RSTs"), N_("a RST")},
	[SEG_FIN] = {N_("FIN"), N_("FINs"), N_("a FIN")},
	[SEG_HANDSHAKE_ACK] = {N_("ACK of the SYN-ACK"), N_("ACKs of the SYN-ACK"),
			       N_("an ACK of the SYN-ACK")},
	[SEG_FIN_ACK_OF] = {N_("ACK of the FIN"), N_("ACKs of the FIN"), N_("an ACK of the FIN")},
	[SEG_DATA] = {N_("segment with data"), N_("segments with data"), N_("a segment with data")},
	[SEG_ACK] = {N_("bare ACK"), N_("bare ACKs"), N_("a bare ACK")},
	[SEG_ANY] = {N_("segment"), N_("segments"), N_("a segment")},
};
static_assert(ARRAY_SIZE(segments) == SEGMENT_NAMES, "nouns for every name of a segment");

const char *noun_segment(enum segment_name name)
{
	return _(segments[name].one);
}

const char *noun_segments(enum segment_name name)
{
	return _(segments[name].many);
}

const char *noun_some_segment(enum segment_name name)
{
	return _(segments[name].some);
}

const char *noun_from(struct sentences *s, const char *what, const enum end *end)
{
	/* TRANSLATORS: "the first SYN from the client" */
	return end ? part(s, C_("segment", "%s from %s"), what, noun_end(*end)) : what;
}

/* Numbers that have a word. */
static const char *const nth_forms[] = {
	NULL, N_("the first %s"), N_("the second %s"), N_("the third %s"), N_("the fourth %s"),
};

const char *noun_nth(struct sentences *s, uint32_t n, const char *noun)
{
	/* TRANSLATORS: "SYN from the client, number 7 of them," */
	return n < ARRAY_SIZE(nth_forms) ? part(s, _(nth_forms[n]), noun)
					 : part(s, _("%s, number %u of them,"), noun, n);
}

/* ---- times and numbers --------------------------------------------------------------------- */

/* A unit, and the least time that is told in it. */
static const struct unit {
	nsec_t unit;
	nsec_t from;
	const char *name;
} units[] = {
	{3600 * NSEC_PER_SEC, 3600 * NSEC_PER_SEC, "h"},
	{60 * NSEC_PER_SEC, 600 * NSEC_PER_SEC, "min"},
	{NSEC_PER_SEC, NSEC_PER_SEC, "s"},
	{NSEC_PER_MSEC, NSEC_PER_MSEC, "ms"},
	{NSEC_PER_USEC, NSEC_PER_USEC, "us"},
	{1, 0, "ns"},
};

/* Hours and minutes only where they are whole. */
static bool fits(const struct unit *unit, nsec_t time)
{
	return time >= unit->from && (unit->unit <= NSEC_PER_SEC || time % unit->unit == 0);
}

const char *noun_time(struct sentences *s, nsec_t time)
{
	const struct unit *unit = units;

	while (!fits(unit, time))
		unit++;
	return part(s, "%.10g %s", (double)time / (double)unit->unit, unit->name);
}

const char *noun_compared(struct sentences *s, enum comparison cmp, const char *number)
{
	switch (cmp) {
	case CMP_EQ:
		return number;
	case CMP_NE:
		return part(s, _("anything but %s"), number);
	case CMP_LT:
		return part(s, _("less than %s"), number);
	case CMP_LE:
		return part(s, _("at most %s"), number);
	case CMP_GT:
		return part(s, _("more than %s"), number);
	case CMP_GE:
		return part(s, _("at least %s"), number);
	}
	return number;
}

const char *noun_limit(struct sentences *s, enum comparison cmp, uint32_t n)
{
	return noun_compared(s, cmp, part(s, "%" PRIu32, n));
}

const char *noun_expected_time(struct sentences *s, const struct expected_time *time)
{
	nsec_t low, high;

	if (time->cmp != CMP_EQ)
		return noun_compared(s, time->cmp, noun_time(s, time->time));
	expected_time_range(time, &low, &high);
	/* TRANSLATORS: "about 7 s (6.992 s to 7.895 s)": a time with its tolerance */
	return part(s, _("about %s (%s to %s)"), noun_time(s, time->time), noun_time(s, low),
		    noun_time(s, high));
}

/* ---- lists and texts ----------------------------------------------------------------------- */

/* @list and one more behind it. */
static const char *append(struct sentences *s, const char *list, const char *more)
{
	/* TRANSLATORS: a list, and one more */
	return list ? part(s, C_("list", "%s, %s"), list, more) : more;
}

const char *noun_flags(struct sentences *s, uint8_t flags)
{
	const char *list = NULL;

	for (unsigned int bit = 0; bit < TCP_FLAGS; bit++)
		if (flags & 1U << bit)
			list = append(s, list, tcp_flag_word(bit));
	return list ? list : C_("flags", "none");
}

const char *noun_states(struct sentences *s, const enum tcp_state *states, size_t n)
{
	const char *list = NULL;

	for (size_t i = 0; i < n; i++)
		list = append(s, list, tcp_state_name(states[i]));
	return list;
}

static void print_escaped(char c, FILE *out)
{
	if (c == '\n')
		fputs("\\n", out);
	else if (c == '\r')
		fputs("\\r", out);
	else if (c == '\t')
		fputs("\\t", out);
	else if (iscntrl((unsigned char)c))
		fprintf(out, "\\x%02x", (unsigned char)c);
	else
		fputc(c, out);
}

/* @text, cut off behind a whole character. */
static size_t shown_length(const char *text, size_t len)
{
	size_t shown = MIN(len, (size_t)TEXT_SHOWN);

	while (shown < len && shown && ((unsigned char)text[shown] & 0xc0) == 0x80)
		shown--;
	return shown;
}

const char *noun_text(struct sentences *s, const char *text, size_t len)
{
	size_t shown = shown_length(text, len), size;
	const char *result;
	char *quoted;
	FILE *out = xmemstream(&quoted, &size);

	fputc('"', out);
	for (size_t i = 0; i < shown; i++)
		print_escaped(text[i], out);
	fprintf(out, "%s\"", shown < len ? "..." : "");
	fclose(out);
	result = part(s, "%s", quoted);
	free(quoted);
	return result;
}

const char *noun_bytes(struct sentences *s, const void *bytes, size_t len, bool hex)
{
	const unsigned char *byte = bytes;
	const char *digits = "";

	if (!hex)
		return noun_text(s, bytes, len);
	for (size_t i = 0; i < MIN(len, (size_t)TEXT_SHOWN / 2); i++)
		digits = part(s, "%s%02x", digits, byte[i]);
	return part(s, "0x%s%s", digits, len > TEXT_SHOWN / 2 ? "..." : "");
}

const char *noun_option(struct sentences *s, uint8_t kind)
{
	const char *name = option_name(kind);

	return name ? name : part(s, "%u", kind);
}

/* strerror() speaks English only. */
const char *noun_error(struct sentences *s, int error)
{
	return strcmp(translate_tag(), "en")
		       ? errno_name(error)
		       : part(s, "%s (%s)", errno_name(error), strerror(error));
}
