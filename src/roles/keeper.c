/* SPDX-License-Identifier: MIT */
/*
 * The keeper: first process of the lab's pid namespace. It builds the lab, starts the roles as its
 * children, tells the supervisor when one dies, and clears up when the supervisor is gone or says so.
 *
 * Whatever is killed, nothing stays: if a role dies, the supervisor ends the run; if the supervisor
 * dies, the keeper sees EOF; if the keeper dies, the kernel kills every process of the namespace and
 * the supervisor, which holds a sock_diag socket of each end, destroys the ends' sockets. They must be
 * destroyed: an orphan in FIN-WAIT-1 would keep its network namespace for minutes.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/util.h"
#include "kernel/sockdiag.h"
#include "roles/role.h"

struct keeper {
	struct role_args *args;
	int *role_fds;	   /* the roles' ends of their channels */
	pid_t pids[ROLES]; /* in this pid namespace; 0 when not running */
	struct sockdiag diag[ENDS];
	int sigfd;
};

static int open_diag(struct keeper *k, struct refusal *why)
{
	for_each_end(e) {
		int err = lab_watch(k->args->lab, e, k->args->ip_version, &k->diag[e], why);

		if (err < 0)
			return err;
	}
	return lab_enter(k->args->lab, PLACE_WIRE, why);
}

/* Tell the supervisor what stands, and hand it the means to clear up after us. */
static void report_lab(struct keeper *k)
{
	struct lab *lab = k->args->lab;
	struct message msg = {.kind = MSG_LAB, .target = lab->target};
	int fds[CHANNEL_FDS] = {k->diag[CLIENT].fd, k->diag[SERVER].fd};

	for (size_t i = 0; i < lab->n_sysctls; i++) {
		struct message s = {.kind = MSG_SYSCTL, .sysctl = lab->sysctls[i]};

		channel_put(k->args->channel, &s);
	}
	channel_send_fds(k->args->channel, &msg, fds);
}

/* In a new role: keep the standard streams, the lab and the role's own channel, nothing else. */
static void begin_role(struct keeper *k, enum role role)
{
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NAME, role_name(role));
	if (role == ROLE_CLIENT || role == ROLE_SERVER)
		setpgid(0, 0); /* programs of exec are of the end's group */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (enum role r = 0; r < ROLES; r++)
		if (r != role)
			close_fd(&k->role_fds[r]);
	for_each_end(e)
		sockdiag_close(&k->diag[e]);
	close_fd(&k->sigfd);
	k->args->channel->fd = k->role_fds[role];
	k->args->channel->n = 0;
}

static _Noreturn void run_role(const struct role_args *args, enum role role)
{
	switch (role) {
	case ROLE_INJECTOR:
		injector_main(args);
	case ROLE_PROBE:
		probe_main(args);
	case ROLE_CLIENT:
		endpoint_main(args, CLIENT);
	case ROLE_SERVER:
		endpoint_main(args, SERVER);
	case ROLE_KEEPER:
		break;
	}
	_exit(EXIT_BUG);
}

static int start_roles(struct keeper *k, struct refusal *why)
{
	for (enum role r = ROLE_INJECTOR; r < ROLES; r++) {
		pid_t pid = fork();

		if (pid < 0)
			return refuse(why, errno, NULL, "start the %s", role_name(r));
		if (pid == 0) {
			begin_role(k, r);
			run_role(k->args, r);
		}
		k->pids[r] = pid;
	}
	for (enum role r = ROLE_INJECTOR; r < ROLES; r++)
		close_fd(&k->role_fds[r]);
	return 0;
}

/* Reap what has died and tell the supervisor. */
static void reap(struct keeper *k)
{
	pid_t pid;
	int status;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (enum role r = ROLE_INJECTOR; r < ROLES; r++)
			if (k->pids[r] == pid) {
				struct message msg = {.kind = MSG_DIED,
						      .died = {.role = r, .status = status}};

				k->pids[r] = 0;
				channel_put(k->args->channel, &msg);
			}
	channel_flush(k->args->channel);
}

static void end_role(struct keeper *k, enum role r)
{
	if (k->pids[r] <= 0)
		return;
	kill(k->pids[r], SIGKILL);
	if (r == ROLE_CLIENT || r == ROLE_SERVER)
		kill(-k->pids[r], SIGKILL); /* and its programs */
	while (waitpid(k->pids[r], NULL, 0) < 0 && errno == EINTR)
		;
	k->pids[r] = 0;
}

static void destroy_sockets(struct keeper *k)
{
	for_each_end(e)
		if (k->diag[e].fd >= 0)
			sockdiag_destroy_all(&k->diag[e]);
}

/*
 * The ends go first and their sockets with them; then the supervisor is told. Only then the others:
 * the probe's packet sockets take the kernel tens of milliseconds to close, and nobody waits for that.
 */
static _Noreturn void tear_down(struct keeper *k)
{
	struct message msg = {.kind = MSG_DOWN};

	end_role(k, ROLE_CLIENT);
	end_role(k, ROLE_SERVER);
	destroy_sockets(k);
	channel_put(k->args->channel, &msg);
	channel_flush(k->args->channel);
	kill(-1, SIGKILL);
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		;
	destroy_sockets(k); /* of programs that had left their end's process group */
	_exit(0);
}

/*
 * Freeze, thaw or kill an end's processes, and see that it has happened: a process that was sent
 * SIGSTOP runs on until it notices.
 */
static void signal_end(struct keeper *k, const struct message *msg)
{
	pid_t pid = k->pids[endpoint_of(msg->signal.end)];
	int until = WEXITED | (msg->signal.signal == SIGSTOP ? WSTOPPED : 0);
	struct message done = *msg;
	siginfo_t info;

	done.kind = MSG_SIGNALLED;
	if (pid <= 0 || kill(-pid, msg->signal.signal) < 0)
		done.signal.error = pid <= 0 ? ESRCH : errno;
	else if (msg->signal.signal != SIGCONT)
		while (waitid(P_PID, pid, &info, until | WNOWAIT) < 0 && errno == EINTR)
			;
	reap(k); /* its death is told before what brought it about */
	channel_put(k->args->channel, &done);
	channel_flush(k->args->channel);
}

/* Return: false when the supervisor is gone, or wants the keeper gone */
static bool obey(struct keeper *k)
{
	struct message msg;
	int ret = channel_get(k->args->channel, &msg, NULL);

	if (ret == 1 && msg.kind == MSG_SIGNAL)
		signal_end(k, &msg);
	return ret == 1 || ret == -EAGAIN;
}

static _Noreturn void keep(struct keeper *k)
{
	struct pollfd pfd[] = {{.fd = k->args->channel->fd, .events = POLLIN},
			       {.fd = k->sigfd, .events = POLLIN}};

	for (;;) {
		struct signalfd_siginfo info;

		if (poll(pfd, ARRAY_SIZE(pfd), -1) < 0 && errno != EINTR)
			tear_down(k);
		if (pfd[1].revents && read(k->sigfd, &info, sizeof(info)) > 0)
			reap(k);
		if (pfd[0].revents && !obey(k))
			tear_down(k);
	}
}

/* Keep the channels, and the directory for what programs say if there is one. */
static void keep_open(const int fds[ROLES], int outputs)
{
	int keep[ROLES + 1];

	memcpy(keep, fds, ROLES * sizeof(*fds));
	keep[ROLES] = outputs;
	role_close_others(keep, ROLES + (outputs > 0));
}

_Noreturn void keeper_main(struct role_args *args, int fds[ROLES], const struct identity *map_as)
{
	struct keeper k = {.args = args, .role_fds = fds, .diag = {{.fd = -1}, {.fd = -1}}};
	struct refusal why = {0};
	sigset_t child;

	prctl(PR_SET_NAME, role_name(ROLE_KEEPER));
	signal(SIGCHLD, SIG_DFL); /* the command line lets its children be reaped unseen */
	fds[ROLE_KEEPER] = args->channel->fd;
	keep_open(fds, args->outputs);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
	k.sigfd = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
	if (map_as)
		userns_map(map_as, &why);
	if (!why.error)
		lab_up(args->lab, args->sc, &why);
	if (!why.error)
		open_diag(&k, &why);
	if (why.error)
		role_refused(args->channel, &why);
	report_lab(&k);
	if (start_roles(&k, &why) < 0) {
		struct message msg = {.kind = MSG_REFUSED, .refused = why};

		channel_put(args->channel, &msg);
		channel_flush(args->channel);
		tear_down(&k);
	}
	role_ready(args->channel);
	keep(&k);
}
