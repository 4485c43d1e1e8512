/* SPDX-License-Identifier: MIT */
/* How output is drawn: options that several subcommands have in common. */
#ifndef COMMANDS_STYLE_H
#define COMMANDS_STYLE_H

#include "commands/commands.h"
#include "report/report.h"

/* Entries of a subcommand's option table. */
#define STYLE_OPTIONS                                                                             \
	{"ascii", 0, NULL, N_("draw with ASCII only")},                                           \
		{"colour", 0, "WHEN", N_("auto (default: on a terminal), always or never")},      \
		{"color", 0, "WHEN", N_("the same")},                                             \
	{                                                                                         \
		"quiet", 'q', NULL, N_("print findings only, and only when the run did not pass") \
	}

/* An entry of the table of a subcommand that prints reports. */
#define FORMAT_OPTION                                                                           \
	{                                                                                       \
		"format", 0, "FORMAT", N_("ladder, findings, brief, json, jsonl, tap or junit") \
	}

/* format_option() - Take FORMAT_OPTION. Return: whether it is right; if not, that has been said */
bool format_option(enum format *format, const char *argument);

/* number_option() - Read an option's number. Return: whether it is right; if not, that has been said */
bool number_option(const char *option, const char *text, uint64_t min, uint64_t max,
		   uint64_t *number);

/* style_can_redraw() - Whether a descriptor is a terminal that knows escape sequences. */
bool style_can_redraw(int fd);

/* style_columns() - How wide what is drawn may be; 0 where no terminal shows it: always the same, then. */
int style_columns(int fd);

/*
 * style_init() - The style without any option: as wide as the terminal is, and with colours on it,
 * unless NO_COLOR is set.
 */
void style_init(struct style *style);

/**
 * style_option() - Take one of STYLE_OPTIONS
 * @style:	Changed accordingly
 * @option:	The option that was given, one of STYLE_OPTIONS
 * @argument:	Its argument, if it takes one
 *
 * Return: whether the argument is a right one; if not, that has been said
 */
bool style_option(struct style *style, const struct command_option *option, const char *argument);

#endif
