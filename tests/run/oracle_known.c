/* SPDX-License-Identifier: MIT */
#include "oracle_known.h"

#include <assert.h>

#include "base/util.h"

static const struct difference table[] = {
	/* A SYN makes no more than a request socket, which has no state to trace. */
	[KNOWN_REQUEST_SOCKET] =
		{
			.name = "request socket",
			.in_timeline = true,
			.timeline = {TCPS_CLOSED, TCPS_SYN_RECEIVED},
			.before = BODY_NONE,
			.after = BODY_REQUEST,
		},
	/*
	 * The segment that completes the handshake makes a socket of the request: a copy of the
	 * listener that is set to SYN_RECV and, when the segment is processed, to ESTABLISHED.
	 */
	[KNOWN_CHILD] =
		{
			.name = "child of a listener",
			.n_kernel = 2,
			.kernel = {{TCPS_LISTEN, TCPS_SYN_RECEIVED},
				   {TCPS_SYN_RECEIVED, TCPS_ESTABLISHED}},
			.in_timeline = true,
			.timeline = {TCPS_SYN_RECEIVED, TCPS_ESTABLISHED},
			.before = BODY_REQUEST,
			.after = BODY_FULL,
		},
	/* A request socket is dropped as untraced as it was made. */
	[KNOWN_REQUEST_EXPIRED] =
		{
			.name = "request socket expires",
			.in_timeline = true,
			.timeline = {TCPS_SYN_RECEIVED, TCPS_CLOSED},
			.before = BODY_REQUEST,
			.after = BODY_NONE,
		},
	/* A TIME-WAIT socket takes the place of the socket, which is closed. */
	[KNOWN_TIME_WAIT] =
		{
			.name = "TIME-WAIT after FIN-WAIT-2",
			.n_kernel = 1,
			.kernel = {{TCPS_FIN_WAIT_2, TCPS_CLOSED}},
			.in_timeline = true,
			.timeline = {TCPS_FIN_WAIT_2, TCPS_TIME_WAIT},
			.before = BODY_FULL,
			.after = BODY_TIME_WAIT,
		},
	[KNOWN_TIME_WAIT_FROM_CLOSING] =
		{
			.name = "TIME-WAIT after CLOSING",
			.n_kernel = 1,
			.kernel = {{TCPS_CLOSING, TCPS_CLOSED}},
			.in_timeline = true,
			.timeline = {TCPS_CLOSING, TCPS_TIME_WAIT},
			.before = BODY_FULL,
			.after = BODY_TIME_WAIT,
		},
	/*
	 * When nobody holds the socket any more, a TIME-WAIT socket takes its place as soon as it
	 * comes to FIN-WAIT-2; only that socket's own state, not traced, tells it from TIME-WAIT.
	 */
	[KNOWN_CLOSED_FIN_WAIT_2] =
		{
			.name = "FIN-WAIT-2 of a closed socket",
			.n_kernel = 1,
			.kernel = {{TCPS_FIN_WAIT_2, TCPS_CLOSED}},
			.before = BODY_FULL,
			.after = BODY_TIME_WAIT,
		},
	[KNOWN_FIN_AT_CLOSED_FIN_WAIT_2] =
		{
			.name = "FIN at FIN-WAIT-2 of a closed socket",
			.in_timeline = true,
			.timeline = {TCPS_FIN_WAIT_2, TCPS_TIME_WAIT},
			.before = BODY_TIME_WAIT,
			.after = BODY_TIME_WAIT,
		},
	[KNOWN_FIN_WAIT_2_EXPIRED] =
		{
			.name = "FIN-WAIT-2 of a closed socket expires",
			.in_timeline = true,
			.timeline = {TCPS_FIN_WAIT_2, TCPS_CLOSED},
			.before = BODY_TIME_WAIT,
			.after = BODY_NONE,
		},
	/* Nor does a TIME-WAIT socket say when it ends; here by a RST. */
	[KNOWN_TIME_WAIT_ENDS] =
		{
			.name = "TIME-WAIT ends",
			.in_timeline = true,
			.timeline = {TCPS_TIME_WAIT, TCPS_CLOSED},
			.before = BODY_TIME_WAIT,
			.after = BODY_NONE,
		},
};
static_assert(ARRAY_SIZE(table) == KNOWN_DIFFERENCES, "an entry for each known difference");

const struct difference *known_difference(enum known_difference known)
{
	return &table[known];
}
