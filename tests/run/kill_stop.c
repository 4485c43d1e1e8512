/* SPDX-License-Identifier: MIT */
/*
 * Bringing a run to a moment and stopping it there: by the supervisor's own hooks for phases and
 * events; by ptrace, which sees processes fork and make system calls, in the middle of set-up and
 * tear-down; for the whole program, by its output.
 */
#include "kill.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/util.h"

/* How long a run may take to come to its moment. */
#define PATIENCE_MS 20000

#define NOBODY 65534

#define SERVER_SCRIPT "server {\n listen 8080\n accept\n recv until eof\n}\n"

static const char held_scenario[] =
	"scenario \"held\" {\n}\n" SERVER_SCRIPT "client {\n connect\n send 1\n recv 1\n}\n"
	"fault keep-waiting {\n delay 10s data from client\n}\n"
	"expect {\n connect ok\n}\n";

static const char orphan_scenario[] =
	"scenario \"orphan\" {\n}\n" SERVER_SCRIPT
	"client {\n connect\n close\n wait until server CLOSED within 20s\n}\n"
	"fault lose-fin {\n drop fin from client\n}\n";

static const char ending_scenario[] =
	"scenario \"ending\" {\n}\n" SERVER_SCRIPT "client {\n connect\n close\n}\n"
	"fault lose-fin {\n drop fin from client\n}\n";

static const char *const scenario_texts[] = {
	[MOMENT_SET_UP] = held_scenario,     [MOMENT_READY] = held_scenario,
	[MOMENT_RUNNING] = held_scenario,    [MOMENT_HELD] = held_scenario,
	[MOMENT_ORPHAN] = orphan_scenario,   [MOMENT_TEAR_DOWN] = ending_scenario,
	[MOMENT_CLEARING] = ending_scenario, [MOMENT_OUTPUT] = held_scenario,
};

static_assert(ARRAY_SIZE(scenario_texts) == MOMENTS, "every moment has a scenario");

/* ---- by the supervisor's hooks ------------------------------------------------------------- */

struct watch {
	enum moment moment;
	int channel;
	pid_t pids[ROLES];
	bool fin_lost;
	bool closed;
};

/* Tell the test who there is, and wait until it lets go. */
static void stop_here(int channel, const pid_t pids[ROLES])
{
	char word;

	must(write(channel, pids, ROLES * sizeof(*pids)), "report a moment");
	must(read(channel, &word, 1), "wait for the test");
}

static void on_phase(void *arg, enum phase phase, const pid_t pids[ROLES])
{
	struct watch *watch = arg;

	memcpy(watch->pids, pids, sizeof(watch->pids));
	if ((phase == PHASE_READY && watch->moment == MOMENT_READY) ||
	    (phase == PHASE_RUNNING && watch->moment == MOMENT_RUNNING) ||
	    (phase == PHASE_TEAR_DOWN && watch->moment == MOMENT_TEAR_DOWN))
		stop_here(watch->channel, watch->pids);
}

static void on_event(void *arg, const struct event *ev, size_t record)
{
	struct watch *watch = arg;
	bool held = ev->kind == EVENT_SEGMENT && ev->segment.verdict.kind == VERDICT_HOLD;

	(void)record;
	if (ev->kind == EVENT_SEGMENT && ev->segment.verdict.kind == VERDICT_DROP)
		watch->fin_lost = true;
	if (ev->kind == EVENT_RETURN && ev->call.step == STEP_CLOSE)
		watch->closed = true;
	if ((watch->moment == MOMENT_HELD && held) ||
	    (watch->moment == MOMENT_ORPHAN && watch->fin_lost && watch->closed)) {
		stop_here(watch->channel, watch->pids);
		watch->moment = MOMENTS;
	}
}

static void become_nobody(void)
{
	must(setresgid(NOBODY, NOBODY, NOBODY), "change the group");
	must(setresuid(NOBODY, NOBODY, NOBODY), "change the user");
	must(prctl(PR_SET_DUMPABLE, 1), "own /proc/self again");
	must(prctl(PR_SET_PDEATHSIG, SIGKILL), "die with the test again");
}

static _Noreturn void supervise(const struct kill_case *c, int channel)
{
	struct watch watch = {.moment = c->moment, .channel = channel};
	struct diags diags = {0};
	struct timeline tl = {0};
	struct refusal why = {0};
	struct source source;
	struct scenario sc;
	int code;
	struct run_request req = {.sc = &sc,
				  .ip_version = c->rootless ? 6 : 4,
				  .on_event = on_event,
				  .on_phase = on_phase,
				  .arg = &watch};

	source_from_text(&source, "kill", scenario_texts[c->moment]);
	if (!scenario_from_source(&sc, &source, &diags))
		diags_print(&diags, stderr);
	signal(SIGCHLD, SIG_IGN); /* as `tcplab run` does */
	code = supervisor_run(&req, &tl, &why);
	if (code == EXIT_CANNOT)
		refusal_print(&why, stderr);
	_exit(code);
}

/* ---- by ptrace ----------------------------------------------------------------------------- */

struct tracer {
	const struct kill_case *c;
	pid_t supervisor;
	pid_t pids[ROLES];
	enum role next;	  /* to be forked */
	pid_t early;	  /* stopped at its birth before its parent told of it */
	unsigned int way; /* how much of the keeper's way it has gone */
};

/* End a process, ask for a dump of the sockets that it left, read some, begin to destroy them. */
static const unsigned long keepers_way[] = {SYS_kill, SYS_sendto, SYS_recvfrom, SYS_sendto};

/* Let a traced process go on, with the signal that it stopped for if it did for one. */
static void resume(const struct tracer *t, pid_t pid, int status)
{
	bool watched = t->c->moment == MOMENT_CLEARING && pid == t->pids[ROLE_KEEPER];
	bool by_signal = status >> 16 == 0 && WSTOPSIG(status) != (SIGTRAP | 0x80);

	ptrace(watched ? PTRACE_SYSCALL : PTRACE_CONT, pid, NULL, by_signal ? WSTOPSIG(status) : 0);
}

/* Learn whom a process has just forked, and let that one go on unless the run is to stop here. */
static bool see_birth(struct tracer *t, pid_t parent)
{
	bool here = t->c->moment == MOMENT_SET_UP && t->next == t->c->newborn;
	unsigned long child;
	int status;

	must(ptrace(PTRACE_GETEVENTMSG, parent, NULL, &child), "learn a child's id");
	if ((pid_t)child != t->early)
		must(waitpid(child, &status, __WALL), "see a child stop");
	t->pids[t->next++] = child;
	if (!here)
		resume(t, child, PTRACE_EVENT_STOP << 16);
	return here;
}

/* Whether the keeper, at a system call, has gone all of its way. */
static bool see_system_call(struct tracer *t, pid_t pid)
{
	struct __ptrace_syscall_info info;

	must(ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info), "see a system call");
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY && info.entry.nr == keepers_way[t->way])
		t->way++;
	return t->way == ARRAY_SIZE(keepers_way);
}

static bool is_known(const struct tracer *t, pid_t pid)
{
	for (enum role r = 0; r < ROLES; r++)
		if (t->pids[r] == pid)
			return true;
	return pid == t->supervisor;
}

/*
 * Trace the supervisor and all that descend from it to the case's moment, and stop there. The end
 * of the tracer sets all of them free.
 */
static _Noreturn void trace(const struct kill_case *c, pid_t supervisor, int channel, int gate)
{
	struct tracer t = {.c = c, .supervisor = supervisor};
	bool here = false;
	int status;

	must(ptrace(PTRACE_SEIZE, supervisor, NULL, PTRACE_O_TRACEFORK | PTRACE_O_TRACESYSGOOD),
	     "trace the supervisor");
	close(gate);
	while (!here) {
		pid_t pid = must(waitpid(-1, &status, __WALL), "trace a run to its moment");

		if (!is_known(&t, pid)) {
			t.early = pid; /* its parent's stop, which tells who it is, comes next */
			continue;
		}
		if (!WIFSTOPPED(status))
			continue;
		if (status >> 16 == PTRACE_EVENT_FORK)
			here = see_birth(&t, pid);
		else if (WSTOPSIG(status) == (SIGTRAP | 0x80))
			here = see_system_call(&t, pid);
		if (!here)
			resume(&t, pid, status);
	}
	stop_here(channel, t.pids);
	_exit(0);
}

/* ---- by the program's output --------------------------------------------------------------- */

/* The children of a process, at most @max, in the order in which they were forked. */
static int children_of(pid_t parent, pid_t *children, int max)
{
	char path[64];
	FILE *f;
	int n = 0;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", parent, parent);
	f = fopen(path, "re");
	if (!f)
		skip("this kernel does not list a process's children (CONFIG_PROC_CHILDREN)");
	while (n < max && fscanf(f, "%d", &children[n]) == 1)
		n++;
	fclose(f);
	return n;
}

static _Noreturn void exec_tcplab(int tcplab, int output)
{
	char *argv[] = {"tcplab", "run", "-4", "--ascii", "-o", "out", "-", NULL};
	int script = memfd_create("scenario", MFD_CLOEXEC);

	must(write(script, held_scenario, strlen(held_scenario)), "write the scenario");
	must(lseek(script, 0, SEEK_SET), "rewind the scenario");
	must(dup2(script, STDIN_FILENO), "give the scenario");
	must(dup2(output, STDOUT_FILENO), "take the output");
	must(dup2(output, STDERR_FILENO), "take the errors");
	fexecve(tcplab, argv, environ);
	give_up("start tcplab");
}

/* Read what tcplab draws until a segment is held; then learn who there is. */
static void await_drawing(struct doomed *d)
{
	char drawn[16384] = "";
	size_t n = 0;

	while (!strstr(drawn, "~ ")) {
		struct pollfd pfd = {.fd = d->channel, .events = POLLIN};
		ssize_t got;

		if (poll(&pfd, 1, PATIENCE_MS) <= 0)
			give_up("wait for a drawing of a held segment");
		got = must(read(d->channel, drawn + n, sizeof(drawn) - 1 - n), "read the drawing");
		if (got == 0) {
			fputs(drawn, stderr);
			give_up("tcplab has ended early");
		}
		n += got;
		drawn[n] = '\0';
	}
	if (children_of(d->supervisor, &d->pids[ROLE_KEEPER], 1) != 1 ||
	    children_of(d->pids[ROLE_KEEPER], &d->pids[ROLE_KEEPER + 1], ROLES - 1) != ROLES - 1)
		give_up("find the processes of tcplab");
}

/* ---- starting a run ------------------------------------------------------------------------ */

/* A child that dies with the test. */
static pid_t fork_tied(void)
{
	pid_t parent = getpid(), pid = must(fork(), "fork");

	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(1);
	}
	return pid;
}

static void receive_report(struct doomed *d)
{
	struct pollfd pfd = {.fd = d->channel, .events = POLLIN};
	ssize_t n;
	int status;

	if (poll(&pfd, 1, PATIENCE_MS) <= 0)
		give_up("wait for a run's moment");
	n = must(read(d->channel, d->pids, sizeof(d->pids)), "learn of a run's moment");
	if (n == sizeof(d->pids))
		return;
	must(waitpid(d->supervisor, &status, 0), "reap the supervisor");
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_CANNOT)
		skip("no lab can stand on this machine; `tcplab doctor` says why");
	errno = EPROTO;
	give_up("see a run come to its moment");
}

/* The child that becomes the supervisor, once the gate is open. */
static _Noreturn void be_doomed(const struct kill_case *c, int gate, int channel, int tcplab)
{
	char word;

	must(read(gate, &word, 1), "wait at the gate");
	if (c->rootless)
		become_nobody();
	if (c->moment == MOMENT_OUTPUT)
		exec_tcplab(tcplab, channel);
	supervise(c, channel);
}

void doomed_start(struct doomed *d, const struct kill_case *c, int tcplab)
{
	int channel[2], gate[2];

	*d = (struct doomed){.c = c};
	must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channel), "make a channel");
	must(pipe2(gate, O_CLOEXEC), "make a gate");
	d->supervisor = fork_tied();
	if (d->supervisor == 0) {
		close(channel[0]);
		close(gate[1]);
		be_doomed(c, gate[0], channel[1], tcplab);
	}
	if ((c->moment == MOMENT_SET_UP || c->moment == MOMENT_CLEARING) && fork_tied() == 0) {
		close(channel[0]);
		trace(c, d->supervisor, channel[1], gate[1]);
	}
	close(gate[0]);
	close(gate[1]);
	close(channel[1]);
	d->channel = channel[0];
	if (c->moment == MOMENT_OUTPUT)
		await_drawing(d);
	else
		receive_report(d);
}
