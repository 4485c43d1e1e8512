/* SPDX-License-Identifier: MIT */
#include "virtual/boot.h"

#include <fcntl.h>
#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/util.h"
#include "virtual/exchange.h"
#include "virtual/guest.h"

/* The kernel's command line is mixed into its random pool: nothing in it may differ between runs
 * that shall be the same, which is why the exchange is named by what the kernel itself sees. */
static char **kernel_arguments(const struct run_request *req, const char *init)
{
	static const char *const fixed[] = {"linux",
					    "mem=64M",
					    "uml_dir=./",
					    "umid=m",
					    "root=none",
					    "rootfstype=hostfs",
					    "rootflags=/",
					    "ro",
					    "quiet",
					    "time-travel=inf-cpu",
					    "time-travel-start=1700000000000000000",
					    "con=null",
					    "con0=null,fd:1",
					    "panic=-1"};
	char **args = NULL;
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(fixed); i++)
		*ARRAY_ADD(args, n) = xasprintf("%s", fixed[i]);
	*ARRAY_ADD(args, n) = xasprintf("init=%s", init);
	*ARRAY_ADD(args, n) = xasprintf("--");
	*ARRAY_ADD(args, n) = xasprintf("%s", GUEST_COMMAND);
	*ARRAY_ADD(args, n) = xasprintf("%u", req->ip_version);
	*ARRAY_ADD(args, n) = xasprintf("%" PRIu64, req->seed);
	for (size_t i = 0; i < req->sc->n_faults; i++)
		if (req->sc->faults[i].disabled)
			*ARRAY_ADD(args, n) = xasprintf("%s", req->sc->faults[i].name);
	(void)ARRAY_ADD(args, n); /* the NULL at the end */
	return args;
}

/*
 * The kernel and the processes inside it, which it traces, take turns; only ever one of them can run.
 * On one CPU that costs a quarter of what it costs when each is woken up on another. The CPU is the
 * one that the host's scheduler has found for this process when it was forked.
 */
static void stay_on_one_cpu(void)
{
	cpu_set_t here;

	CPU_ZERO(&here);
	CPU_SET(sched_getcpu(), &here);
	sched_setaffinity(0, sizeof(here), &here);
}

_Noreturn void boot_kernel(const struct run_request *req, const char *kernel, const char *exchange,
			   const char *init)
{
	char *seed = xasprintf("TCPLAB_SEED=%" PRIu64, req->seed);
	char *environment[] = {seed, "PATH=/usr/bin:/bin", "HOME=/", NULL};
	char **args = kernel_arguments(req, init);
	int null = open("/dev/null", O_RDONLY), console;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	personality(ADDR_NO_RANDOMIZE);
	stay_on_one_cpu();
	if (chdir(exchange) < 0)
		_exit(BOOT_FAILED);
	console = open(EXCHANGE_CONSOLE, O_WRONLY | O_CREAT | O_APPEND, 0600);
	dup2(null, STDIN_FILENO);
	dup2(console, STDOUT_FILENO);
	dup2(console, STDERR_FILENO);
	close_range(STDERR_FILENO + 1, ~0U, 0);
	execve(kernel, args, environment);
	_exit(BOOT_FAILED);
}
