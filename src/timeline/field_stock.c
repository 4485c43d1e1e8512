/* SPDX-License-Identifier: MIT */
/* Values that stock-taking and options bring: sets and objects of numbers, names of the scenario. */
#include <string.h>

#include "base/util.h"
#include "tcp/info.h"
#include "timeline/field.h"

static bool small_number(const json_t *json, uint64_t max, uint32_t *number)
{
	json_int_t value = json_integer_value(json);

	if (!json_is_integer(json) || value < 0 || (uint64_t)value > max)
		return false;
	*number = (uint32_t)value;
	return true;
}

/* ---- options of a segment ------------------------------------------------------------------ */

#define OPTION_WORDS 8

static json_t *options_write(const struct field *f UNUSED, const void *at,
			     const struct scenario *sc UNUSED)
{
	const uint32_t *set = at;
	json_t *kinds = json_array();

	for (unsigned int kind = 0; kind < 32 * OPTION_WORDS; kind++)
		if (set[kind / 32] & 1U << kind % 32)
			json_array_append_new(kinds, json_integer(kind));
	return kinds;
}

static bool options_read(const struct field *f UNUSED, const json_t *json, void *at,
			 const struct scenario *sc UNUSED)
{
	uint32_t *set = at, kind;
	const json_t *item;
	size_t i;

	if (!json_is_array(json))
		return false;
	json_array_foreach(json, i, item) {
		if (!small_number(item, UINT8_MAX, &kind))
			return false;
		set[kind / 32] |= 1U << kind % 32;
	}
	return true;
}

const struct field_type field_options = {
	.wants = "an array of numbers from 0 to 255",
	.write = options_write,
	.read = options_read,
};

/* Records have states by no other than their names in RFC 9293. */
static bool state_read(const char *name, enum tcp_state *state)
{
	for (*state = 0; *state < TCP_STATES; (*state)++)
		if (name && !strcmp(tcp_state_name(*state), name))
			return true;
	return false;
}

/* ---- sockets by state ---------------------------------------------------------------------- */

static json_t *sockets_write(const struct field *f UNUSED, const void *at,
			     const struct scenario *sc UNUSED)
{
	const uint32_t *n = at;
	json_t *json = json_object();

	for (enum tcp_state s = 0; s < TCP_STATES; s++)
		if (n[s])
			json_object_set_new(json, tcp_state_name(s), json_integer(n[s]));
	return json;
}

static bool sockets_read(const struct field *f UNUSED, const json_t *json, void *at,
			 const struct scenario *sc UNUSED)
{
	uint32_t *n = at;
	const char *name;
	json_t *number;

	if (!json_is_object(json))
		return false;
	json_object_foreach((json_t *)json, name, number) {
		enum tcp_state state;

		if (!state_read(name, &state) || !small_number(number, UINT32_MAX, &n[state]))
			return false;
	}
	return true;
}

const struct field_type field_sockets = {
	.wants = "an object of numbers by state",
	.write = sockets_write,
	.read = sockets_read,
};

/* ---- TCP_INFO ------------------------------------------------------------------------------ */

static json_t *info_write(const struct field *f UNUSED, const void *at,
			  const struct scenario *sc UNUSED)
{
	const struct info_facts *facts = at;
	json_t *json = json_object();

	for (enum info_field field = 0; field < INFO_FIELDS; field++)
		json_object_set_new(json, info_field_word(field),
				    info_field_unit(field) == INFO_TCP_STATE
					    ? json_string(tcp_state_name(facts->value[field]))
					    : json_integer(facts->value[field]));
	return json;
}

static bool info_member_read(const json_t *json, enum info_field field, uint32_t *value)
{
	enum tcp_state state;

	if (info_field_unit(field) != INFO_TCP_STATE)
		return small_number(json, UINT32_MAX, value);
	if (!state_read(json_string_value(json), &state))
		return false;
	*value = state;
	return true;
}

static bool info_read(const struct field *f UNUSED, const json_t *json, void *at,
		      const struct scenario *sc UNUSED)
{
	struct info_facts *facts = at;

	for (enum info_field field = 0; field < INFO_FIELDS; field++) {
		if (!info_member_read(json_object_get(json, info_field_word(field)), field,
				      &facts->value[field]))
			return false;
	}
	return true;
}

const struct field_type field_info = {
	.wants = "an object of TCP_INFO's members",
	.write = info_write,
	.read = info_read,
};

/* ---- names of the scenario ----------------------------------------------------------------- */

static json_t *counter_write(const struct field *f UNUSED, const void *at,
			     const struct scenario *sc)
{
	return text_json(sc->counters[*(const uint32_t *)at]);
}

static bool counter_read(const struct field *f UNUSED, const json_t *json, void *at,
			 const struct scenario *sc)
{
	if (!json_is_string(json))
		return false;
	for (size_t i = 0; i < sc->n_counters; i++) {
		if (!strcmp(sc->counters[i], json_string_value(json))) {
			*(uint32_t *)at = (uint32_t)i;
			return true;
		}
	}
	return false;
}

const struct field_type field_counter = {
	.wants = "the name of a counter that the scenario expects something of",
	.write = counter_write,
	.read = counter_read,
};

static json_t *mark_write(const struct field *f UNUSED, const void *at, const struct scenario *sc)
{
	uint32_t moment = *(const uint32_t *)at;

	return moment == MOMENT_END ? json_null() : text_json(sc->moments[moment].name);
}

static bool mark_read(const struct field *f UNUSED, const json_t *json, void *at,
		      const struct scenario *sc)
{
	if (!json_is_string(json))
		return false;
	for (size_t i = MOMENT_END + 1; i < sc->n_moments; i++) {
		if (!strcmp(sc->moments[i].name, json_string_value(json))) {
			*(uint32_t *)at = (uint32_t)i;
			return true;
		}
	}
	return false;
}

const struct field_type field_mark = {
	.wants = "the name of a mark of the scenario",
	.write = mark_write,
	.read = mark_read,
};

static bool mark_or_end_read(const struct field *f, const json_t *json, void *at,
			     const struct scenario *sc)
{
	if (!json_is_null(json))
		return mark_read(f, json, at, sc);
	*(uint32_t *)at = MOMENT_END;
	return true;
}

const struct field_type field_mark_or_end = {
	.wants = "null or the name of a mark of the scenario",
	.write = mark_write,
	.read = mark_or_end_read,
};
