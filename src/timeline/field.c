/* SPDX-License-Identifier: MIT */
#include "timeline/field.h"

#include <inttypes.h>
#include <string.h>

#include "base/util.h"

void fields_write(json_t *json, const struct field *fields, size_t n, const void *object,
		  const struct scenario *sc)
{
	for (size_t i = 0; i < n; i++) {
		const struct field *f = &fields[i];

		if (f->present && !f->present(object))
			continue;
		if (f->if_true && !*(const bool *)((const char *)object + f->offset))
			continue;
		json_object_set_new_nocheck(
			json, f->name, f->type->write(f, (const char *)object + f->offset, sc));
	}
}

const struct field *fields_read(const json_t *json, const struct field *fields, size_t n,
				void *object, const struct scenario *sc)
{
	for (size_t i = 0; i < n; i++) {
		const struct field *f = &fields[i];
		const json_t *member;

		if (f->present && !f->optional && !f->present(object))
			continue;
		member = json_object_get(json, f->name);
		if (!member && f->optional)
			continue;
		if (!member || !f->type->read(f, member, (char *)object + f->offset, sc))
			return f;
	}
	return NULL;
}

static uint64_t number_max(const struct field *f)
{
	return f->size < sizeof(uint64_t) ? (UINT64_C(1) << (8 * f->size)) - 1 : FIELD_NUMBER_MAX;
}

char *field_wants(const struct field *f)
{
	if (f->type->wants)
		return xstrndup(f->type->wants, strlen(f->type->wants));
	return xasprintf("a whole number from 0 to %" PRIu64, number_max(f));
}

static uint64_t load(const struct field *f, const void *at)
{
	uint8_t u8;
	uint16_t u16;
	uint32_t u32;
	uint64_t u64;

	switch (f->size) {
	case sizeof(u8):
		return memcpy(&u8, at, sizeof(u8)), u8;
	case sizeof(u16):
		return memcpy(&u16, at, sizeof(u16)), u16;
	case sizeof(u32):
		return memcpy(&u32, at, sizeof(u32)), u32;
	}
	return memcpy(&u64, at, sizeof(u64)), u64;
}

static void store(const struct field *f, void *at, uint64_t value)
{
	uint8_t u8 = (uint8_t)value;
	uint16_t u16 = (uint16_t)value;
	uint32_t u32 = (uint32_t)value;

	switch (f->size) {
	case sizeof(u8):
		memcpy(at, &u8, sizeof(u8));
		return;
	case sizeof(u16):
		memcpy(at, &u16, sizeof(u16));
		return;
	case sizeof(u32):
		memcpy(at, &u32, sizeof(u32));
		return;
	}
	memcpy(at, &value, sizeof(value));
}

static json_t *number_write(const struct field *f, const void *at, const struct scenario *sc UNUSED)
{
	return json_integer((json_int_t)load(f, at));
}

static bool number_read(const struct field *f, const json_t *json, void *at,
			const struct scenario *sc UNUSED)
{
	json_int_t value = json_integer_value(json);

	if (!json_is_integer(json) || value < 0 || (uint64_t)value > number_max(f))
		return false;
	store(f, at, (uint64_t)value);
	return true;
}

const struct field_type field_number = {
	.write = number_write,
	.read = number_read,
};

static json_t *signed_write(const struct field *f UNUSED, const void *at,
			    const struct scenario *sc UNUSED)
{
	return json_integer(*(const int64_t *)at);
}

static bool signed_read(const struct field *f UNUSED, const json_t *json, void *at,
			const struct scenario *sc UNUSED)
{
	*(int64_t *)at = json_integer_value(json);
	return json_is_integer(json);
}

const struct field_type field_signed = {
	.wants = "a whole number of 64 bits",
	.write = signed_write,
	.read = signed_read,
};

static json_t *time_write(const struct field *f UNUSED, const void *at,
			  const struct scenario *sc UNUSED)
{
	return json_integer(((const struct monotime *)at)->ns);
}

static bool time_read(const struct field *f UNUSED, const json_t *json, void *at,
		      const struct scenario *sc UNUSED)
{
	json_int_t value = json_integer_value(json);

	if (!json_is_integer(json) || value < -FIELD_NUMBER_MAX || value > FIELD_NUMBER_MAX)
		return false;
	*(struct monotime *)at = (struct monotime){value};
	return true;
}

const struct field_type field_time = {
	.wants = "a whole number of nanoseconds between -2^60 and 2^60",
	.write = time_write,
	.read = time_read,
};

static json_t *bool_write(const struct field *f UNUSED, const void *at,
			  const struct scenario *sc UNUSED)
{
	return json_boolean(*(const bool *)at);
}

static bool bool_read(const struct field *f UNUSED, const json_t *json, void *at,
		      const struct scenario *sc UNUSED)
{
	*(bool *)at = json_is_true(json);
	return json_is_boolean(json);
}

const struct field_type field_bool = {
	.wants = "true or false",
	.write = bool_write,
	.read = bool_read,
};
