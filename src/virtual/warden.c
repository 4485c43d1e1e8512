/* SPDX-License-Identifier: MIT */
#include "virtual/warden.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/util.h"
#include "virtual/boot.h"
#include "virtual/exchange.h"

/* How long the kernel may take to end after SIGTERM. */
#define TERM_LIMIT_MS 500

/* Keep nothing of tcplab's but the channel: other runs' ends would be kept open by it. */
static int keep_only(int channel)
{
	int fd = dup2(channel, STDERR_FILENO + 1);

	close_range(fd + 1, ~0U, 0);
	return fd;
}

/* ---- the exchange -------------------------------------------------------------------------- */

static int make_exchange(char path[PATH_MAX])
{
	const char *tmp = getenv("TMPDIR");

	if (snprintf(path, PATH_MAX, "%s/tcplab-XXXXXX", tmp && *tmp ? tmp : "/tmp") >= PATH_MAX)
		return -ENAMETOOLONG;
	return mkdtemp(path) ? 0 : -errno;
}

static int put_scenario(const char *exchange, const struct source *source)
{
	char *path = xasprintf("%s/%s", exchange, EXCHANGE_SCENARIO);
	FILE *out = fopen(path, "we");
	int err = out ? 0 : -errno;

	free(path);
	if (!out)
		return err;
	fwrite(source->text, 1, source->len, out);
	if (fclose(out) && !err)
		err = -errno;
	return err;
}

/* ---- the kernel ---------------------------------------------------------------------------- */

static pid_t start_kernel(const struct run_request *req, const char *kernel, const char *exchange,
			  struct refusal *why)
{
	char init[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", init, sizeof(init) - 1);
	pid_t pid;

	if (n < 0)
		return refuse(why, errno, NULL, "find tcplab's own file");
	init[n] = '\0';
	if (strpbrk(init, " \t\n\""))
		return refuse(why, EINVAL, "install tcplab where no name has a space in it",
			      "boot a kernel with %s as its first process", init);
	pid = fork();
	if (pid < 0)
		return refuse(why, errno, NULL, "start the virtual-time kernel");
	if (pid == 0)
		boot_kernel(req, kernel, exchange, init);
	setpgid(pid, pid);
	return pid;
}

/* End the kernel: SIGTERM, and what is left of its group by SIGKILL. */
static void end_kernel(pid_t pid, int pidfd)
{
	struct pollfd pfd = {.fd = pidfd, .events = POLLIN};

	kill(pid, SIGTERM);
	poll(&pfd, 1, TERM_LIMIT_MS);
	kill(-pid, SIGKILL);
}

/* Wait for the kernel's end. Return: false when tcplab is gone, and with it all interest */
static bool await_kernel(int channel, pid_t pid, struct warden_report *report)
{
	int pidfd = syscall(SYS_pidfd_open, pid, 0);
	struct pollfd pfd[] = {{.fd = pidfd, .events = POLLIN}, {.fd = channel, .events = POLLIN}};
	int n;

	do {
		n = poll(pfd, ARRAY_SIZE(pfd), WARDEN_LIMIT / NSEC_PER_MSEC);
	} while (n < 0 && errno == EINTR);
	report->overdue = n == 0;
	if (!pfd[0].revents)
		end_kernel(pid, pidfd);
	waitpid(pid, &report->status, 0);
	kill(-pid, SIGKILL); /* whatever its processes were at */
	close_fd(&pidfd);
	return n >= 0 && !pfd[1].revents;
}

static void await_end(int channel)
{
	char byte;

	while (read(channel, &byte, sizeof(byte)) < 0 && errno == EINTR)
		;
}

_Noreturn void warden_main(int channel, const struct run_request *req, const char *kernel)
{
	struct warden_report report = {0};
	bool wanted = true;
	pid_t pid = -1;
	int err;

	channel = keep_only(channel);
	setpgid(0, 0); /* the terminal's signals are tcplab's; its end is ours */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_DFL);
	err = make_exchange(report.exchange);
	send(channel, &report, sizeof(report), MSG_NOSIGNAL);
	if (!err)
		err = put_scenario(report.exchange, &req->sc->source);
	if (!err)
		err = exchange_put_files(report.exchange, req->sc);
	if (err < 0)
		refuse(&report.why, err, "set TMPDIR to a directory that can be written",
		       "prepare the exchange %s", report.exchange);
	else
		pid = start_kernel(req, kernel, report.exchange, &report.why);
	if (pid > 0)
		wanted = await_kernel(channel, pid, &report);
	report.ended = true;
	if (wanted && send(channel, &report, sizeof(report), MSG_NOSIGNAL) > 0)
		await_end(channel);
	exchange_remove(report.exchange);
	_exit(0);
}
