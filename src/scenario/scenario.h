/* SPDX-License-Identifier: MIT */
/*
 * A scenario, read top to bottom as the language is (tcplab-scenario(5)): header, the ends'
 * scripts, faults, expectations. Declared things only: what a run observes has types of its own
 * in timeline/. Immutable once checked; every node knows its place in the text.
 */
#ifndef SCENARIO_SCENARIO_H
#define SCENARIO_SCENARIO_H

#include "base/diag.h"
#include "base/monotime.h"
#include "scenario/expect.h"
#include "scenario/fault.h"
#include "scenario/parameter.h"
#include "scenario/script.h"

enum ip_versions { IP_4 = 1 << 0, IP_6 = 1 << 1, IP_BOTH = IP_4 | IP_6 };

/* Which clock a run may go by: the machine's, or that of a kernel in virtual time. */
enum time_kind { TIME_ANY, TIME_REAL, TIME_VIRTUAL };

#define TIME_KINDS 3

/* "any", "real", "virtual" */
const char *time_kind_word(enum time_kind kind);

/* What the wire does besides what faults do: nothing, or it follows connections. */
enum wire_kind {
	WIRE_PLAIN,
	WIRE_STATEFUL, /* it loses what belongs to no connection that it saw begin */
	WIRE_NAT,      /* that, and it hides the client behind its own address */
};

#define WIRE_KINDS 3

/* "stateful", "nat"; a plain wire is one of which nothing is said */
const char *wire_word(enum wire_kind kind);

/* A sysctl that the scenario sets at one end, under /proc/sys ("net.ipv4.tcp_synack_retries"). */
struct sysctl_setting {
	struct srcloc loc;
	enum end end;
	char *name;
	char *value;
};

/* A line of text in the header: title zh "…", see "…", about "…", about zh "…". */
struct note {
	struct srcloc loc;
	char language[4]; /* its ISO 639 code; empty where it goes without saying */
	char *text;
};

/* ---- the whole ----------------------------------------------------------------------------- */

/* How long a run may take when the scenario does not say: in real time, in virtual time. */
#define DEFAULT_TIMEOUT		(30 * NSEC_PER_SEC)
#define DEFAULT_TIMEOUT_VIRTUAL (3 * 3600 * NSEC_PER_SEC)

struct document;

struct scenario {
	struct document *document; /* what it shares with the other cases of its file */
	struct source source;	   /* of this case: a scenario without includes and parameters */
	struct parameter_value *parameters;
	size_t n_parameters;
	enum time_kind values_for; /* where they count; TIME_ANY without `real param` */
	struct srcloc title_loc;
	char *title;
	struct note *titles; /* the same in other languages */
	size_t n_titles;
	struct note *see;
	size_t n_see;
	struct note *about; /* one text, line by line, in each of its languages */
	size_t n_about;
	unsigned int ip; /* set of enum ip_versions; IP_BOTH when not given */
	bool ip_given;
	enum time_kind time; /* TIME_ANY when not given */
	bool time_given;
	nsec_t timeout; /* DEFAULT_TIMEOUT when not given: whoever runs in virtual time knows better */
	bool timeout_given;
	enum wire_kind wire; /* WIRE_PLAIN when not given */
	nsec_t wire_timeout; /* it forgets a connection that is idle for so long; 0: the kernel's */
	struct sysctl_setting *sysctls;
	size_t n_sysctls;
	struct script script[ENDS];
	struct fault *faults;
	size_t n_faults;
	struct where *wheres; /* [0] is WHERE_ALWAYS */
	size_t n_wheres;
	struct expectation *expectations;
	size_t n_expectations;
	struct stock_moment *moments; /* [MOMENT_END] has no name */
	size_t n_moments;
	char **counters; /* of the kernel, one for each expectation about one */
	size_t n_counters;
};

/*
 * The cases of a scenario: one for each combination of its parameters' values; with `real param`,
 * first those for virtual time, then those for real time.
 */
struct scenarios {
	struct scenario *items;
	size_t n;
};

/**
 * scenarios_load() - Read, parse and check all cases of a scenario file
 * @all:	They are added here, the last parameter's values varying fastest; released by
 *		scenarios_release(), also after an error
 * @path:	The file; "-" is standard input
 * @defs:	Values from outside; those that the file has a parameter for are marked. May be NULL
 * @err:	Where diagnostics go
 *
 * Prints every diagnostic of the file in one go and once (or why it can't be read).
 *
 * Return: whether the cases can be run
 */
bool scenarios_load(struct scenarios *all, const char *path, struct definitions *defs, FILE *err);

/**
 * scenarios_from_source() - Parse and check all cases of a text that is already in memory
 * @all:	As above
 * @src:	The text; taken over
 * @defs:	As above
 * @diags:	Diagnostics are queued here; @diags->src is set, and is gone with the cases
 *
 * There is at least one case, also after an error.
 */
bool scenarios_from_source(struct scenarios *all, struct source *src, struct definitions *defs,
			   struct diags *diags);

/* scenarios_release() - Free all cases and their list. */
void scenarios_release(struct scenarios *all);

/**
 * scenario_load() - Load a file that has one case only; others are refused
 * @sc:		Filled in; released by scenario_free(), also after an error
 */
bool scenario_load(struct scenario *sc, const char *path, FILE *err);

/* scenario_from_source() - Likewise, of text that is already in memory. */
bool scenario_from_source(struct scenario *sc, struct source *src, struct diags *diags);

/**
 * scenario_without_fault() - Disable a fault together with its expectation that it fired
 *
 * Return: false if no fault is called @name
 */
bool scenario_without_fault(struct scenario *sc, const char *name);

/* scenario_title() - The title, in the reader's language if the scenario has one in it. */
const char *scenario_title(const struct scenario *sc);

/* scenario_about() - A line of the description; NULL if it is in another language than the reader's. */
const char *scenario_about(const struct scenario *sc, size_t line);

/* scenario_asks() - Whether an expectation of this kind is about an end at a moment. */
bool scenario_asks(const struct scenario *sc, enum expectation_kind kind, enum end end,
		   size_t moment);

/* scenario_print() - Write the scenario in its canonical form, which parses to the same scenario. */
void scenario_print(const struct scenario *sc, FILE *out);

void scenario_free(struct scenario *sc);

/* expectation_text() - An expectation in one line, for messages; the caller frees it. */
char *expectation_text(const struct scenario *sc, const struct expectation *ex);

/* errno_name() - "ECONNREFUSED"; NULL if the number has no name. */
const char *errno_name(int error);

/* errno_parse() - The number that an errno's name stands for; 0 if there is none. */
int errno_parse(const char *word, size_t len);

#endif
