/* SPDX-License-Identifier: MIT */
#include "commands/beside.h"

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/util.h"
#include "commands/commands.h"
#include "virtual/exchange.h"

/* What became of the run, then, if that is EXIT_PASS, its timeline. */
_Noreturn static void make_beside(const struct run_request *req, int result, pid_t parent)
{
	struct exchange_refused end = {0};
	struct timeline tl = {0};
	FILE *out;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_BUG); /* it died before it was watched */
	end.code = supervisor_run(req, &tl, &end.why);
	out = fdopen(result, "w");
	if (!out || fwrite(&end, sizeof(end), 1, out) != 1 ||
	    (!end.code && !exchange_write_timeline(&tl, out)) || fclose(out))
		_exit(EXIT_BUG);
	_exit(EXIT_PASS);
}

bool beside_start(struct beside *beside, const struct run_request *req, struct refusal *why)
{
	pid_t parent = getpid();

	*beside = (struct beside){.ended = -1};
	beside->result = memfd_create("tcplab-run", MFD_CLOEXEC);
	if (beside->result >= 0)
		beside->pid = fork();
	if (beside->result < 0 || beside->pid < 0)
		goto refused;
	if (beside->pid == 0)
		make_beside(req, beside->result, parent);
	beside->ended = syscall(SYS_pidfd_open, beside->pid, 0);
	if (beside->ended >= 0)
		return true;
refused:
	refuse(why, errno, NULL, "start a process for the run");
	if (beside->pid > 0)
		kill(beside->pid, SIGKILL);
	close_fd(&beside->result);
	*beside = (struct beside){.ended = -1, .result = -1};
	return false;
}

int beside_finish(struct beside *beside, struct timeline *tl, struct refusal *why)
{
	struct exchange_refused end = {.code = EXIT_BUG};
	FILE *in = fdopen(beside->result, "r");
	bool whole;

	/* Where SIGCHLD is ignored this fails, but not before the process has ended. */
	while (waitpid(beside->pid, NULL, 0) < 0 && errno == EINTR)
		;
	close_fd(&beside->ended);
	whole = in && fseek(in, 0, SEEK_SET) == 0 && fread(&end, sizeof(end), 1, in) == 1 &&
		(end.code || exchange_take_timeline(tl, in));
	if (in)
		fclose(in);
	else
		close(beside->result);
	*beside = (struct beside){.ended = -1, .result = -1};
	if (whole) {
		*why = end.why;
		return end.code;
	}
	refuse(why, EOWNERDEAD, NULL, "finish the run: its process died");
	return EXIT_BUG;
}
