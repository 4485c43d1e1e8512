/* SPDX-License-Identifier: MIT */
#include "roles/role.h"

#include <assert.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/util.h"

static const char *const role_names[] = {
	[ROLE_KEEPER] = "keeper", [ROLE_INJECTOR] = "injector", [ROLE_PROBE] = "probe",
	[ROLE_CLIENT] = "client", [ROLE_SERVER] = "server",
};

static_assert(ARRAY_SIZE(role_names) == ROLES, "every role has a name");

const char *role_name(enum role role)
{
	return role_names[role];
}

enum role endpoint_of(enum end end)
{
	return end == CLIENT ? ROLE_CLIENT : ROLE_SERVER;
}

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

void role_close_others(const int *keep, size_t n)
{
	unsigned int next = STDERR_FILENO + 1;
	int sorted[ROLES + 1];

	memcpy(sorted, keep, n * sizeof(*keep));
	qsort(sorted, n, sizeof(*sorted), by_number);
	for (size_t i = 0; i < n; i++) {
		if (sorted[i] < (int)next)
			continue;
		if (sorted[i] > (int)next)
			close_range(next, sorted[i] - 1, 0);
		next = sorted[i] + 1;
	}
	close_range(next, ~0U, 0);
}

_Noreturn void role_refused(struct channel *ch, const struct refusal *why)
{
	struct message msg = {.kind = MSG_REFUSED, .refused = *why};

	channel_put(ch, &msg);
	channel_flush(ch);
	_exit(EXIT_CANNOT);
}

void role_ready(struct channel *ch)
{
	struct message msg = {.kind = MSG_READY};

	channel_put(ch, &msg);
	channel_flush(ch);
}

void role_patient(void)
{
	const struct sched_param param = {0};

	sched_setscheduler(0, SCHED_BATCH, &param);
}

void role_lost(struct channel *ch, enum loss what, int error)
{
	struct event ev = {.kind = EVENT_LOST, .at = monotime_now()};

	ev.lost.what = what;
	ev.lost.error = abs(error);
	channel_put_event(ch, &ev);
}
