/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <getopt.h>
#include <string.h>

#include "base/diag.h"
#include "base/translate.h"
#include "commands/commands.h"
#include "commands/style.h"
#include "report/card.h"
#include "report/explanation.h"
#include "scenario/find.h"

enum explain_option {
	OPTION_STATE,
	OPTION_SEGMENT,
	OPTION_SYSCTL,
	OPTION_DEFINE,
	OPTION_ASCII,
	OPTION_COLOUR,
	OPTION_COLOR,
};

static const struct command_option options[] = {
	[OPTION_STATE] = {.name = "state",
			  .argument = "NAME",
			  .help = N_("explain a state of TCP, such as CLOSE-WAIT")},
	[OPTION_SEGMENT] = {.name = "segment",
			    .argument = "NAME",
			    .help = N_("explain a kind of segment, such as syn-ack")},
	[OPTION_SYSCTL] = {.name = "sysctl",
			   .argument = "NAME",
			   .help = N_("explain a sysctl, such as tcp_orphan_retries")},
	[OPTION_DEFINE] = DEFINE_OPTION,
	[OPTION_ASCII] = {.name = "ascii", .help = N_("draw with ASCII only")},
	[OPTION_COLOUR] = {.name = "colour",
			   .argument = "WHEN",
			   .help = N_("auto (default: on a terminal), always or never")},
	[OPTION_COLOR] = {.name = "color", .argument = "WHEN", .help = N_("the same")},
	{0},
};

/* ---- the reference ------------------------------------------------------------------------- */

/* What the reference is asked about: how a name finds its card, and what there is. */
struct subject {
	bool (*print)(struct prose *p, const char *name);
	void (*list)(struct prose *p);
	const char *(*name_at)(size_t i); /* NULL behind the last */
	int (*fold)(int c);		  /* to the case that its names have */
	const char *unknown;
};

static bool print_state(struct prose *p, const char *name)
{
	enum tcp_state state;

	if (!tcp_state_parse(name, strlen(name), &state))
		return false;
	card_state(p, state);
	return true;
}

static const char *state_at(size_t i)
{
	return i < TCP_STATES ? tcp_state_name(i) : NULL;
}

static bool print_segment(struct prose *p, const char *name)
{
	for (enum segment_name n = 0; n < SEGMENT_NAMES; n++) {
		if (strcasecmp(segment_name_word(n), name))
			continue;
		card_segment(p, n);
		return true;
	}
	return false;
}

static const char *segment_at(size_t i)
{
	return i < SEGMENT_NAMES ? segment_name_word(i) : NULL;
}

static bool print_sysctl(struct prose *p, const char *name)
{
	const struct reference_sysctl *sysctl;

	for (size_t i = 0; (sysctl = reference_sysctl_at(i)); i++) {
		if (strcasecmp(sysctl->name, name) &&
		    strcasecmp(reference_sysctl_short(sysctl), name))
			continue;
		card_sysctl(p, sysctl);
		return true;
	}
	return false;
}

/* Those with the whole name written are found by it, too. */
static const char *sysctl_at(size_t i)
{
	const struct reference_sysctl *sysctl = reference_sysctl_at(i / 2);

	if (!sysctl)
		return NULL;
	return i % 2 ? sysctl->name : reference_sysctl_short(sysctl);
}

static const struct subject subjects[] = {
	[OPTION_STATE] = {print_state, cards_states, state_at, toupper, "there is no state '%s'"},
	[OPTION_SEGMENT] = {print_segment, cards_segments, segment_at, tolower,
			    "no segment is called '%s'"},
	[OPTION_SYSCTL] = {print_sysctl, cards_sysctls, sysctl_at, tolower,
			   "the reference knows no sysctl '%s'"},
};

/* The name that is closest to a misspelt one, whatever its capitals; NULL if none is close. */
static const char *closest_name(const struct subject *subject, const char *name)
{
	char *word = xasprintf("%s", name);
	const char **names = NULL, *closest, *at;
	size_t n = 0;

	for (char *c = word; *c; c++)
		*c = (char)subject->fold((unsigned char)*c);
	while ((at = subject->name_at(n)))
		*ARRAY_ADD(names, n) = at;
	closest = did_you_mean(word, strlen(word), names, n);
	free(names);
	free(word);
	return closest;
}

static enum exit_code list_subject(const struct subject *subject, struct style style)
{
	struct prose p;

	style.colour = false;
	prose_begin(&p, stderr, style);
	p.begun = true;
	subject->list(&p);
	return EXIT_USAGE;
}

static enum exit_code complain_unknown(const struct subject *subject, const char *name,
				       struct style style)
{
	const char *closest = closest_name(subject, name);

	fputs("tcplab explain: ", stderr);
	fprintf(stderr, subject->unknown, name);
	if (closest)
		fprintf(stderr, "; did you mean '%s'?", closest);
	fputc('\n', stderr);
	return list_subject(subject, style);
}

/* ---- scenarios ----------------------------------------------------------------------------- */

static bool explain_file(const char *path, struct definitions *defs, struct style style)
{
	struct scenarios all = {0};
	bool good;

	fflush(stdout); /* diagnostics keep their place among the lines on standard output */
	good = scenarios_load(&all, path, defs, stderr);
	if (good)
		explanation_print(stdout, &all, style);
	scenarios_release(&all);
	return good;
}

static enum exit_code explain_files(char **operands, size_t n_operands, struct definitions *defs,
				    struct style style)
{
	enum exit_code code = EXIT_PASS;
	char **paths;
	size_t n;

	if (scenarios_find(&paths, &n, operands, n_operands, stderr) < 0)
		code = EXIT_USAGE;
	for (size_t i = 0; i < n; i++) {
		if (i)
			fputc('\n', stdout);
		if (!explain_file(paths[i], defs, style))
			code = EXIT_USAGE;
	}
	if (code == EXIT_PASS && !definitions_known(defs, stderr))
		code = EXIT_USAGE;
	scenarios_free(paths, n);
	return code;
}

/* ---- the command --------------------------------------------------------------------------- */

/* What was asked for on the command line. */
struct wish {
	struct style style;
	struct definitions defs;
	const char *name[ARRAY_SIZE(subjects)]; /* asked of the reference; NULL: nothing */
};

static bool take_option(struct wish *wish, int option)
{
	switch ((enum explain_option)option) {
	case OPTION_STATE:
	case OPTION_SEGMENT:
	case OPTION_SYSCTL:
		wish->name[option] = optarg;
		return true;
	case OPTION_DEFINE:
		return definitions_add(&wish->defs, optarg, stderr);
	case OPTION_ASCII:
	case OPTION_COLOUR:
	case OPTION_COLOR:
		return style_option(&wish->style, &options[option], optarg);
	}
	return false;
}

static enum exit_code look_up(const struct wish *wish)
{
	struct prose p;

	prose_begin(&p, stdout, wish->style);
	for (size_t i = 0; i < ARRAY_SIZE(subjects); i++) {
		const char *name = wish->name[i];

		if (name && !subjects[i].print(&p, name))
			return complain_unknown(&subjects[i], name, wish->style);
	}
	return EXIT_PASS;
}

static enum exit_code explain(struct wish *wish, int argc, char **argv)
{
	if (wish->name[OPTION_STATE] || wish->name[OPTION_SEGMENT] || wish->name[OPTION_SYSCTL])
		return optind == argc ? look_up(wish) : command_usage(&command_explain);
	if (optind == argc)
		return command_usage(&command_explain);
	return explain_files(argv + optind, argc - optind, &wish->defs, wish->style);
}

/* An option without its argument: it is said already what is wrong, not what would be right. */
static void list_lacking(int option, struct style style)
{
	if (option == OPTION_STATE || option == OPTION_SEGMENT || option == OPTION_SYSCTL)
		list_subject(&subjects[option], style);
}

static enum exit_code explain_main(const struct command *self, int argc, char **argv)
{
	struct wish wish = {0};
	enum exit_code code = EXIT_USAGE;
	int option;

	style_init(&wish.style);
	while ((option = command_getopt(self, argc, argv)) >= 0)
		if (!take_option(&wish, option))
			break;
	if (option == -1)
		code = explain(&wish, argc, argv);
	else if (option == -2)
		list_lacking(command_lacking(), wish.style);
	else if (option == -3)
		code = EXIT_PASS;
	definitions_free(&wish.defs);
	return code;
}

const struct command command_explain = {
	.name = "explain",
	.operands = "[FILE|DIR...]",
	.summary = N_(
		"say in plain words what a scenario does, or what a state, segment or sysctl is"),
	.options = options,
	.main = explain_main,
};
