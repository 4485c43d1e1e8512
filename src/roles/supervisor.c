/* SPDX-License-Identifier: MIT */
/*
 * The supervisor: it starts the keeper (and through it the lab and the other roles), lets the scripts
 * begin when everyone is ready, merges what arrives, and ends the run.
 *
 * Ending a run: when the client's script has ended, the injector and then the probe are asked to take
 * in what is there. The two tallies of the wire must agree: a segment that was on its way between them
 * is seen by both in the next round, and gets its verdict. Then the injector stops: it gives no verdict
 * from then on, unless it holds something. If the tallies never agree, the run's evidence is
 * incomplete, and the judge will say so.
 */
#include "roles/supervisor.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/util.h"
#include "roles/role.h"
#include "roles/run.h"
#include "roles/stock.h"

/* No answer of a role may take longer: set-up, a round of settling, tear-down. */
#define ANSWER_LIMIT (10 * NSEC_PER_SEC)

#define SETTLE_ROUNDS 50

/* ---- failing ------------------------------------------------------------------------------- */

static void fail(struct run *run, int error, const char *what)
{
	if (!run->failed)
		refuse(run->why, error, NULL, "finish the run: %s", what);
	run->failed = true;
}

static void role_died(struct run *run, enum role role, int status)
{
	char what[96];

	if (WIFSIGNALED(status))
		snprintf(what, sizeof(what), "the %s was killed by signal %d", role_name(role),
			 WTERMSIG(status));
	else
		snprintf(what, sizeof(what), "the %s ended with status %d", role_name(role),
			 WEXITSTATUS(status));
	fail(run, EOWNERDEAD, what);
}

/* ---- messages ------------------------------------------------------------------------------ */

static void take_lab(struct run *run, const struct message *msg, const struct sender *sender)
{
	run->tl->header.ruleset = strdup(queue_target_name(msg->target));
	for_each_end(e)
		run->diag[e].fd = sender->fds[e];
}

static void take_event(struct run *run, const struct event *ev)
{
	if (run->closed)
		return; /* what tear-down does is not part of the record */
	run_record(run, *ev);
	run_direct(run, ev);
}

static void drain_channel(struct run *run, enum role role);

/* What the probe sees may end a hold. */
static void pass_on(struct run *run, enum role role, const struct message *msg)
{
	if (role == ROLE_PROBE && msg->event.kind == EVENT_SIGHTING && run->holds_until_state &&
	    !run->closed)
		run_tell(run, ROLE_INJECTOR, msg);
}

static void take_captured(struct run *run, const struct message *msg)
{
	struct event ev = msg->captured.event;

	if (run->closed)
		return;
	ev.capture.packet = timeline_keep_packet(run->tl, &msg->captured.packet);
	take_event(run, &ev);
}

static void take_evidence(struct run *run, enum role role, const struct message *msg)
{
	if (msg->kind == MSG_CAPTURED) {
		take_captured(run, msg);
	} else {
		pass_on(run, role, msg);
		take_event(run, &msg->event);
	}
}

/* What was told after a tally: @again, another counts it; or the run goes on. */
static void take_kept(struct run *run, enum role role, bool again)
{
	struct message msg;

	while (kept_next(run, role, &msg))
		take_evidence(run, role, &msg);
	run->kept[role].tallied = again;
}

static void take_message(struct run *run, enum role role, const struct message *msg,
			 const struct sender *sender)
{
	run->pids[role] = sender->pid;
	if (kept_back(run, role, msg))
		return;
	switch (msg->kind) {
	case MSG_READY:
		run->ready[role] = true;
		break;
	case MSG_REFUSED:
		*run->why = msg->refused;
		run->failed = run->cannot = true;
		break;
	case MSG_SYSCTL:
		*ARRAY_ADD(run->tl->header.sysctls, run->tl->header.n_sysctls) = msg->sysctl;
		break;
	case MSG_LAB:
		take_lab(run, msg, sender);
		break;
	case MSG_DIED:
		drain_channel(run, msg->died.role); /* its last words come by another way */
		if (!process_ended(run, msg->died.role))
			role_died(run, msg->died.role, msg->died.status);
		break;
	case MSG_SIGNALLED:
		process_signalled(run, msg);
		break;
	case MSG_DOWN:
		run->down = true;
		break;
	case MSG_EVENT:
	case MSG_CAPTURED:
		if (kept_is_tally(msg))
			take_kept(run, role, true);
		take_evidence(run, role, msg);
		break;
	case MSG_LOOKED:
		if (msg->look.awaited)
			run_looked(run, msg->look.asker);
		break;
	case MSG_STOCKED:
		if (msg->stock.moment == MOMENT_END)
			run->settled[role] = true;
		else
			run_looked(run, msg->stock.end);
		break;
	case MSG_SETTLED:
		run->settled[role] = true;
		if (role == ROLE_INJECTOR)
			run->still_held = msg->settle.held;
		break;
	case MSG_BEGIN:
	case MSG_GO:
	case MSG_LOOK:
	case MSG_STOCK:
	case MSG_WATCH:
	case MSG_SIGNAL:
	case MSG_SETTLE:
		fail(run, EPROTO, "a role sent what only the supervisor sends");
		break;
	}
}

/* A role's channel has ended. The keeper, which reaps, will say why; its own death shows here. */
static void channel_ended(struct run *run, enum role role, int error)
{
	close_fd(&run->channel[role].fd);
	if (error)
		fail(run, error, "a role's channel is broken");
	else if (role == ROLE_KEEPER && !run->down)
		fail(run, EOWNERDEAD, "the keeper has died");
}

/*
 * Take in all that a role has sent. The injector's comes before the probe's, whole: what it saw of a
 * segment is older than what the probe saw of it.
 */
static void drain_channel(struct run *run, enum role role)
{
	struct channel *ch = &run->channel[role];

	while (ch->fd >= 0) {
		struct sender sender;
		struct message msg;
		int ret = channel_get(ch, &msg, &sender);

		if (ret == -EAGAIN)
			return;
		if (ret == 1)
			take_message(run, role, &msg, &sender);
		else
			channel_ended(run, role, ret);
	}
}

/*
 * Sleep until something arrives or the deadline has come; take in everything that has arrived.
 * Return: whether the deadline has come
 */
static bool wait_and_take(struct run *run, struct monotime deadline)
{
	const struct run_request *req = run->req;
	struct pollfd pfd[ROLES + 2];
	struct monotime now;

	for (enum role r = 0; r < ROLES; r++)
		pfd[r] = (struct pollfd){.fd = run->channel[r].fd,
					 .events = POLLIN | (mail_waits(run, r) ? POLLOUT : 0)};
	pfd[ROLES] = (struct pollfd){.fd = run->timer.fd, .events = POLLIN};
	pfd[ROLES + 1] = (struct pollfd){.fd = req->output_fd ? req->output_fd(req->arg) : -1,
					 .events = POLLOUT};
	timer_arm(&run->timer, monotime_min(deadline, run_next_show(run)));
	if (poll(pfd, ARRAY_SIZE(pfd), -1) < 0 && errno != EINTR)
		fail(run, errno, "poll() failed");
	for (enum role r = 0; r < ROLES; r++)
		if (pfd[r].revents)
			drain_channel(run, r);
	for (enum role r = 0; r < ROLES; r++)
		if (pfd[r].revents & POLLOUT)
			mail_send(run, r);
	if (pfd[ROLES + 1].revents)
		req->on_writable(req->arg);
	if (!pfd[ROLES].revents)
		return false;
	now = monotime_now();
	run_show(run, now);
	return !monotime_before(now, deadline);
}

/* ---- starting ------------------------------------------------------------------------------ */

static int start_keeper(struct run *run)
{
	struct identity who = {getuid(), getgid()};
	bool rootless;
	int pairs[ROLES][2], fds[ROLES];
	struct lab lab;
	struct role_args args = {.sc = run->req->sc,
				 .ip_version = run->req->ip_version,
				 .seed = run->req->seed,
				 .realtime_offset = run->tl->header.realtime_offset,
				 .lab = &lab,
				 .outputs = run->req->outputs};

	for (enum role r = 0; r < ROLES; r++) {
		int err = channel_pair(pairs[r]);

		if (err < 0) {
			while (r > 0)
				close(fds[--r]);
			return refuse(run->why, err, NULL, "create a channel");
		}
		run->channel[r].fd = pairs[r][0];
		run->channel[r].drained = true;
		fds[r] = pairs[r][1];
	}
	run->keeper = fork_lab(&rootless, run->why);
	if (run->keeper == 0) {
		static struct channel channel;

		channel.fd = fds[ROLE_KEEPER];
		args.channel = &channel;
		keeper_main(&args, fds, rootless ? &who : NULL);
	}
	for (enum role r = 0; r < ROLES; r++)
		close(fds[r]);
	if (run->keeper < 0)
		return run->keeper;
	run->pids[ROLE_KEEPER] = run->keeper;
	return 0;
}

static void enter_phase(struct run *run, enum phase phase)
{
	if (run->req->on_phase)
		run->req->on_phase(run->req->arg, phase, run->pids);
}

static bool all_ready(const struct run *run)
{
	for (enum role r = 0; r < ROLES; r++)
		if (!run->ready[r])
			return false;
	return true;
}

static void await_ready(struct run *run)
{
	struct monotime deadline = monotime_add(monotime_now(), ANSWER_LIMIT);

	while (!run->failed && !all_ready(run))
		if (wait_and_take(run, deadline))
			fail(run, ETIMEDOUT, "the lab was not ready in time");
}

/* ---- ending -------------------------------------------------------------------------------- */

/* Ask a role to settle, or the probe for the last stock, and wait until that is done. */
static void await_settled(struct run *run, enum role role, const struct message *msg)
{
	struct monotime deadline = monotime_add(monotime_now(), ANSWER_LIMIT);
	char what[64];

	run->settled[role] = false;
	run_tell(run, role, msg);
	snprintf(what, sizeof(what), "the %s did not settle within %d s", role_name(role),
		 (int)(ANSWER_LIMIT / NSEC_PER_SEC));
	while (!run->failed && !run->settled[role])
		if (wait_and_take(run, deadline))
			fail(run, ETIMEDOUT, what);
}

static void settle_injector(struct run *run, bool stop, bool force)
{
	struct message msg = {.kind = MSG_SETTLE, .settle = {.stop = stop, .force = force}};

	await_settled(run, ROLE_INJECTOR, &msg);
}

static void settle_probe(struct run *run)
{
	struct message msg = {.kind = MSG_SETTLE};

	await_settled(run, ROLE_PROBE, &msg);
}

/* What both ends have when the run is over and nothing has been torn down yet. */
static void take_last_stock(struct run *run)
{
	struct message msg = {.kind = MSG_STOCK, .stock = {.moment = MOMENT_END}};

	if (!run->failed && stock_wanted(run->req->sc, MOMENT_END))
		await_settled(run, ROLE_PROBE, &msg);
}

/* Ask both again until they agree. @stopped: the injector has */
static void await_agreement(struct run *run, bool stopped)
{
	for (int i = 0; i < SETTLE_ROUNDS && !run->failed && !run_tallies_agree(run); i++) {
		settle_injector(run, stopped, stopped);
		if (!run->failed && !run->still_held)
			settle_probe(run);
	}
}

/* Return: whether the run has come to rest; else a delayed segment is yet to be released */
static bool settle(struct run *run, bool force)
{
	settle_injector(run, false, false);
	if (run->failed || (run->still_held && !force))
		return false;
	settle_probe(run);
	await_agreement(run, false);
	if (!run->failed)
		settle_injector(run, true, force);
	if (run->failed || run->still_held)
		return false;
	await_agreement(run, true);
	if (!run->failed && !run_tallies_agree(run)) {
		struct event ev = {.kind = EVENT_LOST, .at = monotime_now()};

		ev.lost.what = LOSS_UNSETTLED;
		run_record(run, ev);
	}
	return true;
}

static void run_scripts(struct run *run)
{
	struct monotime deadline = monotime_add(run->origin, run->req->sc->timeout);
	bool overdue = false;

	run_begin_scripts(run);
	while (!run->failed && !overdue) {
		if (run_scripts_over(run) && !run->undecided && settle(run, false))
			break;
		for (enum role r = 0; r < ROLES; r++)
			take_kept(run, r, false);
		overdue = wait_and_take(run, deadline);
	}
	if (overdue)
		settle(run, true);
	take_last_stock(run);
	if (!run->failed)
		run_close_record(run, overdue ? END_TIMEOUT : END_DONE);
}

/* The keeper is dead, and with it every process of its namespace: what is left are sockets. */
static void clear_up_after_keeper(struct run *run)
{
	waitpid(run->keeper, NULL, 0);
	for_each_end(e)
		if (run->diag[e].fd >= 0)
			sockdiag_destroy_all(&run->diag[e]);
}

static void close_all(struct run *run)
{
	for (enum role r = 0; r < ROLES; r++)
		close_fd(&run->channel[r].fd);
	for_each_end(e)
		sockdiag_close(&run->diag[e]);
	close_fd(&run->timer.fd);
}

/* Tell the keeper to clear up and wait for its word; its own end is not waited for. */
static void tear_down(struct run *run)
{
	struct monotime deadline = monotime_add(monotime_now(), ANSWER_LIMIT);

	if (run->channel[ROLE_KEEPER].fd >= 0)
		shutdown(run->channel[ROLE_KEEPER].fd, SHUT_WR);
	while (!run->down && run->channel[ROLE_KEEPER].fd >= 0)
		if (wait_and_take(run, deadline))
			break;
	if (!run->down) {
		/* Once its channel has ended it is dead, and its number may be another's. */
		if (run->channel[ROLE_KEEPER].fd >= 0)
			kill(run->keeper, SIGKILL);
		clear_up_after_keeper(run);
	}
	close_all(run);
}

/* ---- the run ------------------------------------------------------------------------------- */

static void begin_header(struct run *run)
{
	struct run_header *h = &run->tl->header;
	struct utsname uts;

	uname(&uts);
	h->kernel = xstrndup(uts.release, sizeof(uts.release));
	h->ip_version = run->req->ip_version;
	h->seed = run->req->seed;
	h->realtime_offset = realtime_offset();
	for (size_t i = 0; i < run->req->sc->n_faults; i++)
		if (run->req->sc->faults[i].disabled)
			*ARRAY_ADD(h->without_faults, h->n_without_faults) =
				xasprintf("%s", run->req->sc->faults[i].name);
}

int supervisor_run(const struct run_request *req, struct timeline *tl, struct refusal *why)
{
	struct run *run = xalloc(1, sizeof(*run));
	int ret, err;

	run->req = req;
	run->tl = tl;
	run->why = why;
	for_each_end(e)
		run->diag[e].fd = -1;
	for (enum role r = 0; r < ROLES; r++)
		run->channel[r].fd = -1;
	begin_header(run);
	run->now = transitions_new();
	for (size_t i = 0; i < req->sc->n_faults; i++)
		run->holds_until_state |= req->sc->faults[i].match.release.kind == RELEASE_STATE;
	run->fired = xalloc(req->sc->n_faults, sizeof(*run->fired));
	err = timer_open(&run->timer);
	if (err < 0)
		refuse(why, err, NULL, "create a timer");
	if (err < 0 || start_keeper(run) < 0) {
		run->failed = run->cannot = true;
		close_all(run);
	} else {
		enter_phase(run, PHASE_SET_UP);
		await_ready(run);
		if (!run->failed) {
			enter_phase(run, PHASE_READY);
			run->origin = monotime_now();
			/* The probe goes by the monotonic clock, the timeline by its origin. */
			tl->header.realtime_offset += run->origin.ns;
			enter_phase(run, PHASE_RUNNING);
			run_scripts(run);
		}
		if (!req->leave_lab) {
			enter_phase(run, PHASE_TEAR_DOWN);
			tear_down(run);
		}
	}
	ret = !run->failed ? EXIT_PASS : run->cannot ? EXIT_CANNOT : EXIT_BUG;
	transitions_free(run->now);
	mail_free(run);
	kept_free(run);
	free(run->fired);
	free(run);
	return ret;
}
