/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <sys/utsname.h>

#include "commands/commands.h"

static enum exit_code version_main(const struct command *self, int argc, char **argv)
{
	struct utsname host;
	int option = command_getopt(self, argc, argv);

	if (option != -1)
		return option == -3 ? EXIT_PASS : EXIT_USAGE;
	if (optind != argc)
		return command_usage(self);
	uname(&host);
	printf("tcplab %s\n", TCPLAB_VERSION);
	printf("built with %s\n", TCPLAB_LIBRARIES);
	printf("on %s %s %s\n", host.sysname, host.release, host.machine);
	return EXIT_PASS;
}

const struct command command_version = {
	.name = "version",
	.operands = "",
	.summary = N_("print the versions of tcplab, its libraries and this kernel"),
	.main = version_main,
};
