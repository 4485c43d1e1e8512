/* SPDX-License-Identifier: MIT */
#include "virtual/host.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/util.h"
#include "virtual/boot.h"
#include "virtual/exchange.h"
#include "virtual/warden.h"

/* How much of a dead kernel's console is shown. */
#define LAST_WORDS 1500

struct virtual_run {
	int channel; /* to the warden */
};

struct virtual_run *virtual_start(const struct run_request *req, const char *kernel,
				  struct refusal *why)
{
	struct virtual_run *run;
	int fds[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0) {
		refuse(why, errno, NULL, "create a channel to a virtual-time kernel");
		return NULL;
	}
	pid = fork();
	if (pid == 0) {
		close(fds[0]);
		warden_main(fds[1], req, kernel);
	}
	close(fds[1]);
	if (pid < 0) {
		refuse(why, errno, NULL, "start a virtual-time kernel's warden");
		close(fds[0]);
		return NULL;
	}
	run = xalloc(1, sizeof(*run));
	run->channel = fds[0];
	return run;
}

static FILE *open_exchanged(const struct warden_report *report, const char *name)
{
	char *path = xasprintf("%s/%s", report->exchange, name);
	FILE *in = fopen(path, "re");

	free(path);
	return in;
}

/* Print the end of a file of the exchange, if there is anything in it. */
static void print_last_words(const struct warden_report *report, const char *name, FILE *err)
{
	FILE *in = open_exchanged(report, name);
	char text[LAST_WORDS + 1];
	size_t n;

	if (!in)
		return;
	if (fseek(in, -LAST_WORDS, SEEK_END) < 0)
		rewind(in);
	n = fread(text, 1, LAST_WORDS, in);
	fclose(in);
	text[n] = '\0';
	if (n)
		fprintf(err, "%s of the virtual-time kernel ends with:\n%s%s", name, text,
			text[n - 1] == '\n' ? "" : "\n");
}

static bool read_timeline(const struct warden_report *report, struct timeline *tl)
{
	FILE *in = open_exchanged(report, EXCHANGE_TIMELINE);
	bool ok;

	if (!in)
		return false;
	ok = exchange_take_timeline(tl, in);
	fclose(in);
	return ok;
}

/* The guest's own refusal, if it left one. Return: its exit code, or EXIT_PASS */
static int read_refused(const struct warden_report *report, struct refusal *why)
{
	FILE *in = open_exchanged(report, EXCHANGE_REFUSED);
	struct exchange_refused refused;
	int code = EXIT_PASS;

	if (!in)
		return EXIT_PASS;
	if (fread(&refused, sizeof(refused), 1, in) == 1) {
		*why = refused.why;
		code = refused.code;
	}
	fclose(in);
	return code;
}

/* The kernel has ended without leaving anything: say what is known. */
static int explain_death(const struct warden_report *report, struct refusal *why, FILE *err)
{
	print_last_words(report, EXCHANGE_CONSOLE, err);
	print_last_words(report, EXCHANGE_MESSAGES, err);
	if (report->overdue)
		refuse(why, ETIMEDOUT, NULL,
		       "finish the run: the virtual-time kernel had not ended after %d s by the "
		       "wall "
		       "clock, and was killed",
		       (int)(WARDEN_LIMIT / NSEC_PER_SEC));
	else if (WIFEXITED(report->status) && WEXITSTATUS(report->status) == BOOT_FAILED)
		return refuse(why, ENOEXEC,
			      "`make virtual-kernel-clean virtual-kernel` builds the kernels anew",
			      "execute the virtual-time kernel"),
		       EXIT_CANNOT;
	else if (WIFSIGNALED(report->status))
		refuse(why, EOWNERDEAD, NULL,
		       "finish the run: the virtual-time kernel was killed by signal %d",
		       WTERMSIG(report->status));
	else
		refuse(why, EOWNERDEAD, NULL,
		       "finish the run: the virtual-time kernel ended with status %d and left no "
		       "timeline",
		       WEXITSTATUS(report->status));
	return EXIT_BUG;
}

static int take_results(const struct warden_report *report, struct timeline *tl,
			struct refusal *why, FILE *err)
{
	int code;

	if (report->why.error) {
		*why = report->why;
		return EXIT_CANNOT;
	}
	if (read_timeline(report, tl))
		return EXIT_PASS;
	code = read_refused(report, why);
	return code ? code : explain_death(report, why, err);
}

static int take_outputs(const struct warden_report *report, int outputs, struct refusal *why)
{
	int err = exchange_take_outputs(report->exchange, outputs);

	if (!err)
		return EXIT_PASS;
	refuse(why, err, NULL, "keep what the scenario's programs have said");
	return EXIT_CANNOT;
}

int virtual_finish(struct virtual_run *run, struct timeline *tl, int outputs, struct refusal *why,
		   FILE *err)
{
	struct warden_report *report = xalloc(1, sizeof(*report));
	int code = EXIT_BUG;
	ssize_t n;

	do {
		n = recv(run->channel, report, sizeof(*report), 0);
	} while ((n < 0 && errno == EINTR) || (n == (ssize_t)sizeof(*report) && !report->ended));
	if (n == (ssize_t)sizeof(*report)) {
		code = take_results(report, tl, why, err);
		if (code == EXIT_PASS && outputs > 0)
			code = take_outputs(report, outputs, why);
	} else {
		refuse(why, n < 0 ? errno : EOWNERDEAD, NULL,
		       "finish the run: the virtual-time kernel's warden has died");
		exchange_remove(report->exchange);
	}
	close(run->channel);
	free(report);
	free(run);
	return code;
}
