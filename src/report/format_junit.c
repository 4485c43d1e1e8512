/* SPDX-License-Identifier: MIT */
/*
 * JUnit's XML, as Ant writes it and continuous integration reads it: a suite for each scenario, a
 * case for each of its runs. The numbers stand before what they count: all of it waits for the end.
 */
#include "base/util.h"
#include "report/findings.h"
#include "report/format.h"
#include "report/xml.h"

/* The cases of a suite, or the suites: as text, and counted. */
struct batch {
	FILE *xml;
	char *text;
	size_t len;
	struct tally tally;
	nsec_t duration;
};

struct junit {
	const struct scenario *sc; /* of the open suite; NULL: none is */
	struct batch suites;
	struct batch cases;
};

static void open_batch(struct batch *batch)
{
	*batch = (struct batch){0};
	batch->xml = xmemstream(&batch->text, &batch->len);
}

static void free_batch(struct batch *batch)
{
	if (batch->xml)
		fclose(batch->xml);
	free(batch->text);
	*batch = (struct batch){0};
}

static void put_duration(FILE *xml, nsec_t duration)
{
	fprintf(xml, " time=\"%.6f\"", (double)duration / NSEC_PER_SEC);
}

/* What is not decided is no success: it counts as a failure. */
static void put_counts(FILE *xml, const struct batch *batch)
{
	const unsigned int *by_kind = batch->tally.by_kind;

	fprintf(xml, " tests=\"%u\" failures=\"%u\" errors=\"%u\"", batch->tally.runs,
		by_kind[RESULT_FAIL] + by_kind[RESULT_INCONCLUSIVE], by_kind[RESULT_ERROR]);
	put_duration(xml, batch->duration);
}

static void close_suite(struct junit *junit)
{
	struct batch *suites = &junit->suites, *cases = &junit->cases;

	if (!junit->sc)
		return;
	fflush(cases->xml);
	fputs("  <testsuite", suites->xml);
	xml_attribute(suites->xml, "name", junit->sc->source.name);
	put_counts(suites->xml, cases);
	fprintf(suites->xml, " skipped=\"%u\">\n", cases->tally.by_kind[RESULT_SKIPPED]);
	fwrite(cases->text, 1, cases->len, suites->xml);
	fputs("  </testsuite>\n", suites->xml);
	suites->duration += cases->duration;
	free_batch(cases);
	junit->sc = NULL;
}

static void open_suite(struct junit *junit, const struct scenario *sc)
{
	close_suite(junit);
	if (!junit->suites.xml)
		open_batch(&junit->suites);
	open_batch(&junit->cases);
	junit->sc = sc;
}

/* ---- a run --------------------------------------------------------------------------------- */

/* The first finding of the kind that made the outcome, for whoever reads one line only. */
static const char *worst_subject(const struct outcome *outcome)
{
	for (size_t i = 0; i < outcome->n; i++)
		if (outcome->findings[i].kind == outcome->kind)
			return outcome->findings[i].subject;
	return "";
}

static void put_text_of_findings(FILE *xml, const struct result *result)
{
	const struct style plain = {.quiet = true};
	char *text;
	size_t len;
	FILE *out = xmemstream(&text, &len);

	findings_print(out, result->sc, result->outcome, result->run, plain);
	fclose(out);
	xml_text(xml, text);
	free(text);
}

/* Why a run is no pass, as an element. */
static void put_complaint(FILE *xml, const struct result *result)
{
	static const char *const elements[RESULTS] = {
		[RESULT_FAIL] = "failure",
		[RESULT_INCONCLUSIVE] = "failure",
		[RESULT_ERROR] = "error",
		[RESULT_SKIPPED] = "skipped",
	};
	enum result_kind kind = result_kind(result);

	fprintf(xml, "      <%s", elements[kind]);
	if (kind != RESULT_SKIPPED)
		xml_attribute(xml, "type", result_word(kind));
	if (result->outcome) {
		xml_attribute(xml, "message", worst_subject(result->outcome));
		fputc('>', xml);
		put_text_of_findings(xml, result);
		fprintf(xml, "</%s>\n", elements[kind]);
	} else {
		char *reason = result_reason(result);

		xml_attribute(xml, "message", reason);
		fputs("/>\n", xml);
		free(reason);
	}
}

static void put_ladder(FILE *xml, const struct result *result, bool ascii)
{
	const struct style style = {.ascii = ascii};
	char *text;
	size_t len;
	FILE *out = xmemstream(&text, &len);

	ladder_print(out, result->sc, result->tl, style);
	fclose(out);
	fputs("      <system-out>", xml);
	xml_text(xml, text);
	fputs("</system-out>\n", xml);
	free(text);
}

static void put_case(struct report *r, const struct result *result)
{
	struct junit *junit = r->state;
	enum result_kind kind = result_kind(result);
	FILE *xml;

	if (junit->sc != result->sc)
		open_suite(junit, result->sc);
	junit->cases.tally.runs++;
	junit->cases.tally.by_kind[kind]++;
	junit->cases.duration += result_duration(result);
	xml = junit->cases.xml;
	fputs("    <testcase", xml);
	xml_attribute(xml, "name", result->run);
	xml_attribute(xml, "classname", result->sc->title);
	put_duration(xml, result_duration(result));
	fputs(">\n", xml);
	if (kind != RESULT_PASS)
		put_complaint(xml, result);
	if (result->tl)
		put_ladder(xml, result, r->style.ascii);
	fputs("    </testcase>\n", xml);
	result_progress(r, result);
}

/* ---- all of it ----------------------------------------------------------------------------- */

static void print_suites(struct report *r)
{
	struct junit *junit = r->state;

	close_suite(junit);
	fflush(junit->suites.xml);
	junit->suites.tally = r->tally;
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"tcplab\"", r->out);
	put_counts(r->out, &junit->suites);
	fputs(">\n", r->out);
	fwrite(junit->suites.text, 1, junit->suites.len, r->out);
	fputs("</testsuites>\n", r->out);
}

static void free_suites(struct report *r)
{
	struct junit *junit = r->state;

	free_batch(&junit->cases);
	free_batch(&junit->suites);
}

const struct format_ops format_junit = {
	.word = "junit",
	.for_programs = true,
	.state_size = sizeof(struct junit),
	.result = put_case,
	.end = print_suites,
	.free = free_suites,
};
