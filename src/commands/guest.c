/* SPDX-License-Identifier: MIT */
/* tcplab guest: what a virtual-time kernel runs as its first process; nothing for people. */
#include <stdio.h>

#include "commands/commands.h"
#include "virtual/guest.h"

static enum exit_code run_guest(const struct command *self, int argc, char **argv)
{
	(void)self;
	guest_main(argc, argv);
	fputs("tcplab: guest is for a virtual-time kernel only; see `tcplab run --virtual`\n",
	      stderr);
	return EXIT_USAGE;
}

const struct command command_guest = {
	.name = GUEST_COMMAND,
	.operands = "...",
	.summary = N_("the first process of a virtual-time kernel (used by run --virtual)"),
	.main = run_guest,
};
