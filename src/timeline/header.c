/* SPDX-License-Identifier: MIT */
#include "timeline/header.h"

#include <string.h>

#include "base/util.h"
#include "timeline/timeline.h"

static json_t *parameters_write(const struct field *f UNUSED, const void *at,
				const struct scenario *sc UNUSED)
{
	const struct run_header *h = at;
	json_t *values = json_object();

	for (size_t i = 0; i < h->n_parameters; i++)
		json_object_set_new(values, h->parameters[i].name,
				    text_json(h->parameters[i].value));
	return values;
}

static bool parameters_read(const struct field *f UNUSED, const json_t *json, void *at,
			    const struct scenario *sc UNUSED)
{
	struct run_header *h = at;
	const char *name;
	json_t *value;

	if (!json_is_object(json))
		return false;
	json_object_foreach((json_t *)json, name, value) {
		struct parameter_value *param;

		if (!json_is_string(value))
			return false;
		param = ARRAY_ADD(h->parameters, h->n_parameters);
		param->name = xasprintf("%s", name);
		param->value = xasprintf("%s", json_string_value(value));
	}
	return true;
}

const struct field_type field_parameters = {
	.wants = "an object of texts",
	.write = parameters_write,
	.read = parameters_read,
};

static json_t *without_write(const struct field *f UNUSED, const void *at,
			     const struct scenario *sc UNUSED)
{
	const struct run_header *h = at;
	json_t *names = json_array();

	for (size_t i = 0; i < h->n_without_faults; i++)
		json_array_append_new(names, text_json(h->without_faults[i]));
	return names;
}

static bool without_read(const struct field *f UNUSED, const json_t *json, void *at,
			 const struct scenario *sc)
{
	struct run_header *h = at;
	const json_t *name;
	size_t i;

	if (!json_is_array(json))
		return false;
	json_array_foreach(json, i, name) {
		int fault;

		if (!field_fault.read(&(struct field){0}, name, &fault, sc))
			return false;
		*ARRAY_ADD(h->without_faults, h->n_without_faults) =
			xstrndup(json_string_value(name), json_string_length(name));
	}
	return true;
}

const struct field_type field_without_faults = {
	.wants = "an array of names of the scenario's faults",
	.write = without_write,
	.read = without_read,
};

static json_t *sysctls_of_place(const struct run_header *h, enum place place, bool by_scenario)
{
	json_t *values = json_object();

	for (size_t i = 0; i < h->n_sysctls; i++) {
		const struct sysctl_record *r = &h->sysctls[i];

		if (r->place == place && r->by_scenario == by_scenario)
			json_object_set_new(values, r->name,
					    *r->value ? text_json(r->value) : json_null());
	}
	return values;
}

static json_t *sysctls_write(const struct run_header *h, bool by_scenario)
{
	json_t *places = json_object();

	for (enum place place = 0; place < PLACES; place++)
		json_object_set_new(places, place_name(place),
				    sysctls_of_place(h, place, by_scenario));
	return places;
}

static bool sysctl_read(struct sysctl_record *r, const char *name, const json_t *value)
{
	const char *text = json_is_null(value) ? "" : json_string_value(value);

	if (!text || strlen(name) >= sizeof(r->name) || strlen(text) >= sizeof(r->value))
		return false;
	strcpy(r->name, name);
	strcpy(r->value, text);
	return true;
}

static bool sysctls_read(struct run_header *h, const json_t *json, bool by_scenario)
{
	for (enum place place = 0; place < PLACES; place++) {
		json_t *values = json_object_get(json, place_name(place)), *value;
		const char *name;

		if (!json_is_object(values))
			return false;
		json_object_foreach(values, name, value) {
			struct sysctl_record *r = ARRAY_ADD(h->sysctls, h->n_sysctls);

			r->place = place;
			r->by_scenario = by_scenario;
			if (!sysctl_read(r, name, value))
				return false;
		}
	}
	return true;
}

static json_t *others_write(const struct field *f UNUSED, const void *at,
			    const struct scenario *sc UNUSED)
{
	return sysctls_write(at, false);
}

static bool others_read(const struct field *f UNUSED, const json_t *json, void *at,
			const struct scenario *sc UNUSED)
{
	return sysctls_read(at, json, false);
}

const struct field_type field_sysctls = {
	.wants = "an object per place, of texts up to 95 bytes or null",
	.write = others_write,
	.read = others_read,
};

static json_t *by_scenario_write(const struct field *f UNUSED, const void *at,
				 const struct scenario *sc UNUSED)
{
	return sysctls_write(at, true);
}

static bool by_scenario_read(const struct field *f UNUSED, const json_t *json, void *at,
			     const struct scenario *sc UNUSED)
{
	return sysctls_read(at, json, true);
}

const struct field_type field_sysctls_by_scenario = {
	.wants = "an object per place, of texts up to 95 bytes or null",
	.write = by_scenario_write,
	.read = by_scenario_read,
};
