/* SPDX-License-Identifier: MIT */
/* The subcommands: one file each, all listed in main.c's table, from which --help is printed. */
#ifndef COMMANDS_COMMANDS_H
#define COMMANDS_COMMANDS_H

#include "base/translate.h"
#include "base/util.h"

#define TCPLAB_VERSION "0.1.0"

/* One option of a subcommand, as --help shows it and getopt_long() takes it. */
struct command_option {
	const char *name;     /* long name without dashes; NULL if there is none */
	char letter;	      /* short name; 0 if there is none */
	const char *argument; /* "DIR"; NULL if it takes none */
	const char *help;     /* to be translated */
};

/* -D, wherever scenarios are read. */
#define DEFINE_OPTION                                                   \
	{                                                               \
		"define", 'D', "NAME=VALUE[,VALUE...]",                 \
			N_("give a parameter other values; repeatable") \
	}

struct command {
	const char *name;
	const char *operands;		      /* "FILE|DIR..."; "" if it takes none */
	const char *summary;		      /* one line, to be translated */
	const struct command_option *options; /* ends with an entry without names; may be NULL */
	enum exit_code (*main)(const struct command *self, int argc, char **argv);
};

extern const struct command command_run;
extern const struct command command_list;
extern const struct command command_check;
extern const struct command command_explain;
extern const struct command command_judge;
extern const struct command command_coverage;
extern const struct command command_report;
extern const struct command command_quiz;
extern const struct command command_doctor;
extern const struct command command_version;
extern const struct command command_guest;

/**
 * command_getopt() - Next option of a subcommand, from its table
 * @self:	The subcommand
 * @argc:	As main's; argv[0] is the subcommand's name
 *
 * Wraps getopt_long(): optarg and optind are set as usual. A wrong option is reported with the
 * closest right one and a line of usage; --help prints the subcommand's help.
 *
 * Return: the option's index in the table, -1 after the last option, -2 when the command shall end
 * with EXIT_USAGE, -3 when it shall end with EXIT_PASS (help was printed)
 */
int command_getopt(const struct command *self, int argc, char **argv);

/* command_lacking() - After a -2: the option that lacked its argument; -1 if it was anything else. */
int command_lacking(void);

/* command_usage() - Print one line of usage to standard error. Return: EXIT_USAGE */
enum exit_code command_usage(const struct command *self);

#endif
