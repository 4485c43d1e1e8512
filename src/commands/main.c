/* SPDX-License-Identifier: MIT */
/* tcplab(1): a table of subcommands and a loop. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/translate.h"
#include "commands/commands.h"
#include "commands/options.h"

static enum exit_code help_main(const struct command *self, int argc, char **argv);

static const struct command command_of_help = {
	.name = "help",
	.operands = "[COMMAND]",
	.summary = N_("say what tcplab can do, or how a command is used"),
	.main = help_main,
};

static const struct command *const commands[] = {
	&command_run,	 &command_list,	    &command_check,  &command_explain,
	&command_judge,	 &command_coverage, &command_report, &command_quiz,
	&command_doctor, &command_version,  &command_guest,  &command_of_help,
};

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	}
	return NULL;
}

static enum exit_code complain_unknown(const char *name)
{
	const char *names[ARRAY_SIZE(commands)], *closest;

	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		names[i] = commands[i]->name;
	closest = did_you_mean(name, strlen(name), names, ARRAY_SIZE(names));
	fprintf(stderr, "tcplab: unknown command '%s'", name);
	if (closest)
		fprintf(stderr, "; did you mean '%s'?", closest);
	fprintf(stderr, "\n`tcplab help` lists the commands.\n");
	return EXIT_USAGE;
}

static void print_overview(FILE *out)
{
	fputs(_("usage: tcplab COMMAND [OPTION...] [OPERAND...]\n"
		"\n"
		"Lets two real TCP endpoints talk, loses or delays exactly the segments that a "
		"scenario\n"
		"names, and shows what that does to the states of both ends.\n"
		"\n"),
	      out);
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		fprintf(out, "  %-8s  %s\n", commands[i]->name, _(commands[i]->summary));
	fputs(_("\n`tcplab COMMAND --help` lists a command's options, tcplab(1) explains them.\n"),
	      out);
}

static enum exit_code help_main(const struct command *self, int argc, char **argv)
{
	const struct command *about;
	int option = command_getopt(self, argc, argv);

	if (option != -1)
		return option == -3 ? EXIT_PASS : EXIT_USAGE;
	if (argc - optind > 1)
		return command_usage(self);
	if (optind == argc) {
		print_overview(stdout);
		return EXIT_PASS;
	}
	about = find_command(argv[optind]);
	if (!about)
		return complain_unknown(argv[optind]);
	command_help(about);
	return EXIT_PASS;
}

/*
 * A standard descriptor that is closed would be given to the next socket, and text would be written
 * into it. One that can't be written takes its place: what is printed is noticed as lost.
 */
static void occupy_standard_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null", O_RDONLY);
	}
}

/* A result that could not be written is no result. A reader that went away knows that it did. */
static enum exit_code close_stdout(enum exit_code code)
{
	bool failed = ferror(stdout);

	errno = 0;
	if (!fflush(stdout) && !failed)
		return code;
	if (errno != EPIPE)
		fprintf(stderr, "tcplab: cannot write to standard output: %s\n",
			errno ? strerror(errno) : "an earlier write failed");
	return EXIT_BUG;
}

int main(int argc, char **argv)
{
	const struct command *command;

	occupy_standard_descriptors();
	translate_start();
	if (argc < 2) {
		print_overview(stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))
		argv[1] = "help";
	if (!strcmp(argv[1], "--version"))
		argv[1] = "version";
	command = find_command(argv[1]);
	if (!command)
		return complain_unknown(argv[1]);
	return close_stdout(command->main(command, argc - 1, argv + 1));
}
