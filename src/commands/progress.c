/* SPDX-License-Identifier: MIT */
#include "commands/progress.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/translate.h"
#include "base/util.h"
#include "commands/style.h"
#include "report/canvas.h"

#define LINE_TEXT 256

/* A terminal that is stopped takes nothing, and whoever wrote to it would wait. */
static bool can_write(void)
{
	struct pollfd pfd = {.fd = STDERR_FILENO, .events = POLLOUT};

	return poll(&pfd, 1, 0) == 1 && pfd.revents & POLLOUT;
}

/* Whose line it is: not that of the processes that it has started since. */
static pid_t owner;

/* The line that is being drawn goes, and then the program, as the signal would have it. */
static void erase_and_die(int sig)
{
	if (getpid() == owner && can_write() &&
	    write(STDERR_FILENO, ERASE_LINE, strlen(ERASE_LINE)) < 0)
		_exit(128 + sig);
	raise(sig);
}

static void erase_when_killed(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
	const struct sigaction action = {.sa_handler = erase_and_die, .sa_flags = SA_RESETHAND};
	struct sigaction old;

	owner = getpid();
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++)
		if (!sigaction(signals[i], NULL, &old) && old.sa_handler == SIG_DFL)
			sigaction(signals[i], &action, NULL);
}

void progress_begin(struct progress *progress, size_t total, bool quiet)
{
	if (style_can_redraw(STDERR_FILENO))
		erase_when_killed();
	*progress = (struct progress){
		.total = total,
		.wanted = !quiet && style_can_redraw(STDERR_FILENO),
		.width = style_columns(STDERR_FILENO),
	};
}

/* "  12 of 128 runs made, 2 under way; 3 s of at most 30 s"; of a single run, the latter. */
static void make_line(const struct progress *progress, const struct progress_report *how,
		      char line[LINE_TEXT])
{
	char runs[LINE_TEXT / 2] = "", time[LINE_TEXT / 4] = "";

	if (progress->total > 1)
		/* TRANSLATORS: "12 of 128 runs made, 2 under way" */
		snprintf(runs, sizeof(runs), _("%zu of %zu runs made, %zu under way"), how->done,
			 progress->total, how->busy);
	if (how->since >= NSEC_PER_SEC)
		/* TRANSLATORS: "3 s of at most 30 s": how long a run takes already, and its timeout */
		snprintf(time, sizeof(time), _("%lld s of at most %lld s"),
			 (long long)(how->since / NSEC_PER_SEC),
			 (long long)(how->within / NSEC_PER_SEC));
	if (runs[0] || time[0])
		snprintf(line, LINE_TEXT, "  %s%s%s", runs,
			 runs[0] && time[0] ? C_("status", "; ") : "", time);
}

void progress_show(struct progress *progress, const struct progress_report *how)
{
	char line[LINE_TEXT] = "";

	if (!progress->wanted || !can_write())
		return;
	make_line(progress, how, line);
	if (!line[0])
		return;
	text_cut(line, progress->width - 1);
	fflush(stdout);
	fprintf(stderr, ERASE_LINE "%s", line);
	progress->shown = true;
}

void progress_hide(struct progress *progress)
{
	if (progress->shown)
		fputs(ERASE_LINE, stderr);
	progress->shown = false;
}
