/* SPDX-License-Identifier: MIT */
/* The arguments of steps that call the kernel, or something of the lab. */
#include <limits.h>
#include <string.h>
#include <sys/socket.h>

#include "base/util.h"
#include "scenario/command.h"
#include "scenario/parse_step.h"

/* As much as one send or recv step may move. */
#define BYTES_MAX (1024 * 1024 * 1024)

/* As many connections as one step may open or take. */
#define CONNECTIONS_MAX 10000

/* What a flood may be. */
#define FLOOD_RATE_MAX	   10000
#define FLOOD_SEGMENTS_MAX 100000

#define FILES_MAX 1000000

bool parse_port(struct parser *p, uint16_t *port)
{
	uint64_t number;

	if (!parse_number(p, "a port", 1, UINT16_MAX, &number))
		return false;
	*port = number;
	return true;
}

static bool parse_small(struct parser *p, const char *what, uint64_t min, uint64_t max,
			uint32_t *number)
{
	uint64_t parsed;

	if (!parse_number(p, what, min, max, &parsed))
		return false;
	*number = parsed;
	return true;
}

bool parse_bind(struct parser *p, struct step *step)
{
	step->bind.port_given = true;
	return parse_port(p, &step->bind.port);
}

bool parse_listen(struct parser *p, struct step *step)
{
	if (p->at->kind == TOKEN_WORD && !token_is(p, p->at, "backlog") &&
	    !token_is(p, p->at, "on") && !token_is(p, p->at, "as"))
		return unexpected(p, "a port");
	step->listen.port_given = p->at->kind == TOKEN_NUMBER;
	if (step->listen.port_given && !parse_port(p, &step->listen.port))
		return false;
	step->listen.backlog_given = take_word(p, "backlog");
	return !step->listen.backlog_given ||
	       parse_small(p, "a backlog", 0, INT_MAX, &step->listen.backlog);
}

bool parse_accept(struct parser *p, struct step *step)
{
	return p->at->kind != TOKEN_NUMBER ||
	       parse_small(p, "a count of connections", 1, CONNECTIONS_MAX, &step->accept.n);
}

/* PORT or to PORT, before or behind from port PORT */
bool parse_connect(struct parser *p, struct step *step)
{
	step->connect.port_given = p->at->kind == TOKEN_NUMBER || take_word(p, "to");
	if (step->connect.port_given && !parse_port(p, &step->connect.port))
		return false;
	if (take_word(p, "from") && (!need_word(p, "port") || !parse_port(p, &step->connect.from)))
		return false;
	if (step->connect.port_given || !take_word(p, "to"))
		return true;
	step->connect.port_given = true;
	return parse_port(p, &step->connect.port);
}

bool parse_connections(struct parser *p, struct step *step)
{
	if (!parse_small(p, "a count of connections", 1, CONNECTIONS_MAX, &step->connections.n))
		return false;
	step->connections.port_given = take_word(p, "to");
	return !step->connections.port_given || parse_port(p, &step->connections.port);
}

static bool parse_bytes(struct parser *p, uint64_t *bytes)
{
	return parse_number(p, "a count of bytes", 1, BYTES_MAX, bytes);
}

static bool parse_text(struct parser *p, uint64_t *bytes, char **text)
{
	if (!parse_string(p, "a text", text))
		return false;
	*bytes = strlen(*text);
	return true;
}

bool parse_send(struct parser *p, struct step *step)
{
	if (p->at->kind == TOKEN_NUMBER)
		return parse_bytes(p, &step->send.bytes);
	if (p->at->kind == TOKEN_STRING)
		return parse_text(p, &step->send.bytes, &step->send.text);
	if (!take_word(p, "file"))
		return unexpected(p, "a count of bytes, a string or 'file'");
	step->send.file_name = p->at->loc;
	return parse_string(p, "a file's name", &step->send.file);
}

bool parse_recv(struct parser *p, struct step *step)
{
	if (p->at->kind == TOKEN_NUMBER)
		return parse_bytes(p, &step->recv.bytes);
	if (!take_word(p, "until"))
		return unexpected(p, "a count of bytes or 'until eof'");
	step->recv.until_eof = true;
	return need_word(p, "eof");
}

bool parse_expect_data(struct parser *p, struct step *step)
{
	if (p->at->kind == TOKEN_NUMBER)
		return parse_bytes(p, &step->expect.bytes);
	if (p->at->kind != TOKEN_STRING)
		return unexpected(p, "a count of bytes or a string");
	return parse_text(p, &step->expect.bytes, &step->expect.text);
}

bool parse_shutdown(struct parser *p, struct step *step)
{
	static const char *const words[] = {
		[SHUT_RD] = "rd",
		[SHUT_WR] = "wr",
		[SHUT_RDWR] = "rdwr",
	};

	for (size_t how = 0; how < ARRAY_SIZE(words); how++) {
		if (take_word(p, words[how])) {
			step->how = how;
			return true;
		}
	}
	return unknown_word(p, "direction", words, ARRAY_SIZE(words));
}

bool parse_close(struct parser *p, struct step *step)
{
	step->all = take_word(p, "all");
	return true;
}

bool parse_exec(struct parser *p, struct step *step)
{
	struct srcloc loc = p->at->loc;
	const char *why;

	if (!parse_string(p, "a command", &step->command))
		return false;
	why = command_error(step->command);
	if (why)
		diag_error(p->diags, loc, "%s", why);
	return !why;
}

static bool check_flood(struct parser *p, const struct token *rate, const struct step *step)
{
	if (step->flood.time / NSEC_PER_MSEC * step->flood.rate / 1000 <= FLOOD_SEGMENTS_MAX)
		return true;
	diag_error(p->diags, rate->loc, "a flood has at most %d segments", FLOOD_SEGMENTS_MAX);
	return false;
}

bool parse_flood(struct parser *p, struct step *step)
{
	const struct token *rate;

	if (!need_word(p, "syn"))
		return false;
	step->flood.port_given = take_word(p, "to");
	if (step->flood.port_given && !parse_port(p, &step->flood.port))
		return false;
	if (!need_word(p, "from") || !need_word(p, "random") || !need_word(p, "rate"))
		return false;
	rate = p->at;
	return parse_small(p, "segments a second", 1, FLOOD_RATE_MAX, &step->flood.rate) &&
	       need_word(p, "for") &&
	       parse_time(p, "a flood's time", NSEC_PER_MSEC, &step->flood.time) &&
	       check_flood(p, rate, step);
}

bool parse_limit_files(struct parser *p, struct step *step)
{
	return need_word(p, "files") &&
	       parse_small(p, "a count of files", 0, FILES_MAX, &step->files);
}

bool parse_maybe_target(struct parser *p, struct step *step)
{
	step->target.given = p->at->kind == TOKEN_WORD;
	return !step->target.given || parse_end(p, &step->target.end);
}

bool parse_target(struct parser *p, struct step *step)
{
	step->target.given = true;
	return parse_end(p, &step->target.end);
}
