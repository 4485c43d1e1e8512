/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <inttypes.h>
#include <sys/socket.h>

#include "base/util.h"
#include "scenario/print.h"

static void print_listen(const struct step *step, FILE *out)
{
	fprintf(out, " %u", step->listen.port);
}

static void print_connect(const struct step *step, FILE *out)
{
	if (step->connect.port_given)
		fprintf(out, " %u", step->connect.port);
}

/* For a step that is one word. */
static void print_nothing(const struct step *step, FILE *out)
{
	(void)step;
	(void)out;
}

static void print_send(const struct step *step, FILE *out)
{
	fputc(' ', out);
	if (step->send.text)
		string_print(step->send.text, out);
	else
		fprintf(out, "%" PRIu64, step->send.bytes);
}

static void print_recv(const struct step *step, FILE *out)
{
	if (step->recv.until_eof)
		fputs(" until eof", out);
	else
		fprintf(out, " %" PRIu64, step->recv.bytes);
}

static void print_shutdown(const struct step *step, FILE *out)
{
	fputs(step->how == SHUT_RD ? " rd" : step->how == SHUT_WR ? " wr" : " rdwr", out);
}

static void print_setsockopt(const struct step *step, FILE *out)
{
	const struct sockopt_setting *s = &step->sockopt;

	fprintf(out, " %s ", s->option->name);
	switch (s->option->kind) {
	case SOCKOPT_SWITCH:
		fputs(s->value ? "on" : "off", out);
		break;
	case SOCKOPT_NUMBER:
		fprintf(out, "%d", s->value);
		break;
	case SOCKOPT_LINGER:
	case SOCKOPT_TIME:
		if (s->option->kind == SOCKOPT_LINGER && s->value == LINGER_OFF)
			fputs("off", out);
		else
			print_time("", s->value * s->option->unit, out);
		break;
	case SOCKOPT_WORD:
		fputs(s->word, out);
		break;
	}
}

static void print_sleep(const struct step *step, FILE *out)
{
	print_time(" ", step->sleep, out);
}

static void print_wait(const struct step *step, FILE *out)
{
	const struct wait_condition *wait = &step->wait;

	fprintf(out, " until %s %s", end_name(wait->end),
		wait->done ? "done" : tcp_state_name(wait->state));
	if (wait->limited)
		print_time(" within ", wait->within, out);
}

static void print_mark(const struct step *step, FILE *out)
{
	fprintf(out, " %s", step->mark.name);
}

static void (*const print_kind[])(const struct step *step, FILE *out) = {
	[STEP_LISTEN] = print_listen,	[STEP_ACCEPT] = print_nothing,
	[STEP_CONNECT] = print_connect, [STEP_SEND] = print_send,
	[STEP_RECV] = print_recv,	[STEP_SHUTDOWN] = print_shutdown,
	[STEP_CLOSE] = print_nothing,	[STEP_SETSOCKOPT] = print_setsockopt,
	[STEP_UNPLUG] = print_nothing,	[STEP_PLUG] = print_nothing,
	[STEP_SLEEP] = print_sleep,	[STEP_WAIT] = print_wait,
	[STEP_MARK] = print_mark,
};
static_assert(ARRAY_SIZE(print_kind) == STEP_KINDS, "a printer for every step");

void print_step(const struct step *step, FILE *out)
{
	fputs(step_word(step->kind), out);
	print_kind[step->kind](step, out);
}

char *step_text(const struct step *step)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	print_step(step, out);
	fclose(out);
	return text;
}
