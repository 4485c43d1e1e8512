/* SPDX-License-Identifier: MIT */
/*
 * kill -9 of any one process of a run, at any moment of it: within a second no process, network
 * namespace, interface or mount of the run is left, and nothing is written that reads as complete.
 *
 * Each case makes a run, has it stopped at a moment (kill_stop.c), kills, lets the others go on, and
 * looks at what is left (kill_left.c). That a run gets so far where only SCRATCH can be written proves
 * that it needs no other place; what is found there is its own.
 */
#include "kill.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/util.h"

/* How long something of a killed run may be left. */
#define LIMIT NSEC_PER_SEC

/* What tests/run-all takes for a skipped test. */
#define SKIPPED 77

static const char *const moment_names[] = {
	[MOMENT_SET_UP] = "set-up",
	[MOMENT_READY] = "ready",
	[MOMENT_RUNNING] = "running",
	[MOMENT_HELD] = "running, with a segment held",
	[MOMENT_ORPHAN] = "running, with an orphan in FIN-WAIT-1",
	[MOMENT_TEAR_DOWN] = "tear-down",
	[MOMENT_CLEARING] = "tear-down, clearing up",
	[MOMENT_OUTPUT] = "tcplab run -o",
};

static_assert(ARRAY_SIZE(moment_names) == MOMENTS, "every moment has a name");

int must(int ret, const char *what)
{
	if (ret < 0)
		give_up(what);
	return ret;
}

void give_up(const char *what)
{
	fprintf(stderr, "kill: %s: %s\n", what, strerror(errno));
	_exit(1);
}

void skip(const char *reason)
{
	puts(reason);
	fflush(stdout);
	_exit(SKIPPED);
}

bool complain(const struct kill_case *c, const char *what)
{
	char born[64] = "";

	if (c->moment == MOMENT_SET_UP)
		snprintf(born, sizeof(born), " when the %s is forked", role_name(c->newborn));
	fprintf(stderr, "%s, %s%s, %s killed: %s\n", c->rootless ? "rootless" : "root",
		moment_names[c->moment], born,
		c->victim == SUPERVISOR ? "supervisor" : role_name(c->victim), what);
	return false;
}

/* How the supervisor ended: killed, or by saying that the run could not be finished. */
static bool ended_rightly(const struct doomed *d)
{
	int status;

	must(waitpid(d->supervisor, &status, 0), "reap the supervisor");
	if (d->c->victim == SUPERVISOR)
		return WIFSIGNALED(status) || complain(d->c, "the supervisor was not killed");
	return (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_BUG) ||
	       complain(d->c, "the supervisor did not notice");
}

static bool try_case(const struct kill_case *c, int tcplab)
{
	struct monotime deadline;
	struct doomed d;
	struct traces t;
	bool ok;

	enter_network();
	doomed_start(&d, c, tcplab);
	traces_take(&t, &d);
	deadline = monotime_add(monotime_now(), LIMIT);
	must(kill(c->victim == SUPERVISOR ? d.supervisor : d.pids[c->victim], SIGKILL), "kill");
	/* A role that dies while the keeper is about to end it anyhow is not missed, nor need it be. */
	if (c->moment == MOMENT_TEAR_DOWN)
		traces_victim_dead(&t, deadline);
	if (c->moment != MOMENT_OUTPUT)
		close(d.channel);
	ok = traces_vanish(&t, deadline);
	ok &= ended_rightly(&d);
	return stage_is_clean(c) && ok;
}

/* When the keeper clears up, nobody misses the other roles any more. */
static bool can_be_missed(const struct kill_case *c)
{
	return c->moment != MOMENT_CLEARING || c->victim == ROLE_KEEPER || c->victim == SUPERVISOR;
}

/* Try a case in a process and a network namespace of its own: a failure has no sequel. */
static unsigned int fails(const struct kill_case *c, int tcplab)
{
	pid_t pid = must(fork(), "fork");
	int status;

	if (pid == 0)
		_exit(!try_case(c, tcplab));
	must(waitpid(pid, &status, 0), "wait for a case");
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == SKIPPED)
		exit(SKIPPED);
	complain(c, "failed");
	return 1;
}

/* At the birth of each role, kill it, its parent, or the supervisor. */
static unsigned int kill_at_births(struct kill_case c, int tcplab)
{
	unsigned int failed = 0;

	c.moment = MOMENT_SET_UP;
	for (c.newborn = ROLE_KEEPER; c.newborn < ROLES; c.newborn++) {
		const unsigned int victims[] = {c.newborn, ROLE_KEEPER, SUPERVISOR};

		for (size_t i = c.newborn == ROLE_KEEPER; i < ARRAY_SIZE(victims); i++) {
			c.victim = victims[i];
			failed += fails(&c, tcplab);
		}
	}
	return failed;
}

int main(void)
{
	const char *path = getenv("TCPLAB");
	unsigned int failed = 0;
	int tcplab;

	tcplab = must(open(path ? path : "tcplab", O_RDONLY | O_CLOEXEC), "open tcplab");
	enter_stage();
	for (int rootless = 0; rootless <= 1; rootless++) {
		struct kill_case c = {.rootless = rootless};

		failed += kill_at_births(c, tcplab);
		for (c.moment = MOMENT_READY; c.moment < MOMENTS; c.moment++)
			for (c.victim = 0; c.victim < VICTIMS; c.victim++)
				if (can_be_missed(&c))
					failed += fails(&c, tcplab);
	}
	return failed ? 1 : 0;
}
