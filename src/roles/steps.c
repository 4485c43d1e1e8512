/* SPDX-License-Identifier: MIT */
/* The table of steps, and those that just wait. */
#include <assert.h>
#include <errno.h>

#include "base/util.h"
#include "roles/endpoint.h"

static int64_t do_sleep(struct endpoint *ep, const struct step *step)
{
	await_go(ep, AWAIT_NOTHING, monotime_add(monotime_now(), step->sleep));
	return 0;
}

static int64_t do_at(struct endpoint *ep, const struct step *step)
{
	await_go(ep, AWAIT_NOTHING, monotime_add(ep->origin, step->at));
	return 0;
}

/* The supervisor knows the states of both ends: it says GO when the condition holds. */
static int64_t do_wait(struct endpoint *ep, const struct step *step)
{
	struct monotime limit = MONOTIME_NEVER;

	if (step->wait.limited)
		limit = monotime_add(monotime_now(), step->wait.within);
	return await_go(ep, (struct awaited){ep->number, true}, limit) ? 0 : -ETIMEDOUT;
}

/* kill, freeze, thaw: the keeper does it, and the supervisor says when it is done. */
static int64_t do_signal(struct endpoint *ep, const struct step *step)
{
	(void)step;
	await_go(ep, (struct awaited){ep->number, true}, MONOTIME_NEVER);
	return -ep->error;
}

/* The supervisor has stock taken before the script goes on. */
static int64_t do_mark(struct endpoint *ep, const struct step *step)
{
	(void)ep;
	(void)step;
	return 0;
}

static step_fn *const steps[] = {
	[STEP_SOCKET] = do_socket,
	[STEP_BIND] = do_bind,
	[STEP_LISTEN] = do_listen,
	[STEP_ACCEPT] = do_accept,
	[STEP_CONNECT] = do_connect,
	[STEP_CONNECTIONS] = do_connections,
	[STEP_SEND] = do_send,
	[STEP_RECV] = do_recv,
	[STEP_EXPECT_DATA] = do_expect_data,
	[STEP_SHUTDOWN] = do_shutdown,
	[STEP_CLOSE] = do_close,
	[STEP_ABORT] = do_abort,
	[STEP_SETSOCKOPT] = do_setsockopt,
	[STEP_EXEC] = do_exec,
	[STEP_FLOOD] = do_flood,
	[STEP_LIMIT] = do_limit,
	[STEP_UNPLUG] = do_unplug,
	[STEP_PLUG] = do_plug,
	[STEP_REBOOT] = do_reboot,
	[STEP_EXIT] = do_exit,
	[STEP_KILL] = do_signal,
	[STEP_FREEZE] = do_signal,
	[STEP_THAW] = do_signal,
	[STEP_SLEEP] = do_sleep,
	[STEP_AT] = do_at,
	[STEP_WAIT] = do_wait,
	[STEP_MARK] = do_mark,
};
static_assert(ARRAY_SIZE(steps) == STEP_KINDS, "every step can be made");

step_fn *step_function(enum step_kind kind)
{
	return steps[kind];
}
