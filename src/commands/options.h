/* SPDX-License-Identifier: MIT */
/* Help from the tables that the command line is read by. Private to commands/. */
#ifndef COMMANDS_OPTIONS_H
#define COMMANDS_OPTIONS_H

#include "commands/commands.h"

/* command_help() - Print a subcommand's usage and options to standard output. */
void command_help(const struct command *self);

#endif
