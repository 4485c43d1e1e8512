/* SPDX-License-Identifier: MIT */
/* The canonical text of a scenario. */
#include <ctype.h>
#include <string.h>

#include "base/util.h"
#include "scenario/print.h"

void print_time(const char *before, nsec_t time, FILE *out)
{
	char text[TIME_TEXT];

	fprintf(out, "%s%s", before, time_text(text, time));
}

/* A sysctl's value without quotes where the language can do without. */
static void print_sysctl_value(const char *value, FILE *out)
{
	size_t word = strspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-.");
	bool is_word = (isalpha((unsigned char)value[0]) || value[0] == '_') && !value[word];
	const char *digits = value + (value[0] == '-');
	bool is_number = digits[0] && !digits[strspn(digits, "0123456789")];

	if (is_word || is_number)
		fputs(value, out);
	else
		string_print(value, out);
}

static void print_notes(const char *word, const struct note *notes, size_t n, FILE *out)
{
	for (size_t i = 0; i < n; i++) {
		fprintf(out, "\t%s %s%s", word, notes[i].language, *notes[i].language ? " " : "");
		string_print(notes[i].text, out);
		fputc('\n', out);
	}
}

static void print_header(const struct scenario *sc, FILE *out)
{
	fputs("scenario ", out);
	string_print(sc->title, out);
	fputs(" {\n", out);
	print_notes("title", sc->titles, sc->n_titles, out);
	print_notes("see", sc->see, sc->n_see, out);
	print_notes("about", sc->about, sc->n_about, out);
	if (sc->ip_given)
		fprintf(out, "\tip %s\n", sc->ip == IP_BOTH ? "both" : sc->ip == IP_4 ? "4" : "6");
	if (sc->time_given)
		fprintf(out, "\ttime %s\n", time_kind_word(sc->time));
	if (sc->timeout_given) {
		print_time("\ttimeout ", sc->timeout, out);
		fputc('\n', out);
	}
	if (sc->wire != WIRE_PLAIN) {
		fprintf(out, "\twire %s", wire_word(sc->wire));
		if (sc->wire_timeout)
			print_time(" timeout ", sc->wire_timeout, out);
		fputc('\n', out);
	}
	for (size_t i = 0; i < sc->n_sysctls; i++) {
		fprintf(out, "\tsysctl %s %s ", end_name(sc->sysctls[i].end), sc->sysctls[i].name);
		print_sysctl_value(sc->sysctls[i].value, out);
		fputc('\n', out);
	}
	fputs("}\n", out);
}

static void print_script_block(const struct scenario *sc, enum end end, FILE *out)
{
	if (!sc->script[end].given)
		return;
	fprintf(out, "\n%s {\n", end_name(end));
	print_script(&sc->script[end], out);
	fputs("}\n", out);
}

static void print_faults(const struct scenario *sc, FILE *out)
{
	for (size_t i = 0; i < sc->n_faults; i++) {
		fprintf(out, "\nfault %s {\n\t", sc->faults[i].name);
		print_rule(&sc->faults[i], out);
		fputs("\n}\n", out);
	}
}

static void print_expectations(const struct scenario *sc, FILE *out)
{
	size_t where = 0;

	if (!sc->n_expectations)
		return;
	fputs("\nexpect {\n", out);
	for (size_t i = 0; i < sc->n_expectations; i++) {
		const struct expectation *ex = &sc->expectations[i];

		if (where && ex->where != where)
			fputs("\t}\n", out);
		if (ex->where != where)
			print_where(&sc->wheres[ex->where], out);
		where = ex->where;
		fputs(where ? "\t\t" : "\t", out);
		print_expectation(sc, ex, out);
		fputc('\n', out);
	}
	fputs(where ? "\t}\n}\n" : "}\n", out);
}

void scenario_print(const struct scenario *sc, FILE *out)
{
	print_header(sc, out);
	print_script_block(sc, SERVER, out);
	print_script_block(sc, CLIENT, out);
	print_faults(sc, out);
	print_expectations(sc, out);
}
