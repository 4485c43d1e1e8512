/* SPDX-License-Identifier: MIT */
#include "virtual/guest.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <time.h>
#include <unistd.h>

#include "base/util.h"
#include "roles/supervisor.h"
#include "virtual/exchange.h"

/* User Mode Linux appends this to the first process's arguments. */
#define APPENDED_ARGUMENT "console=tty0"

static bool mount_places(void)
{
	return mount("proc", "/proc", "proc", 0, NULL) == 0 &&
	       /* the kernel's working directory, by the host's name for it */
	       mount("none", EXCHANGE_GUEST, "hostfs", 0, "/proc/self/cwd") == 0;
}

/* Standard output and error go to the exchange; nobody reads a console. */
static void redirect_output(void)
{
	int fd = open(EXCHANGE_GUEST "/" EXCHANGE_MESSAGES, O_WRONLY | O_CREAT | O_APPEND, 0600);

	if (fd < 0)
		return;
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	close(fd);
}

static void write_refused(int code, const struct refusal *why)
{
	struct exchange_refused refused = {.code = code, .why = *why};
	FILE *out = fopen(EXCHANGE_GUEST "/" EXCHANGE_REFUSED, "w");

	if (!out)
		return;
	fwrite(&refused, sizeof(refused), 1, out);
	fclose(out);
}

/* Return: 0 or a negative error code */
static int write_timeline(const struct timeline *tl)
{
	FILE *out = fopen(EXCHANGE_GUEST "/" EXCHANGE_PARTIAL, "w");
	int err;

	if (!out)
		return -errno;
	err = exchange_write_timeline(tl, out) ? 0 : -EIO;
	if (fclose(out) && !err)
		err = -errno;
	if (!err &&
	    rename(EXCHANGE_GUEST "/" EXCHANGE_PARTIAL, EXCHANGE_GUEST "/" EXCHANGE_TIMELINE))
		err = -errno;
	return err;
}

static void make_run(unsigned int ip_version, uint64_t seed, char **faults, int n_faults)
{
	struct run_request req = {.ip_version = ip_version, .seed = seed, .leave_lab = true};
	struct scenario sc = {0};
	struct timeline tl = {0};
	struct refusal why = {0};
	int code;

	if (!scenario_load(&sc, EXCHANGE_GUEST "/" EXCHANGE_SCENARIO, stderr))
		return; /* the host has read it: it can't happen, and would show in messages */
	if (!exchange_take_files(&sc))
		return;
	for (int i = 0; i < n_faults; i++)
		scenario_without_fault(&sc, faults[i]);
	if (!sc.timeout_given)
		sc.timeout = DEFAULT_TIMEOUT_VIRTUAL;
	req.sc = &sc;
	req.outputs = open(EXCHANGE_GUEST, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	code = supervisor_run(&req, &tl, &why);
	if (code == EXIT_PASS) {
		int err = write_timeline(&tl);

		if (err < 0) {
			refuse(&why, err, "see that there is room where TMPDIR is",
			       "hand the timeline out of the virtual-time kernel");
			code = EXIT_BUG;
		}
	}
	if (code != EXIT_PASS)
		write_refused(code, &why);
	timeline_free(&tl);
	scenario_free(&sc);
}

void guest_main(int argc, char **argv)
{
	/* The kernel switches to high resolution timers at its first tick, 1 s late: let it pass. */
	const struct timespec first_tick = {.tv_sec = 1};

	if (getpid() != 1)
		return;
	if (argc && !strcmp(argv[argc - 1], APPENDED_ARGUMENT))
		argc--;
	if (mount_places() && argc >= 3) {
		redirect_output();
		nanosleep(&first_tick, NULL);
		make_run(strtoul(argv[1], NULL, 10), strtoull(argv[2], NULL, 10), argv + 3,
			 argc - 3);
		fflush(NULL);
	}
	reboot(RB_POWER_OFF);
}
