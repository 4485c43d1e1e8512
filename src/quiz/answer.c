/* SPDX-License-Identifier: MIT */
#include "quiz/answer.h"

#include <ctype.h>
#include <string.h>

#include "base/util.h"

/* Longer than any name of a state. */
#define NAME_MAX_LEN 31

/* ---- the short list ------------------------------------------------------------------------ */

static bool leads_by_segments(enum tcp_state from, enum tcp_state to)
{
	for (enum tcp_state via = 0; via < TCP_STATES; via++)
		if ((via != TCPS_CLOSED || from == TCPS_TIME_WAIT) &&
		    tcp_move_triggers(from, via) & TRIGGER_SEGMENT &&
		    tcp_move_triggers(via, to) & TRIGGER_SEGMENT)
			return true;
	return false;
}

/* What an end that closes second may be believed to do, as the other one does. */
static bool is_tempting(enum tcp_state from, enum tcp_state to)
{
	return to == TCPS_TIME_WAIT && (from == TCPS_CLOSE_WAIT || from == TCPS_LAST_ACK);
}

static bool is_choice(enum tcp_state from, enum tcp_state to)
{
	return from == to || tcp_move_triggers(from, to) || leads_by_segments(from, to) ||
	       is_tempting(from, to);
}

void answer_choices(struct quiz_question *q)
{
	q->n_choices = 0;
	for (enum tcp_state s = 0; s < TCP_STATES; s++) {
		/* A new connection comes out of CLOSED, whoever listens beside it. */
		bool beside = q->now == TCPS_LISTEN && is_choice(TCPS_CLOSED, s);

		if (is_choice(q->now, s) || beside || s == q->next)
			q->choices[q->n_choices++] = s;
	}
}

/* ---- reading ------------------------------------------------------------------------------- */

/* The letters and digits of a name, as capitals. */
static void bare(const char *text, char name[NAME_MAX_LEN + 1])
{
	size_t n = 0;

	for (; *text && n < NAME_MAX_LEN; text++)
		if (!strchr("-_ ", *text))
			name[n++] = (char)toupper((unsigned char)*text);
	name[n] = '\0';
}

static struct answer read_name(const char *text)
{
	struct answer a = {.kind = ANSWER_UNKNOWN};
	char typed[NAME_MAX_LEN + 1], name[NAME_MAX_LEN + 1];
	size_t n = 0;

	bare(text, typed);
	if (!*typed)
		return a;
	if (tcp_state_parse(text, strlen(text), &a.state)) {
		a.kind = ANSWER_STATE;
		return a;
	}
	for (enum tcp_state s = 0; s < TCP_STATES; s++) {
		bare(tcp_state_name(s), name);
		if (strncmp(name, typed, strlen(typed)) != 0)
			continue;
		a.candidates |= 1U << s;
		a.state = s;
		n++;
	}
	if (n)
		a.kind = n == 1 ? ANSWER_STATE : ANSWER_AMBIGUOUS;
	return a;
}

static struct answer read_number(const char *text, const struct quiz_question *q)
{
	unsigned long number = strtoul(text, NULL, 10);

	if (number < 1 || number > q->n_choices)
		return (struct answer){.kind = ANSWER_NO_NUMBER};
	return (struct answer){.kind = ANSWER_STATE, .state = q->choices[number - 1]};
}

/* The question mark of a Chinese keyboard is a character of its own. */
static bool is_help(const char *text)
{
	return !strcmp(text, "?") || !strcmp(text, "？");
}

struct answer answer_read(const char *text, const struct quiz_question *q)
{
	const char *blanks = " \t\r";
	size_t len;
	char *word;
	struct answer a;

	text += strspn(text, blanks);
	for (len = strlen(text); len && strchr(blanks, text[len - 1]); len--)
		;
	word = xstrndup(text, len);
	if (!*word)
		a = (struct answer){.kind = ANSWER_STATE, .state = q->now};
	else if (is_help(word))
		a = (struct answer){.kind = ANSWER_HELP};
	else if (!strcasecmp(word, "q") || !strcasecmp(word, "quit"))
		a = (struct answer){.kind = ANSWER_QUIT};
	else if (strspn(word, "0123456789") == len)
		a = read_number(word, q);
	else
		a = read_name(word);
	free(word);
	return a;
}

bool answer_is_right(enum tcp_state state, const struct quiz_question *q)
{
	return state == q->next || (q->or_listen && state == TCPS_LISTEN);
}
