/* SPDX-License-Identifier: MIT */
#include "commands/options.h"

#include <assert.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"

/* More than any subcommand has; asserted where it is used. */
#define OPTIONS_MAX 24

/* What getopt_long() returns for the option with index i of the table, and for --help or -h. */
#define OPTION_VALUE 256
#define HELP_VALUE   (OPTION_VALUE + OPTIONS_MAX)

static size_t count_options(const struct command *self)
{
	const struct command_option *o = self->options;
	size_t n = 0;

	while (o && (o[n].name || o[n].letter))
		n++;
	assert(n < OPTIONS_MAX);
	return n;
}

static void option_synopsis(const struct command_option *o, char *buf, size_t size)
{
	char letter[4] = {'-', o->letter, '\0'};
	const char *space = o->name ? "=" : " ";

	snprintf(buf, size, "%s%s%s%s%s%s", o->letter ? letter : "",
		 o->letter && o->name ? ", " : "", o->name ? "--" : "", o->name ? o->name : "",
		 o->argument ? space : "", o->argument ? o->argument : "");
}

static void print_usage(const struct command *self, FILE *out)
{
	fprintf(out, _("usage: tcplab %s%s%s%s\n"), self->name,
		count_options(self) ? " [OPTION...]" : "", self->operands[0] ? " " : "",
		self->operands);
}

enum exit_code command_usage(const struct command *self)
{
	translate_pause();
	print_usage(self, stderr);
	translate_resume();
	return EXIT_USAGE;
}

void command_help(const struct command *self)
{
	size_t n = count_options(self);
	char synopsis[80];

	print_usage(self, stdout);
	printf(_("\ntcplab %s: %s\n"), self->name, _(self->summary));
	if (n)
		printf("\n");
	for (size_t i = 0; i < n; i++) {
		option_synopsis(&self->options[i], synopsis, sizeof(synopsis));
		printf("  %-24s  %s\n", synopsis, _(self->options[i].help));
	}
}

/* The closest long option to what was written, "--wrod" or "--wrod=value". */
static const char *closest_option(const struct command *self, const char *written)
{
	const char *names[OPTIONS_MAX + 1];
	size_t n = count_options(self);

	for (size_t i = 0; i < n; i++)
		names[i] = self->options[i].name;
	names[n] = "help";
	written += strspn(written, "-");
	return did_you_mean(written, strcspn(written, "="), names, n + 1);
}

static int complain_unknown(const struct command *self, char **argv)
{
	const char *written = argv[optind - 1], *closest;

	if (optopt) {
		fprintf(stderr, "tcplab %s: unknown option '-%c'\n", self->name, optopt);
		return -2;
	}
	closest = closest_option(self, written);
	fprintf(stderr, "tcplab %s: unknown option '%s'", self->name, written);
	if (closest)
		fprintf(stderr, "; did you mean '--%s'?", closest);
	fputc('\n', stderr);
	return -2;
}

static int index_of(const struct command *self, int c)
{
	if (c >= OPTION_VALUE)
		return c - OPTION_VALUE;
	for (int i = 0;; i++) {
		if (self->options[i].letter == c)
			return i;
	}
}

/* The option that lacked its argument when complain() last said so; -1: it was about something else. */
static int lacking = -1;

int command_lacking(void)
{
	return lacking;
}

/* Say what is wrong with an option: @c is what getopt_long() returned. Return: -2 */
static int complain(const struct command *self, int c, char **argv)
{
	lacking = c == ':' ? index_of(self, optopt) : -1;
	if (c == ':')
		fprintf(stderr, "tcplab %s: option '%s' needs an argument\n", self->name,
			argv[optind - 1]);
	else if (optopt >= OPTION_VALUE)
		fprintf(stderr, "tcplab %s: option '%s' takes no argument\n", self->name,
			argv[optind - 1]);
	else
		complain_unknown(self, argv);
	command_usage(self);
	return -2;
}

int command_getopt(const struct command *self, int argc, char **argv)
{
	struct option longs[OPTIONS_MAX + 2] = {0};
	char letters[2 * OPTIONS_MAX + 3] = ":", *letter = letters + 1;
	size_t n = count_options(self), n_longs = 0;
	int c;

	for (size_t i = 0; i < n; i++) {
		const struct command_option *o = &self->options[i];

		if (o->name)
			longs[n_longs++] = (struct option){o->name, o->argument != NULL, NULL,
							   OPTION_VALUE + (int)i};
		if (o->letter)
			*letter++ = o->letter;
		if (o->letter && o->argument)
			*letter++ = ':';
	}
	*letter = 'h';
	longs[n_longs] = (struct option){"help", no_argument, NULL, HELP_VALUE};

	opterr = 0;
	c = getopt_long(argc, argv, letters, longs, NULL);
	if (c == -1)
		return -1;
	if (c == '?' || c == ':')
		return complain(self, c, argv);
	if (c == HELP_VALUE || c == 'h') {
		command_help(self);
		return -3;
	}
	return index_of(self, c);
}
