/* SPDX-License-Identifier: MIT */
/* The parsers of steps, each from behind the step's word to the end of its arguments. Private to src/scenario/. */
#ifndef SCENARIO_PARSE_STEP_H
#define SCENARIO_PARSE_STEP_H

#include "scenario/parse.h"

/* One of them. */
typedef bool parse_step_fn(struct parser *p, struct step *step);

/* parse_call.c */
parse_step_fn parse_bind, parse_listen, parse_accept, parse_connect, parse_connections, parse_send,
	parse_recv, parse_expect_data, parse_shutdown, parse_close, parse_exec, parse_flood,
	parse_limit_files, parse_maybe_target, parse_target;

/* parse_sockopt.c */
parse_step_fn parse_setsockopt;

/* parse_wait.c */
parse_step_fn parse_sleep, parse_at, parse_wait;

/* parse_port() - A port from 1 to 65535. */
bool parse_port(struct parser *p, uint16_t *port);

/* parse_step_sockets() - "on NAME", "as NAME" behind a step, of which there may be which its kind takes. */
bool parse_step_sockets(struct parser *p, struct script *script, struct step *step);

#endif
