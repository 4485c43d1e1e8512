/* SPDX-License-Identifier: MIT */
#include "commands/cases.h"

#include <ctype.h>
#include <string.h>

#include "base/util.h"

#define SUFFIX ".conf"

const char *cases_base_name(const struct scenario *sc)
{
	const char *slash = strrchr(sc->source.name, '/');

	return slash ? slash + 1 : sc->source.name;
}

/* What a directory may be called after a value: of a string, what stands between the quotes. */
static void print_value(const char *value, FILE *out)
{
	size_t len = strlen(value), quoted = value[0] == '"';

	for (size_t i = quoted; i < len - quoted; i++)
		fputc(isalnum((unsigned char)value[i]) || strchr("._+-%", value[i]) ? value[i]
										    : '_',
		      out);
}

char *cases_parameters(const struct scenario *sc, const char *before)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	for (size_t i = 0; i < sc->n_parameters; i++) {
		const struct parameter_value *param = &sc->parameters[i];

		if (!param->varies)
			continue;
		fprintf(out, "%s%s=", before, param->name);
		print_value(param->value, out);
	}
	fclose(out);
	return text;
}

/* "third-ack-loss.ipv4", with parameters "….retries=2", in virtual time "….linux-6.1" */
static char *case_name(const struct scenario *sc, unsigned int ip_version,
		       const struct virtual_kernel *kernel)
{
	const char *base = cases_base_name(sc);
	size_t len = strlen(base);
	char *parameters = cases_parameters(sc, "."), *name;

	if (len > strlen(SUFFIX) && !strcmp(base + len - strlen(SUFFIX), SUFFIX))
		len -= strlen(SUFFIX);
	name = xasprintf("%.*s.ipv%u%s%s%s", (int)len, base, ip_version, parameters,
			 kernel ? ".linux-" : "", kernel ? kernel->version : "");
	free(parameters);
	return name;
}

static nsec_t script_length(const struct script *script)
{
	nsec_t slept = 0;

	for (size_t i = 0; i < script->n; i++) {
		const struct step *step = &script->steps[i];

		if (step->kind == STEP_SLEEP)
			slept += step->sleep;
		else if (step->kind == STEP_AT)
			slept = MAX(slept, step->at);
	}
	return slept;
}

/* How long an expectation says that something takes. */
static nsec_t expected_length(const struct expectation *ex)
{
	nsec_t length = 0;

	if (ex->kind == EXPECT_IN_STATE || ex->kind == EXPECT_REACHES)
		return ex->in_state.time.cmp == CMP_LT || ex->in_state.time.cmp == CMP_LE
			       ? 0
			       : ex->in_state.time.time;
	if (ex->kind == EXPECT_TOOK)
		return ex->call.time.time;
	if (ex->kind == EXPECT_GAPS)
		for (size_t i = 0; i < ex->gaps.n; i++)
			length += ex->gaps.gaps[i].time;
	return length;
}

nsec_t case_length(const struct run_case *which)
{
	const struct scenario *sc = which->sc;
	nsec_t length = 0;

	if (which->kernel)
		return 0;
	for_each_end(e)
		length = MAX(length, script_length(&sc->script[e]));
	for (size_t i = 0; i < sc->n_expectations; i++)
		length = MAX(length, expected_length(&sc->expectations[i]));
	return length;
}

bool cases_need_kernel(const struct scenario *sc, const struct places *places)
{
	return sc->time == TIME_VIRTUAL || (sc->time == TIME_ANY && places->virtual);
}

static bool stands_here(const struct scenario *sc, const struct places *places)
{
	return !cases_need_kernel(sc, places) || (sc->time == TIME_ANY && places->real);
}

static void add(struct run_cases *cases, const struct scenario *sc, unsigned int ip_version,
		const struct virtual_kernel *kernel)
{
	*ARRAY_ADD(cases->items, cases->n) =
		(struct run_case){.sc = sc,
				  .ip_version = ip_version,
				  .kernel = kernel,
				  .name = case_name(sc, ip_version, kernel)};
}

/* Whatever is compared with virtual time is to go the same way, and has its values. */
static bool values_count(const struct scenario *sc, const struct places *places)
{
	return sc->values_for != (cases_need_kernel(sc, places) ? TIME_REAL : TIME_VIRTUAL);
}

void cases_add(struct run_cases *cases, const struct scenario *sc, unsigned int ip,
	       const struct places *places)
{
	for (unsigned int version = 4; version <= 6; version += 2) {
		if (!(sc->ip & ip & (version == 4 ? IP_4 : IP_6)) || !values_count(sc, places))
			continue;
		if (stands_here(sc, places))
			add(cases, sc, version, NULL);
		if (!cases_need_kernel(sc, places))
			continue;
		for (size_t i = 0; i < places->n_kernels; i++)
			add(cases, sc, version, places->kernels[i]);
	}
}

void cases_free(struct run_cases *cases)
{
	for (size_t i = 0; i < cases->n; i++)
		free(cases->items[i].name);
	free(cases->items);
	*cases = (struct run_cases){0};
}

enum exit_code cases_no_kernel(const char *version)
{
	char *directory = kernels_directory();

	fprintf(stderr,
		"tcplab: there is no virtual-time kernel%s%s in %s\n"
		"  way out: `make virtual-kernel` builds one; `tcplab doctor` lists those found\n",
		version ? " " : "", version ? version : "", directory);
	free(directory);
	return EXIT_CANNOT;
}
