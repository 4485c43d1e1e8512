/* SPDX-License-Identifier: MIT */
/* Values that are spelt as text: strings, numbers too large for many JSON readers, sets. */
#include "timeline/field.h"

#include <inttypes.h>
#include <string.h>

#include "base/util.h"
#include "fault/rule.h"
#include "tcp/flags.h"

json_t *text_json(const char *text)
{
	json_t *json = json_string(text);
	char *ascii;

	if (json)
		return json;
	ascii = xstrndup(text, strlen(text));
	for (char *p = ascii; *p; p++)
		if ((unsigned char)*p >= 0x80)
			*p = '?';
	json = json_string(ascii);
	free(ascii);
	return json;
}

static json_t *text_write(const struct field *f UNUSED, const void *at,
			  const struct scenario *sc UNUSED)
{
	return text_json(*(char *const *)at);
}

static bool text_read(const struct field *f UNUSED, const json_t *json, void *at,
		      const struct scenario *sc UNUSED)
{
	if (!json_is_string(json))
		return false;
	*(char **)at = xstrndup(json_string_value(json), json_string_length(json));
	return true;
}

const struct field_type field_text = {
	.wants = "text",
	.write = text_write,
	.read = text_read,
};

/* A number of the given base without sign, blanks or anything behind it. */
static bool digits_read(const json_t *json, uint64_t *value, int base)
{
	static const char digits[] = "0123456789abcdef";
	uint64_t n = 0;

	if (!json_is_string(json) || !json_string_length(json))
		return false;
	for (const char *p = json_string_value(json); *p; p++) {
		const char *digit = memchr(digits, *p, (size_t)base);

		if (!digit || __builtin_mul_overflow(n, (uint64_t)base, &n) ||
		    __builtin_add_overflow(n, (uint64_t)(digit - digits), &n))
			return false;
	}
	*value = n;
	return true;
}

static json_t *seed_write(const struct field *f UNUSED, const void *at,
			  const struct scenario *sc UNUSED)
{
	return json_sprintf("%" PRIu64, *(const uint64_t *)at);
}

static bool seed_read(const struct field *f UNUSED, const json_t *json, void *at,
		      const struct scenario *sc UNUSED)
{
	return digits_read(json, at, 10);
}

const struct field_type field_seed = {
	.wants = "a 64-bit number as decimal text",
	.write = seed_write,
	.read = seed_read,
};

static json_t *cookie_write(const struct field *f UNUSED, const void *at,
			    const struct scenario *sc UNUSED)
{
	return json_sprintf("%" PRIx64, *(const uint64_t *)at);
}

static bool cookie_read(const struct field *f UNUSED, const json_t *json, void *at,
			const struct scenario *sc UNUSED)
{
	return digits_read(json, at, 16);
}

const struct field_type field_cookie = {
	.wants = "a 64-bit number as lower case hexadecimal text",
	.write = cookie_write,
	.read = cookie_read,
};

static json_t *flags_write(const struct field *f UNUSED, const void *at,
			   const struct scenario *sc UNUSED)
{
	char text[sizeof("FIN,") * TCP_FLAGS] = "";
	unsigned int flags = *(const uint8_t *)at;

	for (unsigned int i = 0; i < TCP_FLAGS; i++) {
		if (!(flags & 1U << i))
			continue;
		if (*text)
			strcat(text, ",");
		strcat(text, tcp_flag_word(i));
	}
	return json_string(text);
}

static bool flags_read(const struct field *f UNUSED, const json_t *json, void *at,
		       const struct scenario *sc UNUSED)
{
	const char *p = json_string_value(json);
	unsigned int flags = 0;

	if (!p)
		return false;
	for (unsigned int i = 0; i < TCP_FLAGS; i++) {
		if (strncmp(p, tcp_flag_word(i), 3) != 0)
			continue;
		flags |= 1U << i;
		p += 3;
		if (*p == ',' && p[1])
			p++;
		else if (*p)
			return false;
	}
	*(uint8_t *)at = (uint8_t)flags;
	return *p == '\0';
}

const struct field_type field_flags = {
	.wants = "flags out of FIN,SYN,RST,PSH,ACK,URG,ECE,CWR, in this order",
	.write = flags_write,
	.read = flags_read,
};

static json_t *names_write(const struct field *f UNUSED, const void *at,
			   const struct scenario *sc UNUSED)
{
	json_t *words = json_array();
	unsigned int names = *(const uint16_t *)at;

	for (unsigned int i = 0; i < SEGMENT_NAMES; i++)
		if (names & 1U << i)
			json_array_append_new(words, json_string(segment_name_word(i)));
	return words;
}

static bool names_read(const struct field *f UNUSED, const json_t *json, void *at,
		       const struct scenario *sc UNUSED)
{
	const json_t *word;
	unsigned int names = 0;
	size_t i;

	if (!json_is_array(json))
		return false;
	json_array_foreach(json, i, word) {
		enum segment_name name;

		if (!json_is_string(word) ||
		    !segment_name_parse(json_string_value(word), json_string_length(word), &name))
			return false;
		names |= 1U << name;
	}
	*(uint16_t *)at = (uint16_t)names;
	return true;
}

const struct field_type field_names = {
	.wants = "an array of segment names",
	.write = names_write,
	.read = names_read,
};

static json_t *errno_write(const struct field *f UNUSED, const void *at,
			   const struct scenario *sc UNUSED)
{
	int error = *(const int *)at;
	const char *name = errno_name(error);

	if (!error)
		return json_null();
	return name ? json_string(name) : json_integer(error);
}

/* The highest number that the kernel takes for an errno. */
#define ERRNO_MAX 4095

static bool errno_read(const struct field *f UNUSED, const json_t *json, void *at,
		       const struct scenario *sc UNUSED)
{
	json_int_t error = 0;

	if (json_is_string(json))
		error = errno_parse(json_string_value(json), json_string_length(json));
	else
		error = json_integer_value(json);
	*(int *)at = (int)error;
	return json_is_null(json) || (error > 0 && error <= ERRNO_MAX);
}

const struct field_type field_errno = {
	.wants = "null or an errno by name (or number, if it has none)",
	.write = errno_write,
	.read = errno_read,
};

static json_t *fault_write(const struct field *f UNUSED, const void *at, const struct scenario *sc)
{
	int fault = *(const int *)at;

	return fault == NO_FAULT ? json_null() : text_json(sc->faults[fault].name);
}

static bool fault_read(const struct field *f UNUSED, const json_t *json, void *at,
		       const struct scenario *sc)
{
	if (!json_is_string(json))
		return false;
	for (size_t i = 0; i < sc->n_faults; i++) {
		if (strcmp(sc->faults[i].name, json_string_value(json)) == 0) {
			*(int *)at = (int)i;
			return true;
		}
	}
	return false;
}

const struct field_type field_fault = {
	.wants = "the name of a fault of the scenario",
	.write = fault_write,
	.read = fault_read,
};

static bool fault_or_none_read(const struct field *f, const json_t *json, void *at,
			       const struct scenario *sc)
{
	if (!json_is_null(json))
		return fault_read(f, json, at, sc);
	*(int *)at = NO_FAULT;
	return true;
}

const struct field_type field_fault_or_none = {
	.wants = "null or the name of a fault of the scenario",
	.write = fault_write,
	.read = fault_or_none_read,
};

static json_t *delay_write(const struct field *f UNUSED, const void *at,
			   const struct scenario *sc UNUSED)
{
	nsec_t delay = *(const nsec_t *)at;

	return delay == HOLD_AWAITS ? json_null() : json_integer(delay);
}

static bool delay_read(const struct field *f, const json_t *json, void *at,
		       const struct scenario *sc)
{
	if (!json_is_null(json))
		return field_number.read(f, json, at, sc);
	*(nsec_t *)at = HOLD_AWAITS;
	return true;
}

const struct field_type field_delay = {
	.wants = "null or a whole number of nanoseconds from 0 to 2^60",
	.write = delay_write,
	.read = delay_read,
};
